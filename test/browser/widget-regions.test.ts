import { expect, test } from '@jest/globals';
import { commentWith, useRoom } from './reading-room.ts';

const room = useRoom();

test('the region stands beside the time, and nothing where a comment has none', async () => {
  const article = room.article();
  await room.say(article, '还没有属地的时候说的。');
  await room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { region: true } });
  await room.say(article, '从本机发出的一条。');
  for (const [lang, label] of [
    ['zh-CN', 'IP 属地：'],
    ['zh-TW', 'IP 屬地：'],
    ['en', 'From '],
  ] as const) {
    const reader = await room.open(article, { data: { lang } });
    await commentWith(reader, '从本机发出').locator('header').getByText(`${label}未知`, { exact: true }).waitFor();
    expect(await commentWith(reader, '还没有属地').locator('header .meta').count()).toBe(1);
  }
});
