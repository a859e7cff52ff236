import { afterEach, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { REASON_CODES } from '../../server/domain/decision-words.ts';
import { call } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Article, commentWith, fixed, opinion, postBy, type Reader, untilLive, useRoom, write } from './reading-room.ts';

const room = useRoom();
const LATE_PARTS = /\/late[-.]/;

afterEach(() => room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { guests: true } }));

async function voteFor(id: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    const guest = await call<{ readerToken: string }>(room.server.url, '/api/v1/readers/guest', {
      body: { site: 'demo', name: `路人${n}` },
    });
    const headers = { authorization: `Bearer ${guest.body.readerToken}` };
    await call(room.server.url, `/api/v1/comments/${id}/vote`, { method: 'PUT', body: { value: 1 }, headers });
  }
}

/** A thread with a pinned comment, a well liked one with an answer, and others. */
async function lively(): Promise<Article> {
  const article = room.article();
  const pinned = await room.say(article, '这条是置顶的说明。', { name: '编辑' });
  const liked = await room.say(article, '很多人支持的一条。', { name: '人气' });
  await room.say(article, '热评下面的回复。', { parentId: liked.id, name: '回复者' });
  for (let n = 1; n <= 5; n++) await room.say(article, opinion(n), { name: `读者${n}` });
  await room.decide(pinned, 'pin');
  await voteFor(liked.id, 5);
  await waitFor(async () => (await room.list(article, '&sort=hot')).comments.some(({ votes }) => votes.up === 5));
  return article;
}

const authors = ({ box }: Reader): Promise<string[]> => box.locator('.list > li > article .author').allTextContents();
const left = async (button: Locator): Promise<number> => (await button.boundingBox())?.x ?? Number.NaN;

async function menu(card: Locator, item: string): Promise<void> {
  await card.getByRole('button', { name: '更多操作' }).click();
  await card.getByRole('button', { name: item }).click();
}

test('pinned first, then the best liked without their answers until they are asked for; one’s own new one under the box', async () => {
  const reader = await room.open(await lively());
  expect((await authors(reader)).slice(0, 3)).toEqual(['编辑', '人气', '读者5']);
  const hot = reader.box.locator('[part="hot"]');
  expect(await hot.getByText('热评下面的回复').count()).toBe(0);
  await hot.getByRole('button', { name: '展开 1 条回复' }).click();
  await hot.getByText('热评下面的回复').waitFor();
  await postBy(reader, '自己刚写的一条。');
  await commentWith(reader, '自己刚写').waitFor();
  expect((await authors(reader)).slice(0, 3)).toEqual(['江边散步', '编辑', '人气']);
});

test('numbers move no button, and the pressed thumb stays red under the pointer', async () => {
  const article = room.article();
  const one = await room.say(article, '没有人支持的一条。', { name: '甲' });
  await room.say(article, '有人支持的一条。', { name: '乙' });
  const reader = await room.open(article);
  await untilLive(reader);
  const [first, second] = [commentWith(reader, '没有人支持'), commentWith(reader, '有人支持的一条。')];
  const before = await left(first.getByRole('button', { name: '回复' }));
  await voteFor(one.id, 12);
  const up = first.getByRole('button', { name: '支持，已有 12 人' });
  await up.waitFor();
  expect(await left(first.getByRole('button', { name: '回复' }))).toBe(before);
  expect(await left(second.getByRole('button', { name: '回复' }))).toBe(before);
  await up.click();
  const pressed = first.getByRole('button', { name: '支持，已有 13 人', pressed: true });
  await pressed.waitFor();
  const colour = (): Promise<string> => pressed.evaluate((button) => getComputedStyle(button).color);
  await reader.page.mouse.move(0, 0);
  const away = await colour();
  await pressed.hover();
  expect(await colour()).toBe(away);
  expect(away).toBe('rgb(179, 38, 30)');
});

test('buttons say whose comment they are for', async () => {
  const article = room.article();
  await room.say(article, '按钮叫什么名字？', { name: '江边散步' });
  const reader = await room.open(article);
  await untilLive(reader);
  for (const name of ['支持，已有 0 人（江边散步）', '反对，已有 0 人（江边散步）', '回复 江边散步', '更多操作：江边散步'])
    await reader.box.getByRole('button', { name, exact: true }).waitFor();
});

test('a hidden place is opened and shut by its button; until then nothing in it can be reached', async () => {
  const article = room.article();
  await room.say(article, '结局是||[修好了](https://example.com/a)||，真的。');
  const reader = await room.open(article);
  await untilLive(reader);
  const show = reader.box.getByRole('button', { name: '剧透，点开可看', expanded: false });
  const link = reader.box.locator('.spoiler a');
  const canBeReached = (): Promise<boolean> =>
    link.evaluate((element) => {
      element.focus();
      return element.matches(':focus');
    });
  expect(await canBeReached()).toBe(false);
  await show.focus();
  await reader.page.keyboard.press('Enter');
  const hide = reader.box.getByRole('button', { name: '收起', expanded: true });
  await hide.waitFor();
  expect(await hide.evaluate((button) => button.matches(':focus'))).toBe(true);
  expect(await canBeReached()).toBe(true);
  await hide.focus();
  await reader.page.keyboard.press('Space');
  await show.waitFor();
  // The whole bar can be pressed too.
  await reader.box.locator('.spoiler').click({ position: { x: 5, y: 10 } });
  await hide.waitFor();
});

test('code that is wider than its place can be scrolled by keys, other code is no stop', async () => {
  const article = room.article();
  await room.say(article, `\`\`\`\n${'long line '.repeat(60)}\n\`\`\``, { name: '甲' });
  await room.say(article, '```\nshort\n```', { name: '乙' });
  const reader = await room.open(article);
  await untilLive(reader);
  const wide = reader.box.getByRole('region', { name: '代码' });
  await wide.waitFor();
  expect(await wide.count()).toBe(1);
  await wide.focus();
  await reader.page.keyboard.press('ArrowRight');
  await waitFor(() => wide.evaluate((pre) => pre.scrollLeft > 0));
});

test('every reason that the server knows can be given for a report', async () => {
  const article = room.article();
  await room.say(article, '哪里不对？');
  const reader = await room.open(article);
  await menu(commentWith(reader, '哪里不对'), '举报');
  const values = await reader.box.getByRole('radio').evaluateAll((all) => all.map((radio) => radio.getAttribute('value')));
  expect(values).toEqual([...REASON_CODES]);
});

test('the order that was chosen is the order of the next page of the site, whatever that page says', async () => {
  const article = room.article();
  for (const n of [1, 2]) await room.say(article, opinion(n), { name: `读者${n}` });
  const reader = await room.open(article);
  await reader.box.getByRole('button', { name: '最早' }).click();
  await waitFor(async () => (await authors(reader))[0] === '读者1');
  const next = await room.open(article, { with: reader, data: { sort: 'newest' } });
  await next.box.getByRole('button', { name: '最早', pressed: true }).waitFor();
  expect(await authors(next)).toEqual(['读者1', '读者2']);
  const other = await room.open(article);
  expect(await authors(other)).toEqual(['读者2', '读者1']);
});

test('where guests may not write nobody is invited to', async () => {
  const [empty, talked] = [room.article(), room.article()];
  await room.say(talked, '客人还能说话的时候说的。');
  await room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { guests: false } });
  const reader = await room.open(empty);
  await reader.box.getByText('登录后发表').waitFor();
  await reader.box.getByText('还没有评论', { exact: true }).waitFor();
  expect(await reader.box.getByText('来说两句吧').count()).toBe(0);
  const other = await room.open(talked);
  await other.box.getByText('登录后发表').waitFor();
  expect(await commentWith(other, '客人还能说话').getByRole('button', { name: '回复' }).count()).toBe(0);
});

test('English numbers: one reply, two replies', async () => {
  const article = room.article();
  const [one, two] = [await room.say(article, 'One answer.', { name: 'A' }), await room.say(article, 'More answers.', { name: 'B' })];
  for (let n = 1; n <= 4; n++) await room.say(article, opinion(n), { parentId: one.id, name: `R${n}` });
  for (let n = 5; n <= 9; n++) await room.say(article, opinion(n), { parentId: two.id, name: `R${n}` });
  const reader = await room.open(article, { data: { lang: 'en' } });
  await reader.box.getByRole('button', { name: 'Show 1 reply', exact: true }).waitFor();
  await reader.box.getByRole('button', { name: 'Show 2 replies', exact: true }).waitFor();
  await untilLive(reader);
  await room.say(article, opinion(10), { name: 'C' });
  await reader.box.getByRole('button', { name: '1 new comment', exact: true }).waitFor();
});

/** What stands under a line: buttons and words that it would cover. */
const covered = ({ page }: Reader): Promise<string[]> =>
  page.evaluate(() => {
    const tree = document.querySelector('#liangju')?.shadowRoot;
    const line = tree?.querySelector('.status');
    if (!tree || !line || line.textContent === '') return ['there is no line'];
    const text = document.createRange();
    text.selectNodeContents(line);
    const { top, bottom, left: start, right } = text.getBoundingClientRect();
    return [...tree.querySelectorAll('button, .body, .author, .meta, .chip, textarea, input:not(.trap), h2, h3, .hint')]
      .filter((other) => {
        const box = other.getBoundingClientRect();
        // A button's words, not the empty place round them.
        const inset = other.matches('.actions button') ? 6 : 1;
        return box.width > 1 && box.top + inset < bottom && box.bottom - inset > top && box.left < right && box.right > start;
      })
      .map((other) => other.textContent ?? '');
  });

test.each([390, 1280])('at %i px the status line covers nothing, and the next event takes its place', async (width) => {
  const article = await lively();
  const reader = await room.open(article, { context: { viewport: { width, height: 900 }, permissions: ['clipboard-write'] } });
  await untilLive(reader);
  const line = reader.box.getByRole('status');
  const untilSaid = (text: string): Promise<void> => line.filter({ hasText: text }).waitFor();
  await postBy(reader, '先发一条自己的。');
  await untilSaid('发表成功');
  expect(await covered(reader)).toEqual([]);
  await menu(commentWith(reader, '第 5 条'), '复制链接');
  await untilSaid('已复制');
  expect(await covered(reader)).toEqual([]);
  await reader.page.route('**/vote', (route) => route.abort());
  await reader.box.locator('.replies, .list').getByRole('button', { name: '支持', exact: false }).nth(2).click();
  await untilSaid('没有成功，请稍后再试');
  expect(await covered(reader)).toEqual([]);
  await reader.page.unroute('**/vote');
  await reader.box.locator('.list').getByRole('button', { name: /^支持/, disabled: false }).nth(2).click();
  await waitFor(async () => (await line.textContent()) === '');
});

test('a link to a comment: the article’s own address, a route behind # kept, and without a clipboard interface', async () => {
  const article = room.article();
  const { id } = await room.say(article, '值得转给别人的一条。');
  const reader = await room.open(article, { context: { permissions: ['clipboard-read', 'clipboard-write'] } });
  const copied = (): Promise<string> => reader.page.evaluate(() => navigator.clipboard.readText());
  const address = reader.page.url();
  await reader.page.evaluate(() => history.replaceState(null, '', '?utm_source=x#/articles/7'));
  await menu(commentWith(reader, '值得转给'), '复制链接');
  await waitFor(async () => (await copied()) === `${address}#/articles/7#liangju-${id}`);

  const other = await room.open(article, { data: { url: 'https://news.example.com/articles/7' }, with: reader });
  await other.page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    Object.defineProperty(window, 'copiedByField', { value: [] });
    document.addEventListener('copy', () => Object.assign(document.body.dataset, { copied: 'yes' }));
  });
  await menu(commentWith(other, '值得转给'), '复制链接');
  await other.box.getByRole('status').filter({ hasText: '已复制' }).waitFor();
  expect(await other.page.evaluate(() => document.body.dataset.copied)).toBe('yes');
  expect(await copied()).toBe(`https://news.example.com/articles/7#liangju-${id}`);
  // Found again from behind a route.
  const named = await room.open(article, { hash: `#/articles/7#liangju-${id}` });
  await waitFor(() =>
    named.page.evaluate(() => document.querySelector('#liangju')?.shadowRoot?.activeElement?.id.startsWith('liangju-') === true),
  );
});

test('a key that the input method still needs sends and closes nothing, whichever way it is marked', async () => {
  const article = room.article();
  await room.say(article, '回复时选字。');
  const reader = await room.open(article);
  await write(reader, '还在选字');
  const card = await fixed(commentWith(reader, '回复时选字'));
  await card.getByRole('button', { name: '回复' }).click();
  await card.locator('textarea').fill('也在选字');
  for (const field of await reader.box.locator('textarea').all())
    await field.evaluate((area) => {
      for (const key of ['Enter', 'Escape'])
        area.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: key === 'Enter', keyCode: 229, bubbles: true, composed: true }));
    });
  await card.getByText('0/').count();
  expect(await reader.box.getByText('要丢掉吗').count()).toBe(0);
  expect(await card.locator('textarea').inputValue()).toBe('也在选字');
  expect((await room.list(article)).thread.commentCount).toBe(1);
});

test('the plain field gives way to the real box only when the input method is done', async () => {
  const article = room.article();
  const reader = await room.open(article);
  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  await reader.page.route(LATE_PARTS, async (route) => {
    await held;
    await route.continue();
  });
  await reader.page.reload();
  const field = reader.box.locator('textarea');
  await field.focus();
  await field.evaluate((area) => {
    area.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    Object.assign(area.dataset, { plain: 'yes' });
  });
  go();
  // What comes late is there: the comments' own parts are drawn.
  await untilLive(reader);
  expect(await field.getAttribute('data-plain')).toBe('yes');
  await field.evaluate((area) => {
    area.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '选好了' }));
  });
  await waitFor(async () => (await field.getAttribute('data-plain')) === null);
});
