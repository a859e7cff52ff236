import { expect, test } from '@jest/globals';
import { badGateway, embeddingPages } from '../support/embedding-page.ts';
import { waitFor } from '../support/wait-for.ts';
import { articlePage } from './host-page.ts';
import { commentWith, opinion, useRoom } from './reading-room.ts';

const room = useRoom();

const { freshPage } = embeddingPages(room);

test('a proxy’s error page is an outage: it says so, tries after 5, 15 and 30 s and then slowly, and the comments come', async () => {
  const article = room.article();
  await room.say(article, '停机之后还在。');
  const page = await freshPage();
  await page.clock.install();
  let isDown = true;
  let asked = 0;
  await page.route('**/api/v1/comments?*', (route) => {
    if (!route.request().url().includes('limit=3')) asked++;
    return isDown ? badGateway(route) : route.continue();
  });
  await page.goto(room.host.put(articlePage(room.server.url, { thread: article.key })));
  const box = page.locator('section.box');
  await box.getByRole('alert').filter({ hasText: '评论加载失败。' }).waitFor();
  expect(await box.getByText('获准').count()).toBe(0);
  expect(asked).toBe(1);
  for (const [round, seconds] of [5, 15, 30, 60, 60].entries()) {
    await page.clock.runFor(seconds * 900);
    expect(asked).toBe(round + 1);
    // Pauses are spread by a fifth.
    await page.clock.runFor(seconds * 320);
    await waitFor(() => asked === round + 2);
    // The answer has been read before the clock goes on.
    await box.getByRole('button', { name: '重试' }).waitFor();
  }
  isDown = false;
  await box.getByRole('button', { name: '重试' }).click();
  await box.locator('article').filter({ hasText: '停机之后' }).waitFor();
  expect(await box.getByRole('alert').filter({ hasText: '失败' }).count()).toBe(0);
});

test('without a network it says so, and is there at once when the network is back', async () => {
  const article = room.article();
  await room.say(article, '隧道出口的评论。');
  const reader = await room.open(article);
  await reader.page.routeWebSocket('**/live/**', (socket) => void socket.close());
  let isDown = true;
  await reader.page.route('**/api/**', (route) => (isDown ? route.abort() : route.continue()));
  await reader.page.reload();
  await reader.box.getByRole('alert').filter({ hasText: '评论加载失败。' }).waitFor();
  isDown = false;
  await reader.page.evaluate(() => dispatchEvent(new Event('online')));
  await commentWith(reader, '隧道出口').waitFor();
});

test('a page that is looked at again tries at once', async () => {
  const article = room.article();
  await room.say(article, '回来就看得见。');
  const reader = await room.open(article);
  let isDown = true;
  await reader.page.route('**/api/**', (route) => (isDown ? badGateway(route) : route.continue()));
  await reader.page.reload();
  await reader.box.getByRole('alert').filter({ hasText: '评论加载失败。' }).waitFor();
  isDown = false;
  await reader.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await commentWith(reader, '回来就看得见').waitFor();
});

test('a site that does not exist is named, in words, and asked for once', async () => {
  for (const site of ['no-such-site', 'MISTYPED!', '']) {
    const page = await freshPage();
    let asked = 0;
    page.on('request', (request) => (asked += Number(request.url().includes('/api/v1/comments?'))));
    await page.clock.install();
    await page.goto(
      room.host.put(`<!doctype html><html lang="zh-CN"><div id="place"></div><script src="${room.server.url}/embed.js"></script>`),
    );
    await page.evaluate((id) => {
      const place = document.querySelector('#place');
      if (place !== null) window.Liangju?.mount(place, { site: id });
    }, site);
    await page
      .getByRole('alert')
      .filter({ hasText: `没有“${site}”这个站点` })
      .waitFor();
    const before = asked;
    await page.clock.runFor(200_000);
    expect(asked).toBe(before);
    expect(await page.getByText('网络').count()).toBe(0);
  }
});

test('whatever a page gives as its options, the box works', async () => {
  const page = await freshPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const url = room.host.put(
    `<!doctype html><html lang="zh-CN"><title>标题</title><div id="place"></div><script src="${room.server.url}/embed.js"></script>`,
  );
  await page.goto(`${url}?id=7&state=${'x'.repeat(5_000)}`);
  const given: unknown[] = [
    { thread: 7 },
    { thread: null, url: null, title: null, lang: null, theme: null, view: null, sort: null },
    { thread: undefined, title: 12, lang: 'zh-CN' },
    { thread: ' ', url: '', title: {}, view: [], sort: 'up' },
    { thread: 'x'.repeat(4_000), title: '😀'.repeat(400) },
  ];
  for (const [i, options] of given.entries()) {
    const key = opinion(i);
    await page.evaluate((wishes) => {
      const place = document.querySelector('#place');
      // As a script without types would call it.
      const mount: unknown = Reflect.get(window.Liangju ?? {}, 'mount');
      if (typeof mount === 'function') Reflect.apply(mount, window.Liangju, [place, { site: 'demo', ...Object(wishes) }]);
    }, options);
    const box = page.locator('#place section.box').and(page.locator('[aria-busy="false"]'));
    await box.locator('textarea').first().fill(key);
    await box.getByRole('button', { name: '发表' }).waitFor();
    const name = box.getByRole('textbox', { name: '昵称' });
    if (await name.isVisible()) await name.fill('读者');
    await box.getByRole('button', { name: '发表' }).click();
    await box.locator('article').filter({ hasText: key }).waitFor();
  }
  expect(errors).toEqual([]);
});

test('a page that the site has not allowed is told so, by the name that the browser sends', async () => {
  await room.staff('/api/v1/sites', { body: { id: 'strict-outage', name: '严格站', origins: ['https://news.example.com'], type: 'news' } });
  const page = await freshPage();
  const inner = articlePage(room.server.url, { site: 'strict-outage', thread: 'a' });
  const framed = room.host.put(inner);
  await page.goto(framed);
  await page
    .getByRole('alert')
    .filter({ hasText: `这个网站（${room.host.url}）还没有获准使用评论` })
    .waitFor();
  // A frame that is cut off from its origin has none to send.
  await page.goto(room.host.put(`<!doctype html><iframe sandbox="allow-scripts" src="${framed}" width="700" height="600"></iframe>`));
  await page.frameLocator('iframe').getByRole('alert').filter({ hasText: '这个网站（null）还没有获准使用评论' }).waitFor();
  expect(await page.frameLocator('iframe').locator('textarea').count()).toBe(0);
});
