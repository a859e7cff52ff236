import { expect, test } from '@jest/globals';
import { bearer, call, newThread, post, signIn } from '../support/api.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom({ LIMITS: 'on' });

test('an appeal stands on its card in its author’s words; whoever refused it is sent on to the next', async () => {
  const site = await room.site('申诉报');
  await room.colleague('另一位', 'senior');
  const comment = await room.say(site, '去年冬天这里种了一排树。', { name: '园丁' });
  await room.decide([comment.id], 'reject', { reason: 'OFFTOPIC' });
  await call(room.server.url, `/api/v1/comments/${comment.id}/appeal`, {
    headers: bearer(comment.token),
    body: { note: '文章第三段讲的就是种树。' },
  });
  const { page, card } = await room.enter(`#/queue?site=${site}`);
  await card('去年冬天').getByText('文章第三段讲的就是种树。').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await card('去年冬天').getByText('申诉要请另一位同事来看').waitFor();
  // Whoever goes elsewhere works on the card no longer.
  await page.keyboard.press('g');
  await page.keyboard.press('a');

  const colleague = await room.enter(`#/queue?site=${site}`, await room.colleague('小孙', 'senior'));
  await colleague.card('去年冬天').waitFor();
  await colleague.page.getByText('正在处理').waitFor({ state: 'detached' });
  await colleague.page.keyboard.press('j');
  await colleague.page.keyboard.press('a');
  await colleague.page.getByText('已通过：园丁 的评论').waitFor();
  expect(await room.isPublic(comment.id)).toBe(true);
});

test('a sudden rush under an article is told, with the way to what waits there', async () => {
  const site = await room.site('热闹报');
  const headers = await signIn(room.server.url);
  await call(room.server.url, `/api/v1/sites/${site}`, { method: 'PATCH', headers, body: { mode: 'post' } });
  const { page } = await room.enter('#/audit');
  await page.locator('.pulse.live').waitFor();
  const thread = newThread('夜市重开');
  for (let i = 0; i < 12; i++) {
    const sent = await call(room.server.url, '/api/v1/comments', {
      body: post(thread, { site, author: { name: `读者${'甲乙丙丁戊己庚辛壬癸子丑'[i] ?? ''}` } }),
    });
    expect(sent.status).toBeLessThan(203);
  }
  await page.getByText(/《夜市重开》讨论突增/).waitFor();
  await page.getByRole('button', { name: '去看看' }).click();
  await page.locator('.card').first().waitFor();
  expect(page.url()).toContain('thread=');
  await page.locator('.card .chip', { hasText: '讨论突增' }).first().waitFor();
});
