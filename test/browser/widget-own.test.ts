import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { ISSUER, SECRET } from '../http/sso-tokens.ts';
import { bearer, call } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { faultsOf } from './axe-faults.ts';
import { dialogOf, focused, opener, ownPanel } from './own-panel.ts';
import { type Article, commentWith, opinion, useRoom, write } from './reading-room.ts';

const room = useRoom();
const setSite = (body: object): Promise<unknown> => room.staff('/api/v1/sites/demo', { method: 'PATCH', body });

beforeAll(() => setSite({ sso: { mode: 'hs256', issuer: ISSUER, secrets: [SECRET] }, badges: ['特约作者'] }));

/** Colours are measured when they stand still. */
const still = { reducedMotion: 'reduce' } as const;
const { openAs, openPanel, newMember, guestOfAllStates, statusOf } = ownPanel(room, setSite);

test('who has not written here has no button; after the first comment there is one', async () => {
  const article = room.article();
  await room.say(article, opinion(1));
  const reader = await room.open(article);
  await write(reader, opinion(2));
  expect(await opener(reader).count()).toBe(0);
  await reader.box.getByRole('button', { name: '发表' }).first().click();
  await opener(reader).waitFor();
  expect(reader.errors).toEqual([]);
});

test.each(['light', 'dark'])('own comments in every state, in words, without a fault at 360 px, %s', async (theme) => {
  const article = room.article();
  const token = await guestOfAllStates(article);
  const reader = await openAs(token, article, { data: { theme }, context: { ...still, viewport: { width: 360, height: 740 } } });
  const dialog = await openPanel(reader);
  const items = dialog.getByRole('article');
  await items.nth(3).waitFor();
  expect(await items.locator('.chip').allTextContents()).toEqual(['等待审核', '已删除', '未通过：广告引流', '已发布']);
  expect(await items.nth(3).textContent()).toContain('1 条回复');
  expect(await faultsOf(reader.page)).toEqual([]);
  for (const view of ['资料', '我的数据']) {
    await dialog.getByRole('button', { name: view, exact: true }).click();
    await dialog.locator('.part').first().waitFor();
    expect(await faultsOf(reader.page)).toEqual([]);
  }
  await dialog.getByRole('button', { name: '继续' }).click();
  await dialog.getByText('确定要删除你的数据吗？').waitFor();
  expect(await faultsOf(reader.page)).toEqual([]);
  const wide = await dialog.evaluate((element) => [...element.querySelectorAll('*')].filter((one) => one.scrollWidth > 360).length);
  expect(wide).toBe(0);
  expect(reader.errors).toEqual([]);
});

test('a title leads to the comment; editing and removing go on in its place; an appeal is made in the panel', async () => {
  const article = room.article();
  const token = await guestOfAllStates(article);
  const reader = await openAs(token, article);
  const dialog = await openPanel(reader);
  const item = (text: string): Locator => dialog.getByRole('article').filter({ hasText: text });
  const link = item('发布了的').getByRole('link', { name: article.thread.title });
  expect(await link.getAttribute('href')).toMatch(/#liangju-[\w-]+$/);
  await link.click();
  await waitFor(
    async () => (await dialog.count()) === 0 && (await reader.box.locator('.comment:focus').filter({ hasText: '发布了的' }).count()) === 1,
  );

  await openPanel(reader);
  await item('发布了的').getByRole('button', { name: '编辑' }).click();
  const card = reader.box.locator('.list article').filter({ has: reader.page.locator('textarea') });
  await waitFor(async () => (await card.locator('textarea').inputValue()).includes('发布了的'));
  await card.getByRole('button', { name: '取消' }).click();

  await openPanel(reader);
  await item('发布了的').getByRole('button', { name: '删除' }).click();
  await reader.box.locator('.menu').getByRole('button', { name: '删除' }).waitFor();
  await reader.page.keyboard.press('Escape');

  await openPanel(reader);
  await item('没通过的').getByRole('button', { name: '申诉' }).click();
  await reader.page.keyboard.press('Escape');
  // Esc closes what is open in the panel first.
  await item('没通过的').getByRole('button', { name: '申诉' }).click();
  await item('没通过的').getByRole('textbox').fill('说的是展会，不是广告。');
  await item('没通过的').getByRole('button', { name: '提交' }).click();
  await dialog.getByRole('status').filter({ hasText: '申诉已提交' }).waitFor();
  await item('没通过的').locator('.asked').waitFor();
  expect(reader.errors).toEqual([]);
});

test('page by page, each comment once, with the article of another thread', async () => {
  const [article, other] = [room.article(), room.article()];
  const { token } = await room.say(article, opinion(1));
  const post = (where: Article, n: number) =>
    call(room.server.url, '/api/v1/comments', {
      body: { site: 'demo', thread: where.thread, body: opinion(n), author: { name: '读者' } },
      headers: bearer(token),
    });
  for (const n of [2, 3, 4, 5]) await post(n > 3 ? other : article, n);
  const reader = await openAs(token, article);
  // Two a page instead of twenty.
  await reader.page.route('**/api/v1/me/comments?*', (route) => route.continue({ url: `${route.request().url()}&limit=2` }));
  const dialog = await openPanel(reader);
  const items = dialog.getByRole('article');
  for (const count of [2, 4]) {
    await items.nth(count - 1).waitFor();
    expect(await items.count()).toBe(count);
    await dialog.getByRole('button', { name: '加载更多' }).click();
  }
  await items.nth(4).waitFor();
  expect(await dialog.getByRole('button', { name: '加载更多' }).count()).toBe(0);
  expect(await items.first().getByRole('link').getAttribute('href')).toMatch(new RegExp(`^${other.thread.url}#liangju-`));
  expect(new Set(await items.allTextContents()).size).toBe(5);
});

test('nothing yet, no connection, an error: a sentence each, and a way on', async () => {
  const article = room.article();
  await room.say(article, opinion(1));
  const reader = await openAs(await newMember(), article, { context: still });
  const dialog = await openPanel(reader);
  await dialog.getByText('你在这个网站还没有评论').waitFor();
  expect(await faultsOf(reader.page)).toEqual([]);
  await reader.page.keyboard.press('Escape');

  const calls = '**/api/v1/me/comments?*';
  await reader.page.route(calls, (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }));
  await openPanel(reader);
  await dialog.getByRole('alert').filter({ hasText: '没有加载出来' }).waitFor();
  expect(await faultsOf(reader.page)).toEqual([]);
  await reader.page.unroute(calls);
  await dialog.getByRole('button', { name: '重试' }).click();
  await dialog.getByText('你在这个网站还没有评论').waitFor();
  await reader.page.keyboard.press('Escape');

  await reader.context.setOffline(true);
  await openPanel(reader);
  await dialog.getByRole('alert').filter({ hasText: '网络已断开' }).waitFor();
  expect(await faultsOf(reader.page)).toEqual([]);
  await reader.context.setOffline(false);
  await dialog.getByText('你在这个网站还没有评论').waitFor();
  expect(reader.errors).toEqual([]);
});

test('by the keyboard alone: opened, gone through, closed by Esc, and the focus is back on the button', async () => {
  const article = room.article();
  const { token } = await room.say(article, opinion(1));
  const reader = await openAs(token, article);
  await opener(reader).focus();
  await reader.page.keyboard.press('Enter');
  const dialog = dialogOf(reader);
  await dialog.getByRole('article').waitFor();
  expect(await focused(reader)).toBe('我的');
  const seen: string[] = [];
  for (let n = 0; n < 4; n++) {
    await reader.page.keyboard.press('Tab');
    seen.push(await focused(reader));
  }
  expect(seen).toEqual(['关闭', '评论', '资料', '我的数据']);
  await reader.page.keyboard.press('Shift+Tab');
  await reader.page.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: '昵称' }).waitFor();
  // The button that asked comes back when the question is withdrawn.
  await dialog.getByRole('button', { name: '忘掉本浏览器' }).focus();
  await reader.page.keyboard.press('Enter');
  await waitFor(async () => (await focused(reader)) === '返回');
  await reader.page.keyboard.press('Enter');
  await waitFor(async () => (await focused(reader)) === '忘掉本浏览器');
  await reader.page.keyboard.press('Escape');
  await waitFor(async () => (await focused(reader)) === '我的评论');
  expect(await dialog.count()).toBe(0);
  expect(reader.errors).toEqual([]);
});

test('a guest takes another name: what the checks say, and what the composer goes by', async () => {
  const article = room.article();
  const { token } = await room.say(article, opinion(1), { name: '老名字' });
  const reader = await openAs(token, article);
  await reader.page.evaluate(() => localStorage.setItem('liangju:demo:name', '"老名字"'));
  const dialog = await openPanel(reader, '资料');
  const field = dialog.getByRole('textbox', { name: '昵称' });
  const save = dialog.getByRole('button', { name: '保存' });
  const alert = dialog.getByRole('alert');
  for (const [name, sentence] of [
    ['字'.repeat(31), '最多 30 个'],
    ['管理员', '这个昵称不能使用'],
    [' ', '先留个昵称'],
  ] as const) {
    await field.fill(name);
    await save.click();
    await alert.filter({ hasText: sentence }).waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
  }
  await field.fill('新名字');
  await save.click();
  await dialog.getByRole('status').filter({ hasText: '昵称已保存' }).waitFor();
  expect(await dialog.locator('.person bdi').textContent()).toBe('新名字');
  await reader.page.keyboard.press('Escape');
  const text = opinion(2);
  await reader.box.locator('textarea').first().fill(text);
  await reader.box.getByText('以“新名字”的身份发言').waitFor();
  await reader.box.getByRole('button', { name: '发表' }).first().click();
  await commentWith(reader, text).getByText('新名字').waitFor();
});

test('a browser that forgets its guest keeps the draft, has no reader any more, and says so', async () => {
  const article = room.article();
  const { token } = await room.say(article, opinion(1));
  const reader = await openAs(token, article);
  await reader.box.locator('textarea').first().fill('写了一半');
  const dialog = await openPanel(reader, '资料');
  await dialog.getByRole('button', { name: '忘掉本浏览器' }).click();
  await dialog.getByText('以后不能再以这个身份回来').waitFor();
  await dialog.getByRole('button', { name: '忘掉', exact: true }).click();
  await dialog.getByRole('status').filter({ hasText: '一位新读者' }).waitFor();
  expect(await statusOf(token)).toBe(401);
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  expect(await opener(reader).count()).toBe(0);
  const field = reader.box.locator('textarea').first();
  expect(await field.inputValue()).toBe('写了一半');
  await waitFor(() => field.evaluate((area) => area.matches(':focus')));
  await reader.box.getByRole('textbox', { name: '昵称' }).waitFor();
  expect(await reader.page.evaluate(() => Object.keys(localStorage).filter((key) => /:(?:token|name)$/.test(key)))).toEqual([]);
});

test('a member’s name is shown, not changed; signing out ends the token', async () => {
  const article = room.article();
  await room.say(article, opinion(1));
  const token = await newMember({ name: '沈砚', badge: '特约作者', verified: 'phone', person: 'one' });
  const reader = await openAs(token, article);
  const dialog = await openPanel(reader, '资料');
  await dialog.getByText('由你登录的网站决定').waitFor();
  expect(await dialog.getByRole('textbox').count()).toBe(0);
  expect(await dialog.locator('.person').textContent()).toBe('沈沈砚会员特约作者已认证');
  const leave = dialog.getByRole('button', { name: '退出登录' });
  await leave.click();
  await leave.click();
  await dialog.getByRole('status').filter({ hasText: '已退出登录' }).waitFor();
  expect(await statusOf(token)).toBe(401);
  expect(reader.errors).toEqual([]);
});

test('a token that is no longer valid: the panel says so, and the browser has no reader', async () => {
  const article = room.article();
  await room.say(article, opinion(1));
  const token = await newMember();
  const reader = await openAs(token, article);
  await call(room.server.url, '/api/v1/readers/session', { method: 'DELETE', headers: bearer(token) });
  const dialog = await openPanel(reader);
  await dialog.getByRole('status').filter({ hasText: '登录已经失效' }).waitFor();
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  expect(await opener(reader).count()).toBe(0);
});

test('one’s own data comes as files, and the page stays', async () => {
  const article = room.article();
  const text = opinion(1);
  const { token } = await room.say(article, text);
  const reader = await openAs(token, article);
  const dialog = await openPanel(reader, '我的数据');
  for (const [name, ending] of [
    ['网页（HTML）', 'html'],
    ['数据（JSON）', 'json'],
  ] as const) {
    const [file] = await Promise.all([reader.page.waitForEvent('download'), dialog.getByRole('button', { name }).click()]);
    expect(file.suggestedFilename()).toMatch(new RegExp(`^liangju-demo-\\d{4}-\\d\\d-\\d\\d\\.${ending}$`));
    const content = await readFile(await file.path(), 'utf8');
    expect(content).toContain(text.slice(0, 20));
    if (ending === 'json') expect(JSON.parse(content)).toBeInstanceOf(Object);
    await dialog.getByRole('status').filter({ hasText: '已下载' }).waitFor();
  }
  expect(await dialog.isVisible()).toBe(true);
});

test.each([
  ['匿名保留', '已注销用户'],
  ['全部删除', null],
] as const)('erasing with “%s” takes two steps, and leaves a new reader’s box', async (choice, left) => {
  const article = room.article();
  const text = opinion(1);
  const { token } = await room.say(article, text, { name: '要走的人' });
  await room.say(article, opinion(2), { name: '留下的人' });
  const reader = await openAs(token, article, { context: still });
  const dialog = await openPanel(reader, '我的数据');
  await dialog.getByRole('radio', { name: choice }).check();
  await dialog.getByRole('button', { name: '继续' }).click();
  await waitFor(async () => (await focused(reader)) === '返回');
  expect(await dialog.getByRole('listitem').nth(1).textContent()).toContain(left ?? '全部删除');
  expect(await statusOf(token)).toBe(200);
  await dialog.getByRole('button', { name: '确认删除' }).click();
  await dialog.getByRole('status').filter({ hasText: '你的身份已经删除' }).waitFor();
  expect(await faultsOf(reader.page)).toEqual([]);
  expect(await statusOf(token)).toBe(401);
  await dialog.getByRole('button', { name: '关闭' }).last().click();
  expect(await opener(reader).count()).toBe(0);
  // The job is done behind it, and reaches this page too.
  const card = reader.comments.filter({ hasText: text.slice(0, 20) });
  if (left === null) await waitFor(async () => (await card.count()) === 0);
  else await card.getByText(left).waitFor();
  expect(await reader.comments.filter({ hasText: '留下的人' }).count()).toBe(1);
  expect(reader.errors).toEqual([]);
});
