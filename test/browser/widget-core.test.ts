import { expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { commentWith, opinion, postBy, untilLive, useRoom, write } from './reading-room.ts';

const room = useRoom();

test('a reader writes under an article and the comment is there at once, for others without reloading', async () => {
  const article = room.article();
  const other = await room.open(article);
  const writer = await room.open(article);
  await untilLive(other);
  await other.box.getByText('还没有评论，来说两句吧').waitFor();

  await postBy(writer, '步道修得好，**傍晚**人最多。');

  await commentWith(writer, '步道修得好').waitFor();
  expect(await commentWith(writer, '步道修得好').locator('strong').textContent()).toBe('傍晚');
  await writer.box.getByRole('status').filter({ hasText: '发表成功' }).waitFor();
  await waitFor(async () => (await writer.box.locator('textarea').first().inputValue()) === '');

  await other.box.getByRole('button', { name: '有 1 条新评论' }).click();
  await commentWith(other, '步道修得好').waitFor();
  await waitFor(async () => (await other.box.locator('.count').textContent()) === '共 1 条');
  const { comments } = await room.list(article);
  expect(comments.map(({ author }) => author?.name)).toEqual(['江边散步']);
  expect([...writer.errors, ...other.errors]).toEqual([]);
});

test('new comments of others wait behind a pill: what is read does not move', async () => {
  const article = room.article();
  for (let n = 1; n <= 12; n++) await room.say(article, opinion(n), { name: `读者${n}` });
  const reader = await room.open(article, { context: { viewport: { width: 390, height: 700 } } });
  await untilLive(reader);
  const first = reader.comments.nth(4);
  const before = await first.boundingBox();
  await room.say(article, '刚刚又走了一趟。', { name: '晨跑的人' });
  await room.say(article, '风很大，记得带外套。', { name: '晨跑的人' });
  await reader.box.getByRole('button', { name: '有 2 条新评论' }).waitFor();
  expect(await first.boundingBox()).toEqual(before);
  await reader.box.getByRole('button', { name: '有 2 条新评论' }).click();
  await waitFor(async () => (await reader.comments.first().textContent())?.includes('风很大') === true);
  expect(await reader.comments.nth(1).textContent()).toContain('刚刚又走了一趟');
});

test('answers of others wait behind the pill too and then stand under what they answer', async () => {
  const article = room.article();
  const root = await room.say(article, '入口能再多开两个吗？');
  const reader = await room.open(article);
  await untilLive(reader);
  const reply = await room.say(article, '第三期会加开。', { parentId: root.id, name: '工作人员' });
  await reader.box.getByRole('button', { name: '有 1 条新评论' }).click();
  await reader.box.locator('.replies').filter({ hasText: '第三期会加开' }).waitFor();
  await room.say(article, '那就等第三期。', { parentId: reply.id, name: '老住户' });
  await reader.box.getByRole('button', { name: '有 1 条新评论' }).click();
  await reader.box.locator('.replies').getByText('回复 @工作人员').waitFor();
});

test('the keyboard alone: write, name, Ctrl+Enter, and it is on the new comment', async () => {
  const article = room.article();
  const reader = await room.open(article);
  await untilLive(reader);
  await reader.box.locator('textarea').focus();
  await reader.page.keyboard.type('路灯够亮，晚上也敢走。');
  await reader.page.keyboard.press('Tab');
  await reader.page.keyboard.type('夜跑者');
  await reader.page.keyboard.press('Shift+Tab');
  await reader.page.keyboard.press('Control+Enter');
  await reader.page.keyboard.press('Control+Enter');
  await commentWith(reader, '路灯够亮').waitFor();
  await waitFor(() =>
    reader.page.evaluate(() => document.querySelector('#liangju')?.shadowRoot?.activeElement?.textContent?.includes('路灯够亮') === true),
  );
  expect((await room.list(article)).thread.commentCount).toBe(1);
});

test('pressed twice or clicked twice it is sent once', async () => {
  const article = room.article();
  const reader = await room.open(article);
  await write(reader, '希望多种些树荫大的树。');
  await reader.box.getByRole('button', { name: '发表' }).dblclick();
  await commentWith(reader, '树荫大').waitFor();
  await write(reader, '座椅也再多一点。');
  await reader.page.keyboard.press('Control+Enter');
  await reader.page.keyboard.press('Control+Enter');
  await commentWith(reader, '座椅').waitFor();
  expect((await room.list(article)).thread.commentCount).toBe(2);
  expect(await reader.comments.count()).toBe(2);
});

test('Enter while the input method composes sends nothing', async () => {
  const article = room.article();
  const reader = await room.open(article);
  await write(reader, '还在选字');
  await reader.box.locator('textarea').evaluate((field) => {
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, isComposing: true, bubbles: true, composed: true }));
  });
  expect(await reader.box.locator('textarea').inputValue()).toBe('还在选字');
  expect((await room.list(article)).thread.commentCount).toBe(0);
});
