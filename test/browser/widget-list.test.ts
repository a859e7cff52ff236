import { expect, test } from '@jest/globals';
import { call } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Article, commentWith, opinion, postBy, type Reader, untilLive, useRoom } from './reading-room.ts';

const room = useRoom();

const texts = ({ box }: Reader): Promise<string[]> =>
  box
    .locator('[part="list"] > li > article .body')
    .evaluateAll((bodies) => bodies.map(({ textContent }) => textContent?.trim().replace(/：.*/, '') ?? ''));

async function filled(count: number): Promise<Article> {
  const article = room.article();
  for (let n = 1; n <= count; n++) await room.say(article, opinion(n), { name: `读者${n}` });
  return article;
}

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => `第 ${from < to ? from + i : from - i} 条`);

async function vote(article: Article, id: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    const guest = await call<{ readerToken: string }>(room.server.url, '/api/v1/readers/guest', {
      body: { site: 'demo', name: `路人${n}` },
    });
    await call(room.server.url, `/api/v1/comments/${id}/vote`, {
      method: 'PUT',
      body: { value: 1 },
      headers: { authorization: `Bearer ${guest.body.readerToken}` },
    });
  }
  await waitFor(async () => JSON.stringify((await room.list(article, '&limit=100')).comments).includes(`"up":${times}`));
}

test('sixty comments are loaded to the end, each once and in order, while new ones come', async () => {
  const article = await filled(60);
  const reader = await room.open(article);
  await untilLive(reader);
  const more = reader.box.getByRole('button', { name: '加载更多' });
  await waitFor(async () => (await texts(reader)).length === 20);
  await more.click();
  await waitFor(async () => (await texts(reader)).length === 40);
  await room.say(article, '加载途中来的新评论。', { name: '后来的人' });
  await reader.box.getByRole('button', { name: '有 1 条新评论' }).waitFor();
  await more.click();
  await waitFor(async () => (await texts(reader)).length === 60);
  await reader.box.locator('.more').waitFor({ state: 'detached' });
  expect(await texts(reader)).toEqual(numbered(60, 1));
  await reader.box.getByRole('button', { name: '有 1 条新评论' }).click();
  await waitFor(async () => (await texts(reader)).length === 61);
  expect((await texts(reader))[0]).toBe('加载途中来的新评论。');
});

test('the order is the reader’s choice', async () => {
  const article = await filled(5);
  const { comments } = await room.list(article);
  const liked = comments.find(({ html }) => html?.includes('第 2 条'));
  await vote(article, liked?.id ?? '', 2);
  const reader = await room.open(article);
  expect(await texts(reader)).toEqual(numbered(5, 1));
  await reader.box.getByRole('button', { name: '最早' }).click();
  await waitFor(async () => (await texts(reader))[0] === '第 1 条');
  expect(await texts(reader)).toEqual(numbered(1, 5));
  await reader.box.getByRole('button', { name: '最热' }).click();
  await waitFor(async () => (await texts(reader))[0] === '第 2 条');
  await reader.box.getByRole('button', { name: '最热', pressed: true }).waitFor();
  await reader.box.getByRole('button', { name: '最早', pressed: false }).waitFor();
});

test('an order that cannot be had leaves the list and the choice as they were', async () => {
  const article = await filled(3);
  const reader = await room.open(article);
  await untilLive(reader);
  await reader.page.route('**/api/v1/comments?*', (route) => route.abort());
  await reader.box.getByRole('button', { name: '最早' }).click();
  await reader.box.getByRole('status').filter({ hasText: '没有成功，请稍后再试' }).waitFor();
  await reader.box.getByRole('button', { name: '最新', pressed: true }).waitFor();
  expect(await texts(reader)).toEqual(numbered(3, 1));
});

test('what five readers agree with stands first as 热评, and not a second time below', async () => {
  const article = await filled(8);
  const { comments } = await room.list(article);
  const liked = comments.find(({ html }) => html?.includes('第 3 条'));
  await vote(article, liked?.id ?? '', 5);
  const reader = await room.open(article);
  await reader.box.getByRole('heading', { name: '热评' }).waitFor();
  expect(await reader.box.locator('[part="hot"] article').count()).toBe(1);
  expect(await reader.box.locator('article').filter({ hasText: '第 3 条' }).count()).toBe(1);
  await postBy(reader, '自己的新评论。');
  await waitFor(async () => (await texts(reader))[0] === '自己的新评论。');
  await reader.box.getByRole('button', { name: '最热' }).click();
  await waitFor(async () => (await reader.box.locator('[part="hot"]').count()) === 0);
});

test('answers that are not shown at first come when they are asked for, in order', async () => {
  const article = room.article();
  const root = await room.say(article, '回复很多的一条。');
  for (let n = 1; n <= 30; n++) await room.say(article, opinion(n), { parentId: root.id, name: `回复${n}` });
  const reader = await room.open(article);
  await reader.box.getByRole('button', { name: '展开 27 条回复' }).click();
  const replies = reader.box.locator('.replies .body');
  await waitFor(async () => (await replies.count()) === 23);
  await reader.box.getByRole('button', { name: '展开 7 条回复' }).click();
  await waitFor(async () => (await replies.count()) === 30);
  expect(await replies.evaluateAll((bodies) => bodies.map(({ textContent }) => textContent?.trim().replace(/：.*/, '')))).toEqual(
    numbered(1, 30),
  );
});

test('an address that names a comment of a later page brings it, in view and under the keyboard', async () => {
  const article = await filled(30);
  const { comments } = await room.list(article, '&sort=oldest&limit=100');
  const root = comments[0];
  for (let n = 1; n <= 6; n++) await room.say(article, opinion(n + 30), { parentId: root?.id ?? '', name: `回复${n}` });
  const { body } = await call<{ comments: { id: string }[] }>(room.server.url, `/api/v1/comments/${root?.id}/replies`);
  const target = body.comments[4]?.id ?? '';
  const reader = await room.open(article, { hash: `#liangju-${target}` });
  const named = reader.page.locator(`#liangju-${target}`);
  await named.waitFor();
  await reader.page.waitForFunction((id) => {
    const active = document.querySelector('#liangju')?.shadowRoot?.activeElement;
    const box = active?.getBoundingClientRect();
    const isInView = box !== undefined && box.top >= 0 && box.bottom <= innerHeight;
    // Marked for two seconds alone, so it is looked at in the same moment.
    return active?.id === `liangju-${id}` && isInView && active.classList.contains('named');
  }, target);
  await waitFor(async () => (await named.getAttribute('class'))?.includes('named') === false);
  // The rest of that conversation is there for the asking, and the list goes on, each comment once.
  await reader.box.getByRole('button', { name: /^展开 5 条回复/ }).click();
  await waitFor(async () => (await reader.box.locator('.replies article').count()) === 6);
  await reader.box.getByRole('button', { name: '加载更多' }).click();
  await reader.box.locator('.more').waitFor({ state: 'detached' });
  const ids = await reader.box.locator('article').evaluateAll((all) => all.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(36);
});

test('long comments are folded after eight lines', async () => {
  const article = room.article();
  await room.say(article, Array.from({ length: 14 }, (_, i) => `第 ${i + 1} 段，说得比较细。`).join('\n\n'));
  const reader = await room.open(article);
  const body = reader.box.locator('.body');
  await reader.box.getByRole('button', { name: '展开全文', expanded: false }).waitFor();
  const folded = (await body.boundingBox())?.height ?? 0;
  await reader.box.getByRole('button', { name: '展开全文', expanded: false }).click();
  await reader.box.getByRole('button', { name: '收起', expanded: true }).waitFor();
  const whole = (await body.boundingBox())?.height ?? 0;
  expect(whole).toBeGreaterThan(folded * 1.5);
});

test('the tower view: the stack above a comment, folded after three, live too', async () => {
  const article = room.article();
  let parentId: string | undefined;
  for (const n of [1, 2, 3, 4, 5]) {
    const said = await room.say(article, `盖到第 ${n} 层。`, { name: `层主${n}`, ...(parentId === undefined ? {} : { parentId }) });
    parentId = said.id;
  }
  const reader = await room.open(article, { data: { view: 'tower' } });
  const fifth = reader.box.locator('.conversation').first();
  await fifth.locator('.tower').waitFor();
  expect(await fifth.locator('.level').count()).toBe(3);
  await fifth.getByRole('button', { name: '展开剩余 1 层' }).click();
  await waitFor(async () => (await fifth.locator('.level').count()) === 4);
  expect(await fifth.locator('.level .body').allTextContents()).toEqual(numberedLevels(4));
  await untilLive(reader);
  await room.say(article, '接着盖第 6 层。', { name: '层主6', ...(parentId === undefined ? {} : { parentId }) });
  await reader.box.getByRole('button', { name: '有 1 条新评论' }).click();
  const sixth = reader.box
    .locator('.conversation')
    .filter({ has: reader.page.getByText('接着盖第 6 层') })
    .first();
  await sixth.getByRole('button', { name: '展开剩余 2 层' }).waitFor();
  await sixth.locator('article').getByRole('button', { name: '回复' }).click();
  await sixth.locator('article textarea').fill('自己盖第 7 层。');
  await sixth.getByRole('textbox', { name: '昵称' }).fill('层主7');
  await sixth.getByRole('button', { name: '发表' }).click();
  await reader.box.locator('.conversation').first().getByRole('button', { name: '展开剩余 3 层' }).waitFor();
  await commentWith(reader, '自己盖第 7 层').waitFor();
});

const numberedLevels = (to: number): string[] => Array.from({ length: to }, (_, i) => `盖到第 ${i + 1} 层。`);
