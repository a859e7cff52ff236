import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { copyProgram } from '../support/program-copy.ts';
import { programFile } from '../support/program-file.ts';
import { ADMIN, type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom, fillSignIn } from './console-room.ts';

const HASH = /-([A-Z0-9]{8})(?=\.(?:js|css))/g;
const otherHash = (name: string): string => name.replace(HASH, (_, hash: string) => `-${[...hash].reverse().join('')}X`);

/** A copy of the program whose console is of another version: all files that are named by what is in them have other names. */
async function otherVersion(): Promise<string> {
  const { folder, files: all } = await copyProgram();
  const files = join(all, 'admin');
  for (const name of await readdir(files)) {
    if (/\.(?:br|gz)$/.test(name)) await rm(join(files, name));
    else {
      const text = await readFile(join(files, name), 'utf8');
      await writeFile(join(files, name), otherHash(text));
      await rename(join(files, name), join(files, otherHash(name)));
    }
  }
  return folder;
}

const room = consoleRoom();
let folder = '';
let other: StartedServer;
beforeAll(async () => {
  folder = await otherVersion();
  other = await startServer({ DATABASE_URL: room.server.databaseUrl }, programFile(folder));
});
afterAll(async () => {
  await other?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Which server answers: the one that the page was opened at, or the one of the other version. */
type Choose = (file: string) => 'old' | 'new';

/** Puts a balancer before the two for the console's own files; gives how often the page itself was asked for. */
async function balance(page: Page, choose: Choose): Promise<{ pages: () => number }> {
  let pages = 0;
  await page.route(/\/admin\/[\w.-]*$/, async (route) => {
    const url = route.request().url();
    const file = new URL(url).pathname.slice('/admin/'.length);
    if (file === '' && route.request().isNavigationRequest()) pages++;
    const target = choose(file) === 'old' ? url : url.replace(room.server.url, other.url);
    try {
      await route.fulfill({ response: await route.fetch({ url: target }) });
    } catch (error) {
      // A page asks for what comes late until it is closed: then nobody waits for the answer.
      if (!/disposed|has been closed/.test(String(error))) throw error;
    }
  });
  return { pages: () => pages };
}

const scriptOf = (page: Page): Promise<string | null> => page.locator('script[type="module"]').getAttribute('src');

test('a console that is open while the server is upgraded says so at a screen it has not loaded yet, and loads the new one', async () => {
  const { page } = await room.enter();
  const before = await scriptOf(page);
  const { pages } = await balance(page, () => 'new');
  await page.getByRole('link', { name: '审计' }).click();
  const alert = page.getByRole('alert').filter({ hasText: '新版本已经上线，刷新一下' });
  await alert.waitFor();
  // Not by itself: something may be typed elsewhere.
  expect(pages()).toBe(0);
  await alert.getByRole('button', { name: '刷新' }).click();
  await page.getByRole('heading', { name: '审计' }).waitFor();
  expect([pages(), await scriptOf(page)]).toEqual([1, otherHash(before ?? '')]);
});

test('a list that is being written is not lost to an upgrade: the browser asks first', async () => {
  const site = await room.site();
  const { page } = await room.enter(`#/sites/${site}/words`);
  await page.locator('textarea').first().fill('写了一半的词');
  await balance(page, () => 'new');
  await page.getByRole('link', { name: '审计' }).click();
  const alert = page.getByRole('alert').filter({ hasText: '新版本已经上线，刷新一下' });
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await alert.getByRole('button', { name: '刷新' }).click();
  await waitFor(() => asked.length > 0);
  expect(asked).toEqual(['beforeunload']);
  await page.goBack();
  await waitFor(async () => (await page.locator('textarea').first().inputValue()) === '写了一半的词');
});

test('a page of one version and files of another: it is loaded anew by itself, and then stands', async () => {
  const { page } = await room.open();
  // The first page comes from the new server, its files would have to come from the old one.
  const balanced = await balance(page, (file) => (file === '' || balanced.pages() > 1 ? 'new' : 'old'));
  await page.reload();
  await fillSignIn(page, ADMIN);
  await page.locator('.frame').waitFor();
  expect(balanced.pages()).toBe(2);
});

test.each([
  ['zh-CN', '审核台没有加载出来', '刷新', '登录'],
  ['zh-TW', '審核台沒有載入', '重新整理', '登入'],
  ['en-GB', 'The console did not load', 'Reload', 'Sign in'],
])('without its script the page is not blank, nor loaded anew without end, in %s', async (locale, sentence, button, signIn) => {
  const { page } = await room.open('', { locale });
  let isMissing = true;
  const { pages } = await balance(page, (file) => (file === '' || !isMissing ? 'new' : 'old'));
  await page.reload();
  const alert = page.getByRole('alert').filter({ hasText: sentence });
  await alert.waitFor();
  // Once by itself; then somebody has to want it, and may in vain.
  expect(pages()).toBe(2);
  await alert.getByRole('button', { name: button }).click();
  await waitFor(() => pages() === 3);
  await alert.waitFor();
  expect(pages()).toBe(3);
  isMissing = false;
  await alert.getByRole('button', { name: button }).click();
  await page.getByRole('button', { name: signIn, exact: true }).waitFor();
});

test('without its style the page is loaded anew once, and can be used', async () => {
  const { page } = await room.open();
  const { pages } = await balance(page, (file) => (file === '' || !file.endsWith('.css') ? 'new' : 'old'));
  await page.reload();
  await fillSignIn(page, ADMIN);
  await page.locator('.frame').waitFor({ state: 'attached' });
  expect(pages()).toBe(2);
});

test('what has the same name in every version is asked for each time, the rest is kept', async () => {
  const kept = async (file: string): Promise<string | null> =>
    (await fetch(`${room.server.url}/admin/${file}`)).headers.get('cache-control');
  for (const file of ['', 'start.js', 'not-loaded.js']) expect(await kept(file)).toBe('no-cache');
  const script = /src="(main-\w+\.js)"/.exec(await (await fetch(`${room.server.url}/admin/`)).text())?.[1] ?? '';
  expect(await kept(script)).toContain('immutable');
});
