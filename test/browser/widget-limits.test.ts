import { expect, test } from '@jest/globals';
import { commentWith, postBy, useRoom } from './reading-room.ts';

// With the limits on, as in earnest.
const room = useRoom({ LIMITS: 'on' });

test('too fast: a countdown, the text stays, and after it the comment goes out', async () => {
  const article = room.article();
  const first = await room.say(article, '让讨论开始的一条。', { name: '管理的人' });
  expect(first.status).toBe('published');
  const { id } = (await room.list(article)).thread;
  await room.staff(`/api/v1/threads/${id}`, { method: 'PATCH', body: { slowMode: 3 } });
  const reader = await room.open(article);
  await postBy(reader, '慢速模式里的第一句话。', '说得快的人');
  await commentWith(reader, '第一句话').waitFor();
  await postBy(reader, '紧接着的第二句话。');
  await reader.box
    .getByText(/^发表太快了，请 \d+ 秒后再试$/)
    .first()
    .waitFor();
  expect(await reader.box.locator('textarea').inputValue()).toBe('紧接着的第二句话。');
  const submit = reader.box.getByRole('button', { name: '发表' });
  expect(await submit.getAttribute('aria-disabled')).toBe('true');
  await submit.and(reader.page.locator('[aria-disabled="false"]')).waitFor();
  expect(await reader.box.getByText('发表太快了').count()).toBe(0);
  await submit.click();
  await commentWith(reader, '第二句话').waitFor();
});
