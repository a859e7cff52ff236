import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { badGateway, embeddingPages } from '../support/embedding-page.ts';
import { waitFor } from '../support/wait-for.ts';
import { articlePage } from './host-page.ts';
import { postBy, untilLive, useRoom } from './reading-room.ts';

const room = useRoom();

const { freshPage } = embeddingPages(room);

/** Fails the first answers for a file, as a gateway does. */
async function failing(page: Page, file: RegExp, times: number): Promise<() => string[]> {
  const asked: string[] = [];
  await page.route(file, (route) => {
    asked.push(new URL(route.request().url()).pathname + new URL(route.request().url()).search);
    return asked.length <= times ? badGateway(route) : route.continue();
  });
  return () => asked;
}

test.each([
  ['the box itself', /\/w\/[\w~]+\/app\.js/, {}],
  ['its language', /\/w\/[\w~]+\/en\.js/, { lang: 'en' }],
  ['the writing half', /\/w\/[\w~]+\/late\.js/, {}],
  ['live news', /\/w\/[\w~]+\/live\.js/, {}],
] as const)('a file that failed twice is got all the same: %s', async (_what, file, data) => {
  const article = room.article();
  await room.say(article, '文件晚到也没关系。');
  const page = await freshPage();
  const asked = await failing(page, file, 2);
  await page.goto(room.host.put(articlePage(room.server.url, { thread: article.key, ...data })));
  const box = page.locator('section.box');
  await box.locator('article').filter({ hasText: '晚到' }).waitFor();
  await box.locator('textarea').first().fill('照样能写。');
  await box.locator('.name').fill('读者');
  await box.locator('.primary').click();
  await box.locator('article').filter({ hasText: '照样能写' }).waitFor();
  await room.say(article, '照样能听见。', { name: '别处的人' });
  await box.locator('.fresh').waitFor();
  expect(new Set(asked()).size).toBe(3);
});

test('a box that cannot be had says so in the page’s language, with a button, and comes when it can be had', async () => {
  const article = room.article();
  await room.say(article, '终于来了。');
  for (const [lang, words] of [
    ['zh-CN', '评论加载失败，点此重试'],
    ['zh-TW', '留言載入失敗，點此重試'],
    ['en', 'The comments did not load. Try again'],
  ]) {
    const page = await freshPage();
    let isDown = true;
    await page.route('**/w/**', (route) => (isDown ? badGateway(route) : route.continue()));
    await page.goto(room.host.put(articlePage(room.server.url, { thread: article.key, lang: lang ?? '' })));
    const button = page.getByRole('button', { name: words ?? '' });
    await button.click();
    await button.waitFor();
    isDown = false;
    await button.click();
    await page.locator('section.box article').waitFor();
    expect(await button.count()).toBe(0);
  }
});

test('a field without its other half says so, and gets it by a button', async () => {
  const page = await freshPage();
  let isDown = true;
  await page.route('**/late.js*', (route) => (isDown ? route.abort() : route.continue()));
  await page.goto(room.host.put(articlePage(room.server.url, { thread: room.article().key })));
  const box = page.locator('section.box');
  const retry = box.getByRole('alert').filter({ hasText: '评论加载失败。' }).getByRole('button', { name: '重试' });
  await retry.waitFor();
  isDown = false;
  await retry.click();
  await box.locator('textarea').click();
  await box.getByRole('button', { name: '发表' }).waitFor();
  expect(await retry.count()).toBe(0);
});

test('what is typed into it meanwhile stays, and it comes by itself', async () => {
  const article = room.article();
  const page = await freshPage();
  let isDown = true;
  await page.route('**/late.js*', (route) => (isDown ? route.abort() : route.continue()));
  await page.goto(room.host.put(articlePage(room.server.url, { thread: article.key })));
  const box = page.locator('section.box');
  await box.getByRole('alert').filter({ hasText: '评论加载失败。' }).waitFor();
  await box.locator('textarea').fill('写在另一半到来之前。');
  isDown = false;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await box.getByRole('textbox', { name: '昵称' }).fill('读者');
  expect(await box.locator('textarea').inputValue()).toBe('写在另一半到来之前。');
  await box.getByRole('button', { name: '发表' }).click();
  await box.locator('article').filter({ hasText: '另一半' }).waitFor();
  expect(await box.getByRole('alert').filter({ hasText: '加载失败' }).count()).toBe(0);
});

test('an upgrade while a strict page is open: the box is shown by the new files, under the one name that the page allows', async () => {
  const article = room.article();
  await room.say(article, '严格的页面也能升级。');
  const page = await freshPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  const policy = "require-trusted-types-for 'script'; trusted-types liangju";
  await page.goto(room.host.put(articlePage(room.server.url, { thread: article.key }), { 'content-security-policy': policy }));
  const box = page.locator('section.box');
  await box.locator('article').filter({ hasText: '严格的页面' }).waitFor();
  await box.evaluate((element) => Object.assign(element, { isOld: true }));
  // Another embed.js of the same service, as it is after an upgrade.
  await page.route('**/embed.js?later', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replaceAll(/"([0-9a-f]{8})"/g, '"$1~9"') });
  });
  await page.evaluate(async (service) => import(`${service}/embed.js?later`), room.server.url);
  await waitFor(() => box.evaluate((element) => !('isOld' in element)));
  await box.locator('article').filter({ hasText: '严格的页面' }).waitFor();
  await box.locator('.body p').first().waitFor();
  expect(errors).toEqual([]);
});

test('the work that is asked of newcomers is done although its file fails once', async () => {
  const article = room.article();
  const reader = await room.open(article);
  await untilLive(reader);
  let challenge = '';
  const asked = await failing(reader.page, /\/w\/[\w~]+\/puzzle\.js/, 1);
  await reader.page.route('**/api/v1/comments', async (route) => {
    const sent: { puzzle?: { challenge: string } | null } = route.request().postDataJSON();
    challenge = sent.puzzle?.challenge ?? '';
    if (challenge !== '' || route.request().method() !== 'POST') return route.continue();
    return route.fulfill({
      status: 403,
      headers: { 'access-control-allow-origin': '*' },
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 403, code: 'puzzle-required', detail: '请稍等', challenge: 'a'.repeat(20), bits: 4 }),
    });
  });
  await postBy(reader, '热闹时发的一条。');
  await waitFor(() => challenge !== '');
  expect(new Set(asked()).size).toBe(2);
});
