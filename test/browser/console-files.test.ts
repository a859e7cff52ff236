import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom, fillSignIn } from './console-room.ts';
import { ADMIN } from '../support/start-server.ts';

const room = consoleRoom();
/** Page, scripts, style and words until the queue stands there, as sent. */
const FIRST_SCREEN_AT_MOST = 60_000;

/** Adds up the bytes of the console's own files that the page loads. */
function followFiles(page: Page): { bytes: () => Promise<number>; names: () => string[] } {
  const finished: { name: string; size: Promise<number> }[] = [];
  page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/admin/')) return;
    finished.push({ name: pathname.slice('/admin/'.length), size: request.sizes().then(({ responseBodySize }) => responseBodySize) });
  });
  return {
    bytes: async () => (await Promise.all(finished.map(({ size }) => size))).reduce((sum, size) => sum + size, 0),
    names: () => finished.map(({ name }) => name),
  };
}

test.each(['zh-CN', 'zh-TW', 'en-GB'])('the queue is there with 60 KB, in %s', async (locale) => {
  const site = await room.site();
  const text = `先看到的是队列：${locale}。`;
  await room.say(site, text);
  // By a link that keeps the session of somebody who is signed in: from nothing to the queue in one go.
  const { page, context, errors } = await room.enter();
  const { cookies } = await context.storageState();
  const other = await room.browser.newContext({ locale, viewport: { width: 1280, height: 900 } });
  try {
    await other.addCookies(cookies);
    const fresh = await other.newPage();
    const files = followFiles(fresh);
    await fresh.goto(page.url());
    await fresh.locator('article', { hasText: text }).waitFor();
    await fresh.locator('.pulse.live').waitFor();
    const bytes = await files.bytes();
    // Neither another language nor another screen.
    expect(files.names().filter((name) => /^(?:zh-CN|zh-TW|en)-/.test(name)).length).toBe(1);
    expect(files.names().filter((name) => /^(?:sites|audit|comments|try|account|ban-form)-/.test(name))).toEqual([]);
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThanOrEqual(FIRST_SCREEN_AT_MOST);
    expect(errors).toEqual([]);
  } finally {
    await other.close();
  }
});

test('the other screens come when they are opened, and one that could not be had is got by the button', async () => {
  const { page } = await room.enter();
  let isDown = true;
  await page.route(/\/admin\/audit-/, (route) => (isDown ? route.fulfill({ status: 502, body: 'Bad Gateway' }) : route.continue()));
  await page.getByRole('link', { name: '审计' }).click();
  const alert = page.getByRole('alert').filter({ hasText: '没有加载出来' });
  await alert.waitFor();
  isDown = false;
  await alert.getByRole('button', { name: '重试' }).click();
  await page.getByRole('heading', { name: '审计' }).waitFor();
});

test('a console that was open during an upgrade says so where it lacks a part, and the button loads the new one', async () => {
  const { page } = await room.enter();
  let isOld = true;
  await page.route(/\/admin\/audit-/, (route) => (isOld ? route.fulfill({ status: 404, body: '' }) : route.continue()));
  await page.route(/\/admin\/$/, async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    const isLook = route.request().resourceType() === 'fetch';
    if (!isLook) isOld = false;
    await route.fulfill({ response: answer, body: isLook ? text.replace(/main-\w+\.js/, 'main-OTHER.js') : text });
  });
  await page.getByRole('link', { name: '审计' }).click();
  const alert = page.getByRole('alert').filter({ hasText: '新版本已经上线，刷新一下' });
  await alert.waitFor();
  // What was open before is still there, with what is written in it.
  await page.getByRole('link', { name: '待审' }).click();
  await page.getByRole('heading', { name: '待审' }).waitFor();
  await page.getByRole('link', { name: '审计' }).click();
  await alert.getByRole('button', { name: '刷新' }).click();
  await page.getByRole('heading', { name: '审计' }).waitFor();
});

test('without its words the console says so, in the language of the browser', async () => {
  const { page } = await room.open();
  await page.route(/\/admin\/(?:zh-CN|en)-/, (route) => route.abort());
  await page.reload();
  await page.getByRole('alert').filter({ hasText: '审核台没有加载出来' }).getByRole('button', { name: '刷新' }).waitFor();
});

test('another language is shown once its words are there', async () => {
  const { page, errors } = await room.enter('#/account');
  await page.getByText('English', { exact: true }).click();
  await page.getByRole('link', { name: 'Queue' }).click();
  await page.getByRole('heading', { name: 'Queue' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Queue' }).waitFor();
  await waitFor(() => page.evaluate(() => document.documentElement.lang === 'en'));
  expect(errors).toEqual([]);
});

test('somebody at the sign-in form goes over to another language there', async () => {
  const { page } = await room.open();
  await page.getByRole('combobox').selectOption('en');
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  await page.getByRole('combobox').selectOption('zh-CN');
  await fillSignIn(page, ADMIN);
  await page.locator('.frame').waitFor();
});
