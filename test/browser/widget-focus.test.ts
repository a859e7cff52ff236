import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';
import { commentWith, fixed, opinion, postBy, type Reader, untilLive, useRoom, write } from './reading-room.ts';

const room = useRoom();

/** What the keyboard is on: its label, else its id, else its words; blank where it fell to the page. */
const focused = ({ page }: Reader): Promise<string> =>
  page.evaluate(() => {
    const active = document.querySelector('#liangju')?.shadowRoot?.activeElement;
    return active?.id || (active?.getAttribute('aria-label') ?? active?.textContent ?? '');
  });

/** Waits until the keyboard is there, and sees that it stays. */
async function untilOn(reader: Reader, name: string | null): Promise<void> {
  await waitFor(async () => (await focused(reader)) === name);
}

const status = ({ box }: Reader, text: string | RegExp): Promise<void> => box.getByRole('status').filter({ hasText: text }).waitFor();

async function openEdit(card: Locator): Promise<void> {
  await card.getByRole('button', { name: '更多操作' }).click();
  await card.getByRole('button', { name: '编辑' }).click();
  await card.locator('textarea').waitFor();
}

test('after an edit, saved, given up or thrown away, it is on the comment’s menu button', async () => {
  const reader = await room.open(room.article());
  await untilLive(reader);
  await postBy(reader, '要改两遍的一条。');
  const card = await fixed(commentWith(reader, '要改两遍'));
  await openEdit(card);
  await card.getByRole('button', { name: '取消' }).click();
  await untilOn(reader, '更多操作：江边散步');
  await openEdit(card);
  await card.locator('textarea').fill('改过一遍的一条。');
  await reader.page.keyboard.press('Escape');
  await card.getByRole('button', { name: '丢掉' }).click();
  await untilOn(reader, '更多操作：江边散步');
  await openEdit(card);
  await card.locator('textarea').fill('改过两遍的一条。');
  await card.getByRole('button', { name: '保存' }).click();
  await untilOn(reader, '更多操作：江边散步');
  await status(reader, '已保存');
});

test('改名 leads into the field for it', async () => {
  const reader = await room.open(room.article());
  await postBy(reader, '先用这个名字。');
  await commentWith(reader, '先用这个名字').waitFor();
  await write(reader, '换个名字再说。');
  await reader.box.getByRole('button', { name: '改名' }).click();
  await untilOn(reader, '昵称');
  await reader.page.keyboard.press('Control+A');
  await reader.page.keyboard.type('新名字');
  await reader.page.keyboard.press('Enter');
  const posted = await fixed(commentWith(reader, '换个名字再说'));
  await posted.getByText('新名字').waitFor();
  await untilOn(reader, await posted.getAttribute('id'));
});

test('the last page of comments and of answers: on the first that came, and said aloud', async () => {
  const article = room.article();
  for (let n = 1; n <= 23; n++) await room.say(article, opinion(n), { name: `读者${n}` });
  const root = (await room.list(article)).comments[0];
  for (let n = 1; n <= 6; n++) await room.say(article, opinion(n + 30), { parentId: root?.id ?? '', name: `回复${n}` });
  const reader = await room.open(article);
  await untilLive(reader);
  await reader.box.getByRole('button', { name: '加载更多' }).click();
  await reader.box.locator('.more').waitFor({ state: 'detached' });
  const first = reader.box.locator('article').filter({ hasText: '第 3 条' });
  await untilOn(reader, await first.getAttribute('id'));
  await status(reader, '又加载了 3 条');
  await reader.box.getByRole('button', { name: /^展开 \d+ 条回复/ }).click();
  const answer = reader.box.locator('.replies article').filter({ hasText: '第 34 条' });
  await untilOn(reader, await answer.getAttribute('id'));
  await status(reader, /又加载了 \d 条/);
});

test('展开剩余 n 层: on the level under which the others now stand', async () => {
  const article = room.article();
  let parentId: string | undefined;
  for (const n of [1, 2, 3, 4, 5, 6]) {
    const said = await room.say(article, `盖到第 ${n} 层。`, { name: `层主${n}`, ...(parentId === undefined ? {} : { parentId }) });
    parentId = said.id;
  }
  const reader = await room.open(article, { data: { view: 'tower' } });
  const stack = reader.box.locator('.conversation').first();
  await untilLive(reader);
  await stack.getByRole('button', { name: '展开剩余 2 层' }).click();
  await waitFor(async () => (await stack.locator('.level').count()) === 5);
  await waitFor(async () => (await focused(reader)).includes('盖到第 2 层'));
});

test('an appeal that was sent leaves it on its comment', async () => {
  await room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { mode: 'pre' } });
  const reader = await room.open(room.article());
  await untilLive(reader);
  await postBy(reader, '会被退回的一条。');
  const card = await fixed(commentWith(reader, '会被退回'));
  const id = (await card.getAttribute('id'))?.replace('liangju-', '') ?? '';
  await room.decide({ id }, 'reject', 'OFFTOPIC');
  await status(reader, '未通过审核：与内容无关');
  await card.getByRole('button', { name: '申诉' }).click();
  await reader.page.keyboard.type('请再看看。');
  await reader.page.keyboard.press('Enter');
  await status(reader, '申诉已提交');
  await untilOn(reader, `liangju-${id}`);
  await room.decide({ id, revision: 2 }, 'approve');
  await status(reader, '你的评论已通过审核');
  await room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { mode: 'post' } });
});

test('a comment taken down under it: on the next one; who has turned to the page is not fetched back', async () => {
  const article = room.article();
  await room.say(article, '第三条。', { name: '丙' });
  const [second, first] = [await room.say(article, '第二条。', { name: '乙' }), await room.say(article, '第一条。', { name: '甲' })];
  const reader = await room.open(article);
  await untilLive(reader);
  await commentWith(reader, '第一条').getByRole('button', { name: '回复' }).focus();
  await room.decide(first, 'hide', 'OTHER');
  await untilOn(reader, `liangju-${second.id}`);
  await reader.page.evaluate(() => {
    document.querySelector('h1')?.setAttribute('tabindex', '-1');
    document.querySelector('h1')?.focus();
  });
  await room.decide(second, 'hide', 'OTHER');
  await waitFor(async () => (await reader.comments.count()) === 1);
  expect(await reader.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
});

test('closed while one writes: on the text that was not sent, or on the reason where there is none', async () => {
  const article = room.article();
  await room.say(article, '要关闭的一篇。');
  const { id } = (await room.list(article)).thread;
  const setClosed = (closed: boolean): Promise<unknown> => room.staff(`/api/v1/threads/${id}`, { method: 'PATCH', body: { closed } });
  const reader = await room.open(article);
  await untilLive(reader);
  await write(reader, '写到一半');
  await reader.box.locator('textarea').focus();
  await setClosed(true);
  await untilOn(reader, '没有发出的文字');
  await setClosed(false);
  await reader.box.locator('textarea').fill('');
  await reader.box.locator('textarea').focus();
  await setClosed(true);
  await untilOn(reader, '本文评论已关闭');
});

test('收起 brings the beginning back into view; an address that names a folded comment opens it', async () => {
  const article = room.article();
  const long = await room.say(article, Array.from({ length: 40 }, (_, i) => `第 ${i + 1} 段，说得比较细。`).join('\n\n'));
  for (let n = 1; n <= 5; n++) await room.say(article, opinion(n), { name: `读者${n}` });
  const reader = await room.open(article);
  await untilLive(reader);
  const card = reader.page.locator(`#liangju-${long.id}`);
  await card.getByRole('button', { name: '展开全文' }).click();
  await card.getByRole('button', { name: '收起' }).click();
  await reader.page.waitForFunction((id) => {
    const body = document.querySelector('#liangju')?.shadowRoot?.querySelector(`#liangju-${id} .body`);
    const { top, bottom } = body?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
    return body?.classList.contains('folded') === true && top >= 0 && bottom <= innerHeight;
  }, long.id);
  const named = await room.open(article, { hash: `#liangju-${long.id}` });
  await named.page.locator(`#liangju-${long.id}`).getByRole('button', { name: '收起' }).waitFor();
});
