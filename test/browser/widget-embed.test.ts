import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type {} from '../../client-widget/embed.d.ts';
import { waitFor } from '../support/wait-for.ts';
import { articlePage } from './host-page.ts';
import { type Article, commentWith, postBy, type Reader, untilLive, useRoom } from './reading-room.ts';

const room = useRoom();

/** Opens a page of the host as it is given. */
async function visit(html: string, headers: Record<string, string> = {}): Promise<{ page: Page; complaints: string[] }> {
  const context = await room.browser.newContext({ viewport: { width: 800, height: 900 }, locale: 'zh-CN' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(room.host.put(html, headers));
  return { page, complaints };
}

const page = (article: Article, data: Record<string, string> = {}, more = ''): string =>
  articlePage(room.server.url, { thread: article.key, ...data }, more);

test.each(["'none'", "'self'"])(
  'a strict page of another origin, style-src %s: reads, writes and hears live, without one violation',
  async (styles) => {
    const article = room.article();
    await room.say(article, '> 引用一句\n\n带 `代码` 和 ||剧透|| 的评论，见 <https://example.com/>。');
    const service = room.server.url;
    const policy = [
      "default-src 'none'",
      `script-src ${service}`,
      `connect-src ${service} ${service.replace('http', 'ws')}`,
      `style-src ${styles}`,
      `img-src ${service}`,
      "require-trusted-types-for 'script'",
      'trusted-types liangju',
    ].join('; ');
    const { page: strict, complaints } = await visit(page(article), { 'content-security-policy': policy });
    const box = strict.locator('section.box');
    await box.locator('article').waitFor();
    await box.locator('textarea').fill('在严格的页面里发一条。');
    await box.getByRole('textbox', { name: '昵称' }).fill('严格的站长');
    await box.getByRole('button', { name: '发表' }).click();
    await box.locator('article').filter({ hasText: '严格的页面' }).waitFor();
    const other = await room.open(article);
    await untilLive(other);
    await room.say(article, '别处发来的一条。', { name: '别处的人' });
    await box.getByRole('button', { name: '有 1 条新评论' }).click();
    await box.locator('article').filter({ hasText: '别处发来' }).waitFor();
    // Styles are in force, those of the writing half too.
    expect(
      await box
        .locator('.avatar')
        .first()
        .evaluate((avatar) => getComputedStyle(avatar).borderRadius),
    ).toBe('50%');
    expect(await box.locator('.primary').evaluate((button) => getComputedStyle(button).borderRadius)).toBe('8px');
    expect(complaints).toEqual([]);
  },
);

test('the page keeps its own look and its own globals', async () => {
  const article = room.article();
  await room.say(article, '宿主页面不受影响。');
  const style = '<style>h1{color:rgb(1,2,3);margin:7px 0}p{letter-spacing:1px}</style>';
  const plain = await visit(`${page(article, {}, style).replace(/<script.*<\/script>/, '')}`);
  const facts = (shown: Page): Promise<unknown> =>
    shown.evaluate(() => {
      const heading = document.querySelector('h1');
      const { x, y, width, height } = heading?.getBoundingClientRect() ?? {};
      const look = heading === null ? null : getComputedStyle(heading);
      return {
        heading: { x, y, width, height, color: look?.color, font: look?.font },
        sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
        head: document.head.children.length,
        cookies: document.cookie,
      };
    });
  const globals = (shown: Page): Promise<string[]> => shown.evaluate(() => Object.getOwnPropertyNames(window));
  const before = await facts(plain.page);
  const namesBefore = await globals(plain.page);
  const { page: embedded } = await visit(page(article, {}, style));
  await embedded.locator('section.box article').waitFor();
  expect(await facts(embedded)).toEqual(before);
  const added = (await globals(embedded)).filter((name) => !namesBefore.includes(name));
  expect(added).toEqual(['Liangju']);
});

test('no style of the page reaches inside, not even an important one for everything', async () => {
  const article = room.article();
  await room.say(article, '样式不外泄，也不内侵。');
  const plain = await visit(page(article));
  const hostile =
    '<style>*{all:unset!important;font-size:40px!important;display:block!important}body{writing-mode:horizontal-tb;text-align:right;text-indent:2em;text-transform:uppercase}</style>';
  const attacked = await visit(page(article, {}, hostile));
  const looks = async (shown: Page): Promise<unknown> => {
    // The button of the menu comes with the late parts: a box that has it is whole.
    await shown.locator('section.box article .menu-place button').first().waitFor();
    return shown.locator('section.box').evaluate((section) =>
      [section, ...section.querySelectorAll('h2, textarea, article, .avatar, .author, .body p, .actions button')].map((element) => {
        const { font, color, display, textAlign, textIndent, textTransform, padding } = getComputedStyle(element);
        return { font, color, display, textAlign, textIndent, textTransform, padding };
      }),
    );
  };
  expect(await looks(attacked.page)).toEqual(await looks(plain.page));
});

test('counts stand wherever the page wants them; the box where data-target says', async () => {
  const article = room.article();
  await room.say(article, '数一数。');
  await room.say(article, '再数一数。', { name: '另一位' });
  const more = `<span data-liangju-count="${article.key}">…</span><span data-liangju-count="no-such-thread">…</span><main id="here"></main>`;
  const { page: shown } = await visit(page(article, { target: '#here' }, more));
  await shown.locator('#here section.box article').first().waitFor();
  expect(await shown.locator('#liangju section').count()).toBe(0);
  await waitFor(async () => (await shown.locator('[data-liangju-count]').allTextContents()).join() === '2,0');
});

test('the element <liangju-comments> and window.Liangju: mount, on, setTheme, destroy', async () => {
  const [first, second] = [room.article(), room.article()];
  await room.say(first, '元素里的评论。');
  await room.say(second, '接口里的评论。');
  const html = `<!doctype html><html lang="zh-CN"><title>两处</title><body>
<liangju-comments site="demo" thread="${first.key}" theme="dark"></liangju-comments><div id="place"></div>
<script src="${room.server.url}/embed.js"></script></body></html>`;
  const { page: shown, complaints } = await visit(html);
  await shown.locator('liangju-comments .liangju[data-theme="dark"] article').filter({ hasText: '元素里的评论' }).waitFor();
  await shown.evaluate((key) => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    window.Liangju?.on('ready', (news) => heard.push(['ready', news]));
    window.Liangju?.on('posted', (news) => heard.push(['posted', Object.keys(news), news.status]));
    window.Liangju?.on('count', (news) => heard.push(['count', news]));
    const place = document.querySelector('#place');
    if (place !== null) void window.Liangju?.mount(place, { site: 'demo', thread: key, lang: 'en' });
  }, second.key);
  const box = shown.locator('#place section.box');
  await box.locator('article').waitFor();
  await box.locator('textarea').fill('Posted through the API.');
  await box.getByRole('textbox', { name: 'Name' }).fill('Reader');
  await box.getByRole('button', { name: 'Post' }).click();
  const heard = (): Promise<string> => shown.evaluate(() => JSON.stringify('heard' in window ? window.heard : []));
  const wanted = [
    ['count', { count: 1 }],
    ['ready', { count: 1 }],
    ['count', { count: 2 }],
    ['posted', ['id', 'status'], 'published'],
  ];
  await waitFor(async () => (await heard()).includes('posted'));
  expect(JSON.parse(await heard())).toEqual(wanted);
  await shown.evaluate(() => window.Liangju?.setTheme('dark'));
  await shown.locator('#place .liangju[data-theme="dark"]').waitFor();
  await shown.evaluate(() => document.querySelector('liangju-comments')?.remove());
  await shown.evaluate(() => window.Liangju?.destroy());
  await waitFor(async () => (await shown.locator('section.box').count()) === 0);
  expect(complaints).toEqual([]);
});

test.each([
  ['zh-TW', '我來說兩句', '還沒有留言，來說兩句吧'],
  ['en', 'Comments', 'No comments yet. Be the first.'],
  ['zh-CN', '我来说两句', '还没有评论，来说两句吧'],
])('speaks %s', async (lang, heading, empty) => {
  const reader = await room.open(room.article(), { data: { lang } });
  await reader.box.getByRole('heading', { name: heading }).waitFor();
  await reader.box.getByText(empty).waitFor();
  expect(await reader.page.locator('.liangju').getAttribute('lang')).toBe(lang);
});

test('without storage it reads and writes all the same', async () => {
  const article = room.article();
  const { page: shown, complaints } = await visit(
    `<script>Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });</script>${page(article)}`,
  );
  const box = shown.locator('section.box');
  await box.locator('textarea').fill('没有存储也能发。');
  await box.getByRole('textbox', { name: '昵称' }).fill('无痕的人');
  await box.getByRole('button', { name: '发表' }).click();
  await box.locator('article').waitFor();
  expect(complaints).toEqual([]);
});

test('the demo article embeds the box as any site would', async () => {
  const context = await room.browser.newContext();
  const demo = await context.newPage();
  const complaints: string[] = [];
  demo.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await demo.goto(`${room.server.url}/demo`);
  const reader: Reader = {
    page: demo,
    context,
    box: demo.locator('section.box'),
    comments: demo.locator('article'),
    joins: () => 0,
    errors: [],
  };
  await postBy(reader, '演示页面上的第一条。');
  await commentWith(reader, '演示页面').waitFor();
  expect(complaints).toEqual([]);
});
