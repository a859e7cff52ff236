import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';
import { type Article, commentWith, fixed, postBy, type Reader, untilLive, useRoom, write } from './reading-room.ts';

const room = useRoom();

async function menu(card: Locator, item: string): Promise<void> {
  await card.getByRole('button', { name: '更多操作' }).click();
  await card.getByRole('button', { name: item }).click();
}

/** What the keyboard is on, by its words or its id. */
const focused = ({ page }: Reader): Promise<string> =>
  page.evaluate(() => {
    const active = document.querySelector('#liangju')?.shadowRoot?.activeElement;
    return active?.id || (active?.getAttribute('aria-label') ?? active?.textContent ?? '');
  });

async function withComment(text: string): Promise<{ article: Article; reader: Reader; card: Locator }> {
  const article = room.article();
  await room.say(article, text, { name: '首先说的人' });
  const reader = await room.open(article);
  return { article, reader, card: commentWith(reader, text) };
}

test('an answer stands under what it answers and says whom it answers, one indent deep', async () => {
  const { article, reader, card } = await withComment('希望江边多装几个垃圾桶。');
  await card.getByRole('button', { name: '回复' }).click();
  await waitFor(async () => (await focused(reader)) === '回复 首先说的人…');
  await card.locator('textarea').fill('附议，桥头尤其缺。');
  await card.getByRole('textbox', { name: '昵称' }).fill('桥头住户');
  await card.getByRole('button', { name: '发表' }).click();
  const reply = commentWith(reader, '附议');
  await reply.waitFor();
  await reply.getByRole('button', { name: '回复' }).click();
  await reply.locator('textarea').fill('自己顶一下。');
  await reply.getByRole('button', { name: '发表' }).click();
  await commentWith(reader, '自己顶一下').getByText('回复 @桥头住户').waitFor();
  expect(await reader.box.locator('.replies .replies').count()).toBe(0);
  const { comments } = await room.list(article);
  expect(comments[0]?.replies?.items.map(({ depth }) => depth)).toEqual([1, 2]);
});

test('a vote is pressed, counted, taken back, and seen by others', async () => {
  const { article, reader, card } = await withComment('应该表扬一下施工队。');
  const other = await room.open(article);
  await untilLive(other);
  await card.getByRole('button', { name: '支持，已有 0 人' }).click();
  const up = card.getByRole('button', { name: '支持，已有 1 人' });
  await up.and(card.locator('[aria-pressed="true"]')).waitFor();
  await commentWith(other, '施工队').getByRole('button', { name: '支持，已有 1 人' }).waitFor();
  await card.getByRole('button', { name: /^反对/ }).click();
  await card.getByRole('button', { name: '支持，已有 0 人' }).waitFor();
  await card.getByRole('button', { name: '反对，已有 1 人' }).click();
  await card.getByRole('button', { name: '反对，已有 0 人' }).and(card.locator('[aria-pressed="false"]')).waitFor();
  await waitFor(async () => {
    const votes = (await room.list(article)).comments[0]?.votes;
    return votes?.up === 0 && votes.down === 0;
  });
  // Voting has given the reader no name of its own to write under.
  await write(reader, '我也说一句。', '投过票的人');
  await reader.box.getByRole('button', { name: '发表' }).click();
  await commentWith(reader, '我也说一句').getByText('投过票的人').waitFor();
});

test('a vote is remembered after a reload, and cannot be given to oneself', async () => {
  const { article, reader, card } = await withComment('步道的灯光很舒服。');
  await card.getByRole('button', { name: /^支持/ }).click();
  await waitFor(async () => (await room.list(article)).comments[0]?.votes.up === 1);
  await postBy(reader, '给自己点不了赞。');
  expect(await commentWith(reader, '点不了赞').getByRole('button', { name: /^支持/ }).isDisabled()).toBe(true);
  await reader.page.reload();
  await commentWith(reader, '灯光很舒服').getByRole('button', { name: '支持，已有 1 人', pressed: true }).waitFor();
});

test('a report wants a reason, thanks, and gives the keyboard back', async () => {
  const { reader, card } = await withComment('同一句话刷了好几遍。');
  await menu(card, '举报');
  const dialog = reader.box.getByRole('dialog', { name: '举报这条评论' });
  await dialog.getByRole('button', { name: '提交举报' }).click();
  await dialog.getByRole('alert').filter({ hasText: '请先选一项' }).waitFor();
  await dialog.getByRole('radio', { name: '广告引流' }).check();
  await dialog.getByRole('button', { name: '提交举报' }).click();
  await reader.box.getByRole('status').filter({ hasText: '已收到举报，谢谢' }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await waitFor(async () => (await focused(reader)).startsWith('更多操作'));
  const queue = await room.staff<{ items: { reports: unknown[]; comment: { body: string } }[] }>(
    '/api/v1/moderation/queue?site=demo&limit=100',
  );
  const reported = queue.items.filter(({ comment }) => comment.body.includes('刷了好几遍'));
  expect(reported.every(({ reports }) => reports.length > 0)).toBe(true);
});

test('one’s own comment is edited with the text that was typed, also after a reload', async () => {
  const article = room.article();
  const reader = await room.open(article);
  const other = await room.open(article);
  await untilLive(other);
  await postBy(reader, '周末**人多**，建议错峰。');
  await commentWith(reader, '周末').waitFor();
  await other.box.getByRole('button', { name: '有 1 条新评论' }).click();
  await reader.page.reload();
  const card = await fixed(commentWith(reader, '周末'));
  await menu(card, '编辑');
  const field = card.locator('textarea');
  await waitFor(async () => (await field.inputValue()) === '周末**人多**，建议错峰。');
  await field.fill('周末人多，建议早上去。');
  await reader.page.keyboard.press('Control+Enter');
  await commentWith(reader, '建议早上去').getByText('已编辑').waitFor();
  await commentWith(other, '建议早上去').getByText('已编辑').waitFor();
  expect(await other.comments.count()).toBe(1);
});

test('one’s own comment is deleted after asking; the keyboard goes to the next', async () => {
  const article = room.article();
  await room.say(article, '留下来的那条。', { name: '另一位' });
  const reader = await room.open(article);
  const other = await room.open(article);
  await untilLive(other);
  await postBy(reader, '发错地方了。');
  const card = await fixed(commentWith(reader, '发错地方'));
  await other.box.getByRole('button', { name: '有 1 条新评论' }).click();
  await menu(card, '删除');
  await card.getByText('确定删除这条评论？').waitFor();
  await card.getByRole('button', { name: '先留着' }).click();
  await waitFor(async () => (await focused(reader)).startsWith('更多操作'));
  await menu(card, '删除');
  await card.getByRole('button', { name: '删除' }).click();
  await card.waitFor({ state: 'detached' });
  const left = (await room.list(article)).comments;
  expect(left.length).toBe(1);
  await waitFor(async () => (await focused(reader)) === `liangju-${left[0]?.id}`);
  await waitFor(async () => (await other.comments.count()) === 1);
  await waitFor(async () => (await other.box.locator('.count').textContent()) === '共 1 条');
});

test('Esc asks before a text is lost, and closes without asking where there is none', async () => {
  const { reader, card } = await withComment('按 Esc 试试。');
  const opener = card.getByRole('button', { name: '回复' });
  await opener.click();
  await card.locator('textarea').waitFor();
  await reader.page.keyboard.press('Escape');
  await card.locator('textarea').waitFor({ state: 'detached' });
  await waitFor(async () => (await focused(reader)) === '回复 首先说的人');
  await opener.click();
  await card.locator('textarea').fill('写了一点');
  await reader.page.keyboard.press('Escape');
  await card.getByText('还没发出去，要丢掉吗？').waitFor();
  await waitFor(async () => (await focused(reader)) === '继续写');
  await reader.page.keyboard.press('Enter');
  await waitFor(async () => (await focused(reader)) !== '继续写');
  expect(await card.locator('textarea').inputValue()).toBe('写了一点');
  await reader.page.keyboard.press('Escape');
  await card.getByRole('button', { name: '丢掉' }).click();
  await opener.click();
  expect(await card.locator('textarea').inputValue()).toBe('');
});

test('Esc closes the menu and the keyboard is back on its button; single letters do nothing', async () => {
  const { reader, card } = await withComment('菜单里有什么？');
  // What comes late changes the box too.
  await untilLive(reader);
  await card.getByRole('button', { name: '更多操作' }).click();
  await waitFor(async () => (await focused(reader)) === '复制链接');
  await reader.page.keyboard.press('Escape');
  await waitFor(async () => (await focused(reader)).startsWith('更多操作'));
  await card.locator('.menu').waitFor({ state: 'detached' });
  const before = await reader.box.innerHTML();
  for (const key of 'abcjkruxnpo?/') await reader.page.keyboard.press(key);
  expect(await reader.box.innerHTML()).toBe(before);
});

test('a thread that is closed closes for who reads it, and opens again', async () => {
  const { article, reader, card } = await withComment('快要关闭的一篇。');
  await untilLive(reader);
  await write(reader, '没来得及发的话', '慢一步');
  const { id } = (await room.list(article)).thread;
  await room.staff(`/api/v1/threads/${id}`, { method: 'PATCH', body: { closed: true } });
  await reader.box.getByText('本文评论已关闭').waitFor();
  await reader.box.locator('textarea').waitFor({ state: 'detached' });
  await card.getByRole('button', { name: '回复' }).waitFor({ state: 'detached' });
  await room.staff(`/api/v1/threads/${id}`, { method: 'PATCH', body: { closed: false } });
  await waitFor(async () => (await reader.box.locator('textarea').count()) === 1);
  await waitFor(async () => (await reader.box.locator('textarea').inputValue()) === '没来得及发的话');
});

test('more than fits is counted and cannot be sent', async () => {
  await room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { maxLength: 20 } });
  const article = room.article();
  const reader = await room.open(article);
  await write(reader, `${'长'.repeat(20)}👨‍👩‍👧‍👦e\u0301`);
  await reader.box.getByText('已超出 2 字').waitFor();
  expect(await reader.box.locator('textarea').getAttribute('aria-invalid')).toBe('true');
  await reader.page.keyboard.press('Control+Enter');
  expect((await room.list(article)).thread.commentCount).toBe(0);
  await reader.box.locator('textarea').fill('长'.repeat(20));
  await reader.box.getByText('20/20').waitFor();
  await room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { maxLength: 5000 } });
});
