import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type {} from '../../client-widget/embed.d.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Article, useRoom } from './reading-room.ts';

const room = useRoom();

const span = (key: string): string => `<span data-liangju-count="${key}">…</span>`;
const tag = (file: string, more = ''): string => `<script async src="${room.server.url}/${file}" data-site="demo"${more}></script>`;

/** An article with so many comments. */
async function article(comments: number): Promise<Article> {
  const made = room.article();
  for (let n = 0; n < comments; n++) await room.say(made, `第 ${n} 条，${made.key}`, { name: `读者${n}` });
  return made;
}

/** Opens a page; `asked` holds the requests for numbers. */
async function visit(body: string): Promise<{ page: Page; asked: string[]; errors: string[] }> {
  const context = await room.browser.newContext();
  const page = await context.newPage();
  const asked: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => request.url().includes('/api/v1/counts') && asked.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(room.host.put(`<!doctype html><html lang="zh-CN"><head><title>列表</title></head><body>${body}</body></html>`));
  return { page, asked, errors };
}

const shown = (page: Page): Promise<string> =>
  page
    .locator('[data-liangju-count]')
    .allTextContents()
    .then((texts) => texts.join());

test('counts.js alone fills numbers, those that come later too, and again when it is asked', async () => {
  const [first, second] = [await article(2), await article(1)];
  const { page, asked, errors } = await visit(`${tag('counts.js')}${span(first.key)}${span('no-such-thread')}${span('')}`);
  await waitFor(async () => (await shown(page)) === '2,0,…');
  await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), `<div>${span(second.key)}</div>`);
  await waitFor(async () => (await shown(page)) === '2,0,…,1');
  // A list that is filled anew by changing what is there.
  await page
    .locator('span')
    .first()
    .evaluate((place, key) => place.setAttribute('data-liangju-count', key), second.key);
  await waitFor(async () => (await shown(page)) === '1,0,…,1');
  await room.say(second, '刚来的一条。', { name: '后来的人' });
  const before = asked.length;
  await page.evaluate(() => window.Liangju?.counts());
  expect(await shown(page)).toBe('2,0,…,2');
  expect(asked.length).toBe(before + 1);
  expect(errors).toEqual([]);
  expect(await page.locator('section.box').count()).toBe(0);
});

test('it is small', async () => {
  const file = await readFile(join(import.meta.dirname, '../../server/public/counts.js'));
  expect(brotliCompressSync(file).length).toBeLessThanOrEqual(1_024);
  const answer = await fetch(`${room.server.url}/counts.js`);
  expect(answer.headers.get('content-type')).toMatch(/javascript/);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
});

test('a hundred addresses in Chinese are asked for in requests that every proxy takes', async () => {
  const keys = Array.from(
    { length: 100 },
    (_, n) => `https://news.example.com/要闻/二〇二六年/城市规划与建设/江边步道全线开放之第${n}篇报道.html`,
  );
  const [raw = '', written = ''] = keys;
  // Threads are named as the box names them: in URL code.
  const key = new URL(written).href;
  const thread = { key, url: key, title: '江边步道' };
  await room.say({ key, thread }, '地址是中文的。');
  const { page, asked } = await visit(`${keys.map(span).join('')}${tag('counts.js')}`);
  await waitFor(async () => !(await shown(page)).includes('…'));
  const texts = (await shown(page)).split(',');
  expect([texts[0], texts[1]]).toEqual(['0', '1']);
  expect(new Set(texts.slice(2))).toEqual(new Set(['0']));
  expect(raw).not.toBe('');
  expect(asked.length).toBeGreaterThan(5);
  for (const url of asked) expect(url.length).toBeLessThan(4_200);
});

test('a service that is away for a moment is asked again', async () => {
  const made = await article(1);
  const context = await room.browser.newContext();
  const page = await context.newPage();
  let isDown = true;
  await page.route('**/api/v1/counts*', (route) => (isDown ? route.abort() : route.continue()));
  const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/api/v1/counts'));
  await page.goto(room.host.put(`<!doctype html><body>${span(made.key)}${tag('counts.js')}</body>`));
  await failed;
  isDown = false;
  await waitFor(async () => {
    await page.evaluate(() => dispatchEvent(new Event('online')));
    return (await shown(page)) === '1';
  });
});

test.each([
  ['counts.js first', ['counts.js', 'embed.js']],
  ['embed.js first', ['embed.js', 'counts.js']],
])('both scripts on a page ask once, and the box corrects its number: %s', async (_what, files) => {
  const made = await article(1);
  const thread = ` data-thread="${made.key}"`;
  const tags = files.map((file) => tag(file, thread).replace(' async', '')).join('');
  const { page, asked } = await visit(`${span(made.key)}${span('other')}<div id="liangju"></div>${tags}`);
  await page.locator('section.box article').waitFor();
  await waitFor(async () => (await shown(page)) === '1,0');
  await page.locator('section.box .composer.open, section.box textarea').first().click();
  await page.locator('section.box .primary').waitFor();
  await room.say(made, '在别处说的一条。', { name: '别处的人' });
  await waitFor(async () => (await shown(page)) === '2,0');
  expect(asked.length).toBe(1);
});
