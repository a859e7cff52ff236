import { expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
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
  const submit = reader.box.getByRole('button', { name: '发表' });
  // Looked for together: the countdown goes on meanwhile.
  await Promise.all([
    reader.box
      .getByText(/^发表太快了，请 \d+ 秒后再试$/)
      .first()
      .waitFor(),
    submit.and(reader.page.locator('[aria-disabled="true"]')).waitFor(),
  ]);
  await waitFor(async () => (await reader.box.locator('textarea').inputValue()) === '紧接着的第二句话。');
  await submit.and(reader.page.locator('[aria-disabled="false"]')).waitFor();
  await reader.box.getByText('发表太快了').waitFor({ state: 'detached' });
  await submit.click();
  await commentWith(reader, '第二句话').waitFor();
});
