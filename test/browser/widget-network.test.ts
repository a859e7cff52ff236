import { expect, test } from '@jest/globals';
import { bearer, call } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { commentWith, opinion, postBy, type Reader, untilLive, useRoom, write } from './reading-room.ts';

const room = useRoom();

const shownIds = ({ box }: Reader): Promise<string[]> =>
  box.locator('.list article').evaluateAll((articles) => articles.map(({ id }) => id.replace('liangju-', '')));

/** The ids of the server's list, as the page shows them. */
async function listedIds(article: Parameters<typeof room.list>[0]): Promise<string[]> {
  const { comments } = await room.list(article);
  return comments.flatMap(({ id, html, replies }) => [...(html === null ? [] : [id]), ...(replies?.items.map((reply) => reply.id) ?? [])]);
}

test('what is typed survives a reload, also in an answer', async () => {
  const article = room.article();
  await room.say(article, '等着被回复的一条。');
  const reader = await room.open(article);
  await write(reader, '写到一半的话');
  const card = commentWith(reader, '等着被回复');
  await card.getByRole('button', { name: '回复' }).click();
  await card.locator('textarea').fill('也只写了一半');
  await reader.page.reload();
  const field = reader.box.locator('textarea').first();
  await waitFor(async () => (await field.inputValue()) === '写到一半的话');
  await card.getByRole('button', { name: '回复' }).click();
  await waitFor(async () => (await card.locator('textarea').inputValue()) === '也只写了一半');
});

test('without a network the text waits on this device and is sent once when it is back', async () => {
  const article = room.article();
  const reader = await room.open(article);
  await untilLive(reader);
  await write(reader, '地铁里写的，没有信号。');
  await reader.context.setOffline(true);
  await reader.box.getByText('网络已断开，内容已保存在本机').waitFor();
  await reader.box.getByRole('button', { name: '发表' }).click();
  await reader.box.getByText('网络不通，已存在本机，恢复后自动发出').waitFor();
  expect((await room.list(article)).thread.commentCount).toBe(0);
  await reader.context.setOffline(false);
  await commentWith(reader, '没有信号').waitFor();
  await waitFor(async () => (await reader.box.getByText('网络不通').count()) === 0);
  expect((await room.list(article)).thread.commentCount).toBe(1);
  expect(await reader.comments.count()).toBe(1);
});

test('closed while it waited, the page sends it when it is opened again', async () => {
  const article = room.article();
  const reader = await room.open(article);
  await untilLive(reader);
  await write(reader, '关掉页面之前写的。');
  await reader.context.setOffline(true);
  await reader.box.getByRole('button', { name: '发表' }).click();
  await reader.box.getByText('网络不通').waitFor();
  await reader.page.close();
  await reader.context.setOffline(false);
  const again = await room.open(article, { with: reader });
  await commentWith(again, '关掉页面之前').waitFor();
  expect((await room.list(article)).thread.commentCount).toBe(1);
});

test('a page without https can send as well', async () => {
  const article = room.article();
  const reader = await room.open(article);
  // What browsers keep from such pages.
  await reader.page.addInitScript(() => Object.defineProperty(crypto, 'randomUUID', { value: undefined }));
  await reader.page.reload();
  await postBy(reader, '从一个没有证书的网站发的。');
  await commentWith(reader, '没有证书').waitFor();
  expect((await room.list(article)).thread.commentCount).toBe(1);
});

test('an answer that got lost on the way makes no second comment', async () => {
  const article = room.article();
  const reader = await room.open(article);
  let lost = 0;
  await reader.page.route('**/api/v1/comments', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost++;
    // The server takes it, the browser never hears.
    await route.fetch();
    await route.abort();
  });
  await postBy(reader, '回执丢在路上的一条。');
  await commentWith(reader, '回执丢在路上').waitFor();
  expect(lost).toBe(1);
  expect((await room.list(article)).thread.commentCount).toBe(1);
  expect(await reader.comments.count()).toBe(1);
});

test('a server that restarts while it is sent has it once', async () => {
  const article = room.article();
  const reader = await room.open(article);
  await untilLive(reader);
  await write(reader, '正好赶上服务重启。');
  const [, restarted] = [await room.server.stop(), room.server.restart()];
  await reader.box.getByRole('button', { name: '发表' }).click();
  await restarted;
  await commentWith(reader, '赶上服务重启').waitFor();
  expect((await room.list(article)).thread.commentCount).toBe(1);
  expect(await reader.comments.count()).toBe(1);
});

test('after a restart of the server the page is live again by itself', async () => {
  const article = room.article();
  await room.say(article, '重启之前的一条。');
  const reader = await room.open(article);
  await untilLive(reader);
  const joins = reader.joins();
  await room.server.restart();
  await untilLive(reader, joins + 1);
  await room.say(article, '重启之后的一条。', { name: '另一位' });
  await reader.box.getByRole('button', { name: '有 1 条新评论' }).click();
  await commentWith(reader, '重启之后').waitFor();
});

test('back from a gap, the page shows exactly what the server has', async () => {
  const article = room.article();
  const doomed = await room.say(article, '会被撤下的一条。');
  const edited = await room.say(article, '原来的说法。', { name: '改主意的人' });
  const reader = await room.open(article);
  await untilLive(reader);
  const joins = reader.joins();
  await reader.context.setOffline(true);
  await reader.box.getByText('网络已断开').waitFor();
  for (let n = 1; n <= 10; n++) await room.say(article, opinion(n), { name: `读者${n}` });
  await call(room.server.url, `/api/v1/comments/${edited.id}`, {
    method: 'PATCH',
    body: { body: '改过的说法。' },
    headers: bearer(edited.token),
  });
  await room.decide(doomed, 'hide', 'OTHER');
  await reader.context.setOffline(false);
  await untilLive(reader, joins + 1);
  await reader.box.getByRole('button', { name: '有 10 条新评论' }).click();
  await waitFor(async () => (await shownIds(reader)).length === 11);
  expect(await shownIds(reader)).toEqual(await listedIds(article));
  await commentWith(reader, '改过的说法').waitFor();
  await waitFor(async () => (await reader.box.locator('.count').textContent()) === '共 11 条');
});

test('too far behind, the list is fetched anew', async () => {
  const article = room.article();
  await room.say(article, '很久以前的一条。');
  const reader = await room.open(article);
  await untilLive(reader);
  await reader.context.setOffline(true);
  const token = (await room.say(article, '离线后的头一条。', { name: '连发的人' })).token;
  const target = (await room.list(article)).comments.at(-1);
  for (let n = 0; n < 202; n++) {
    const edit = { method: 'PATCH', body: { body: `改到第 ${n} 遍。` }, headers: bearer(token) };
    await call(room.server.url, `/api/v1/comments/${(await room.list(article)).comments[0]?.id}`, edit);
  }
  expect(target).toBeDefined();
  await reader.context.setOffline(false);
  await commentWith(reader, '改到第 201 遍').waitFor();
  expect(await shownIds(reader)).toEqual(await listedIds(article));
});

test('a failure that comes before the first paint is shown', async () => {
  const reader = await room.open(room.article());
  await reader.page.addInitScript(() => {
    // No frame comes, so nothing is painted; no idle moment either, so that no live news draws the box anew.
    window.requestAnimationFrame = () => 0;
    window.requestIdleCallback = () => 0;
    // Every call fails in the moment after the box has been drawn.
    const drawn = new Promise<void>((resolve) => {
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (init) {
        const shadow = attach.call(this, init);
        const look = new MutationObserver(() => {
          if (shadow.querySelector('section.box') === null) return;
          look.disconnect();
          resolve();
        });
        look.observe(shadow, { childList: true, subtree: true });
        return shadow;
      };
    });
    window.fetch = () => drawn.then(() => Promise.reject(new TypeError('no network')));
  });
  await reader.page.reload();
  await reader.box.getByRole('alert').filter({ hasText: '评论加载失败。' }).waitFor();
});

test('a list that could not be loaded is there after “retry”', async () => {
  const article = room.article();
  await room.say(article, '重试之后看得见。');
  const reader = await room.open(article);
  let isDown = true;
  // Without sockets, so that nothing comes back by itself.
  await reader.page.routeWebSocket('**/live/**', (socket) => void socket.close());
  await reader.page.route(`${room.server.url}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const isNeeded = !pathname.startsWith('/live/') && !isDown;
    const isFile = route.request().method() === 'GET' && !/^\/(api|live)\//.test(pathname);
    return isNeeded || isFile ? route.continue() : route.abort();
  });
  const alert = reader.box.getByRole('alert').filter({ hasText: '评论加载失败。' });
  await reader.page.reload();
  await alert.waitFor();
  await reader.box.getByRole('button', { name: '重试' }).click();
  await alert.waitFor();
  isDown = false;
  await reader.box.getByRole('button', { name: '重试' }).click();
  await commentWith(reader, '重试之后').waitFor();
});

test('where sockets are blocked it asks again, and still nothing moves', async () => {
  const article = room.article();
  const doomed = await room.say(article, '听不到推送时被撤下的一条。');
  const root = await room.say(article, '听不到推送时留下的一条。', { name: '另一位' });
  const opened = await room.open(article);
  const context = await room.browser.newContext({ viewport: { width: 800, height: 900 } });
  const page = await context.newPage();
  await page.clock.install();
  await page.routeWebSocket('**/live/**', (socket) => void socket.close());
  await page.route('**/live/**', (route) => route.abort());
  await page.goto(opened.page.url());
  const box = page.locator('section.box');
  await box.locator('article').first().waitFor();
  await page.clock.runFor(3_000);
  await room.decide(doomed, 'hide', 'OTHER');
  await room.say(article, '看不见推送的人也会看到。', { name: '后来的人' });
  await room.say(article, '回复也一样。', { parentId: root.id, name: '后来的人' });
  await waitFor(async () => {
    await page.clock.runFor(5_000);
    return (await box.getByRole('button', { name: '有 2 条新评论' }).count()) === 1;
  });
  expect(await box.locator('article').count()).toBe(1);
  await box.getByRole('button', { name: '有 2 条新评论' }).click();
  await waitFor(async () => (await box.locator('article').count()) === 3);
  await box.locator('.replies').getByText('回复也一样').waitFor();
  await waitFor(async () => (await box.locator('.count').textContent()) === '共 3 条');
});
