import { expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { articlePage } from './host-page.ts';
import { type OpenOptions, type Reader, useRoom } from './reading-room.ts';

const room = useRoom();

/** A page with styles of its own and a comment; as bright as the system says. */
async function dressed(
  css: string,
  system: 'light' | 'dark',
  options: { data?: Record<string, string>; more?: string } = {},
): Promise<Reader> {
  const article = room.article();
  await room.say(article, '看得清楚。');
  const open: OpenOptions = { context: { colorScheme: system }, ...(options.data ? { data: options.data } : {}) };
  const reader = await room.open(article, open);
  const html = articlePage(room.server.url, { thread: article.key, ...options.data }, options.more);
  await reader.page.goto(room.host.put(html.replace('</head>', `<style>${css}</style></head>`)));
  await reader.box.locator('article').waitFor();
  return reader;
}

const themeOf = ({ page }: Reader): Promise<string | null> => page.locator('.liangju').getAttribute('data-theme');
const look = ({ page }: Reader): Promise<{ background: string; padding: string }> =>
  page.locator('.liangju').evaluate((root) => {
    const { backgroundColor: background, paddingInlineStart: padding } = getComputedStyle(root);
    return { background, padding };
  });
const CLEAR = { background: 'rgba(0, 0, 0, 0)', padding: '0px' };

test.each([
  ['a page that says nothing', '', 'dark', 'light'],
  ['a light page', 'body{background:#fdfdfb;color:#222}', 'dark', 'light'],
  ['a dark page', 'body{background:#0d1117;color:#eee}', 'light', 'dark'],
  ['a dark page in another form of colour', 'html{background:oklch(20% 0.02 260)}', 'light', 'dark'],
  ['a light card on a dark page', 'html{background:#111}body{background:rgb(255 255 255 / 95%)}', 'dark', 'light'],
  ['a veil over a dark page', 'html{background:#111}body{background:rgb(255 255 255 / 6%)}', 'light', 'dark'],
  ['color-scheme: dark', ':root{color-scheme:dark}', 'light', 'dark'],
  ['color-scheme: light', ':root{color-scheme:light}', 'dark', 'light'],
  ['color-scheme: light dark in a dark system', ':root{color-scheme:light dark}', 'dark', 'dark'],
  ['color-scheme: light dark in a light system', ':root{color-scheme:light dark}', 'light', 'light'],
] as const)('as bright as the page: %s', async (_what, css, system, theme) => {
  const reader = await dressed(css, system);
  expect(await themeOf(reader)).toBe(theme);
  expect(await look(reader)).toEqual(CLEAR);
});

test('it follows the page when that changes: by a class, an attribute, a style, a sheet, the system', async () => {
  const css =
    'html{background:#fff;transition:background-color .2s}html.night{background:#101010}html[data-theme=night]{background:#101010}';
  const reader = await dressed(css, 'light');
  const isNow = (theme: string): Promise<void> => waitFor(async () => (await themeOf(reader)) === theme);
  const { page } = reader;
  await isNow('light');
  await page.evaluate(() => document.documentElement.classList.add('night'));
  await isNow('dark');
  await page.evaluate(() => document.documentElement.classList.remove('night'));
  await isNow('light');
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'night'));
  await isNow('dark');
  await page.evaluate(() => {
    document.body.style.background = 'white';
  });
  await isNow('light');
  await page.evaluate(() => {
    document.body.removeAttribute('style');
    document.documentElement.removeAttribute('data-theme');
    document.head.insertAdjacentHTML('beforeend', '<style id="late">html{background:#000!important}</style>');
  });
  await isNow('dark');
  await page.evaluate(() => {
    document.querySelector('#late')?.remove();
    document.documentElement.style.cssText = 'background: none; color-scheme: light dark';
  });
  await isNow('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await isNow('dark');
});

test('the page’s background for the box is taken with room around it, and decides how bright the box is', async () => {
  const white = await dressed('html{background:#111}#liangju{--liangju-bg:#ffffff}', 'dark');
  expect(await themeOf(white)).toBe('light');
  expect(await look(white)).toEqual({ background: 'rgb(255, 255, 255)', padding: '16px' });
  const black = await dressed('#liangju{--liangju-bg:#000}', 'light');
  expect(await themeOf(black)).toBe('dark');
  expect(await look(black)).toEqual({ background: 'rgb(0, 0, 0)', padding: '16px' });
});

test('a theme that is asked for is readable on whatever is behind', async () => {
  const reader = await dressed('', 'light', { data: { theme: 'dark' } });
  expect(await themeOf(reader)).toBe('dark');
  expect(await look(reader)).toEqual({ background: 'rgb(23, 25, 28)', padding: '16px' });
  const fitting = await dressed('html{background:#111}', 'light', { data: { theme: 'dark' } });
  expect(await look(fitting)).toEqual(CLEAR);
});

test('in a page from right to left the box stands as its language does, and each text as it is written', async () => {
  const article = room.article();
  await room.say(article, 'שלום לכולם, 2026!\n\n这一段是中文，end.', { name: 'דנה' });
  const reader = await room.open(article);
  const html = articlePage(room.server.url, { thread: article.key }).replace('<html lang="zh-CN">', '<html lang="zh-CN" dir="rtl">');
  await reader.page.goto(room.host.put(html));
  const card = reader.box.locator('article').first();
  await card.waitFor();
  const directions = await card.evaluate((element) => {
    const of = (selector: string): string => getComputedStyle(element.querySelector(selector) ?? element).direction;
    const avatar = element.querySelector('.avatar')?.getBoundingClientRect();
    const main = element.querySelector('.main')?.getBoundingClientRect();
    return { box: of(':scope'), author: of('.author'), isFirst: (avatar?.left ?? 0) < (main?.left ?? 0) };
  });
  expect(directions).toEqual({ box: 'ltr', author: 'rtl', isFirst: true });
  // Each paragraph by its own first letter: where its line begins.
  const starts = await card.locator('.body p').evaluateAll((paragraphs) =>
    paragraphs.map((paragraph) => {
      const range = document.createRange();
      range.selectNodeContents(paragraph);
      const text = range.getBoundingClientRect();
      const box = paragraph.getBoundingClientRect();
      return Math.abs(text.left - box.left) < 2 ? 'left' : Math.abs(text.right - box.right) < 2 ? 'right' : 'neither';
    }),
  );
  expect(starts).toEqual(['right', 'left']);
  const field = reader.box.locator('textarea').first();
  expect(await field.getAttribute('dir')).toBe('auto');
  // Nothing of the box lies beside the page, where such a page would scroll to.
  await field.click();
  await reader.box.getByRole('button', { name: '发表' }).waitFor();
  expect(await reader.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
});
