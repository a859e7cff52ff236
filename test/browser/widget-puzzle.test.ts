import { expect, test } from '@jest/globals';
import { commentWith, postBy, useRoom } from './reading-room.ts';

// With the limits on, as in earnest.
const room = useRoom({ LIMITS: 'on' });

test('where work is asked of newcomers, the browser does it and the comment goes out once', async () => {
  await room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { puzzle: 'always' } });
  const article = room.article();
  const reader = await room.open(article);
  const statuses: number[] = [];
  reader.page.on('response', (answer) => {
    if (answer.request().method() === 'POST' && answer.url().endsWith('/comments')) statuses.push(answer.status());
  });
  await postBy(reader, '浏览器先算了一会儿，这句话才发出来。', '新来的人');
  await commentWith(reader, '先算了一会儿').waitFor();
  expect(statuses).toEqual([428, 201]);
  expect((await room.list(article)).comments).toHaveLength(1);
  expect(reader.errors).toEqual([]);
});

test('a page whose policy forbids workers does the work itself', async () => {
  await room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { puzzle: 'always' } });
  const context = await room.browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${room.server.url}/demo`);
  const box = page.locator('section.box');
  await box.locator('textarea').first().click();
  await box.locator('textarea').first().fill('严格的页面里也能发出来。');
  await box.getByLabel('昵称').fill('新来的人');
  await box.getByRole('button', { name: '发表' }).click();
  await box.locator('.list article', { hasText: '严格的页面里' }).waitFor();
  await context.close();
});
