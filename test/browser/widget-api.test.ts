import { expect, test } from '@jest/globals';
import type {} from '../../client-widget/embed.d.ts';
import { element, embeddingPages, shows } from '../support/embedding-page.ts';
import { waitFor } from '../support/wait-for.ts';
import { articlePage } from './host-page.ts';
import { type Article, useRoom } from './reading-room.ts';

const room = useRoom();

const { visit, script, article } = embeddingPages(room);

test('mount gives a box that can be used at once, as the documentation shows it', async () => {
  const [first, second] = [await article('第一篇的评论。'), await article('第二篇的评论。')];
  const { page, errors } = await visit(`<div id="place"></div>${script()}`);
  await page.evaluate(
    ([one, other]) => {
      const news: string[] = [];
      Object.assign(window, { news });
      const place = document.querySelector('#place');
      const widget = place === null ? undefined : window.Liangju?.mount(place, { site: 'demo', thread: one });
      widget?.setTheme('dark');
      const end = widget?.on('count', ({ count }) => news.push(`count ${count}`));
      widget?.on('ready', () => {
        throw new Error('a listener of the page that fails');
      });
      widget?.on('ready', ({ count }) => news.push(`ready ${count}`));
      void widget?.ready.then(({ count }) => {
        news.push(`is ready ${count}`);
        end?.();
        widget.update({ thread: other, view: 'tower' });
      });
    },
    [first.key, second.key],
  );
  await shows(page, '第二篇的评论。');
  expect(await page.locator('.liangju').getAttribute('data-theme')).toBe('dark');
  const news = (): Promise<string> => page.evaluate(() => String('news' in window ? window.news : ''));
  await waitFor(async () => (await news()).endsWith('ready 1,is ready 1,ready 1'));
  expect(await news()).toBe('count 1,ready 1,is ready 1,ready 1');
  expect(errors).toEqual(['a listener of the page that fails', 'a listener of the page that fails']);
});

test('calls that are made before the script has come are made when it has; then the page is told', async () => {
  const made = await article('排队等到的评论。');
  const { page } = await visit(`<div id="place"></div><script>
    window.heard = [];
    document.addEventListener('liangju:ready', ({ detail }) => window.heard.push(typeof detail.mount));
    window.Liangju = window.Liangju || { q: [] };
    Liangju.q.push(() => { throw new Error('one that fails'); });
    Liangju.q.push((liangju) => liangju.mount(document.querySelector('#place'), { site: 'demo', thread: '${made.key}' }));
  </script>${script().replace('<script', '<script async')}`);
  await shows(page, '排队等到的评论。');
  expect(await page.evaluate(() => String(Reflect.get(window, 'heard')))).toBe('function');
  // Also later.
  expect(
    await page.evaluate(() => new Promise((resolve) => window.Liangju?.q.push((liangju) => resolve(liangju === window.Liangju)))),
  ).toBe(true);
});

test('of two calls for one element the last one counts, though the code is still on the way; destroy ends one that waits', async () => {
  const [first, second] = [await article('先叫的那一篇。'), await article('后叫的那一篇。')];
  const { page, errors, sockets } = await visit(`<div id="place"></div><div id="gone"></div>${script()}`);
  await page.evaluate(
    ([one, other]) => {
      const [place, gone] = [document.querySelector('#place'), document.querySelector('#gone')];
      if (place === null || gone === null) return;
      window.Liangju?.mount(place, { site: 'demo', thread: one });
      window.Liangju?.mount(place, { site: 'demo', thread: other });
      window.Liangju?.mount(gone, { site: 'demo', thread: one }).destroy();
      // Taken out before its code has come.
      const removed = document.body.appendChild(document.createElement('div'));
      window.Liangju?.mount(removed, { site: 'demo', thread: one });
      removed.remove();
      Object.assign(window, { removed });
    },
    [first.key, second.key],
  );
  await shows(page, '后叫的那一篇。');
  await waitFor(() => sockets() === 1);
  expect(await page.locator('section.box').count()).toBe(1);
  expect(await page.locator('#gone').evaluate((gone) => [gone.shadowRoot?.childElementCount, gone.getAttribute('style')])).toEqual([0, '']);
  expect(await page.evaluate(() => document.querySelectorAll('div').length)).toBe(2);
  expect(errors).toEqual([]);
});

test('without an element mount says what is wrong', async () => {
  const { page } = await visit(script());
  const said = await page.evaluate(() => {
    try {
      Reflect.apply(Reflect.get(window.Liangju ?? {}, 'mount'), window.Liangju, [document.querySelector('#no-such'), { site: 'demo' }]);
      return '';
    } catch (error) {
      return String(error);
    }
  });
  expect(said).toBe('TypeError: Liangju.mount: there is no such element');
});

test('the element follows its attributes, also when they come late', async () => {
  const [first, second] = [await article('元素的第一篇。'), await article('元素的第二篇。')];
  const { page, errors } = await visit(`<liangju-comments></liangju-comments>${script()}`);
  const change = (name: string, value: string): Promise<void> =>
    page.locator('liangju-comments').evaluate((host, [attribute = '', text = '']) => host.setAttribute(attribute, text), [name, value]);
  expect(await page.locator('section.box').count()).toBe(0);
  await change('thread', first.key);
  await change('site', 'demo');
  await shows(page, '元素的第一篇。');
  await change('lang', 'en');
  await page.getByRole('heading', { name: 'Comments' }).waitFor();
  await change('theme', 'dark');
  await page.locator('.liangju[data-theme="dark"]').waitFor();
  await change('thread', second.key);
  await shows(page, '元素的第二篇。');
  await room.say(second, '后来居上的一条。', { name: '另一位' });
  await change('data-sort', 'oldest');
  await waitFor(async () => (await page.locator('section.box .tabs [aria-pressed="true"]').allTextContents()).join() === 'Oldest');
  await change('view', 'tower');
  await page.locator('section.box .conversation').first().waitFor();
  expect(await page.locator('section.box').count()).toBe(1);
  expect(errors).toEqual([]);
});

test('what is typed is still there after a change of the options', async () => {
  const made = await article('改设置也不丢字。');
  const { page } = await visit(`${element(made)}${script()}`);
  await shows(page, '不丢字');
  await page.locator('section.box textarea').fill('写到一半的话');
  await page.locator('liangju-comments').evaluate((host) => host.setAttribute('lang', 'en'));
  await page.getByRole('heading', { name: 'Comments' }).waitFor();
  await waitFor(async () => (await page.locator('section.box textarea').inputValue()) === '写到一半的话');
});

test('however often the script runs there is one registry, and each tag’s place has its box', async () => {
  const [first, second] = [await article('第一个标签。'), await article('第二个标签。')];
  const tag = ({ key }: Article, target: string): string =>
    `<script src="${room.server.url}/embed.js" data-site="demo" data-thread="${key}" data-target="${target}"></script>`;
  const { page, errors } = await visit(
    `<div id="one"></div><div id="two"></div>${tag(first, '#one')}<script>window.before = window.Liangju;</script>${tag(second, '#two')}`,
  );
  await shows(page, '第一个标签。');
  await shows(page, '第二个标签。');
  expect(await page.evaluate(() => Reflect.get(window, 'before') === window.Liangju)).toBe(true);
  expect(await page.locator('section.box').count()).toBe(2);
  await page.evaluate(() => window.Liangju?.destroy());
  await waitFor(async () => (await page.locator('section.box').count()) === 0);
  expect(errors).toEqual([]);
});

test('no place, no box: the script in the head, or beside counts only, adds nothing to the page', async () => {
  const made = await article('数得到，看不到。');
  const context = await room.browser.newContext();
  for (const place of ['head', 'body']) {
    const page = await context.newPage();
    const tag = `<script async src="${room.server.url}/embed.js" data-site="demo" data-thread="${made.key}"></script>`;
    const html = `<!doctype html><html lang="zh-CN"><head><title>列表</title>${place === 'head' ? tag : ''}</head><body><p>只有数字：<span data-liangju-count="${made.key}"></span></p>${place === 'body' ? tag : ''}</body></html>`;
    await page.goto(room.host.put(html));
    await waitFor(async () => (await page.locator('span').textContent()) === '1');
    expect(await page.evaluate(() => [...document.querySelectorAll('body > :not(script)')].map(({ tagName }) => tagName).join())).toBe('P');
  }
});

test('the page’s shortcuts stay still while one types, and work elsewhere in the box', async () => {
  const made = await article('有快捷键的页面。');
  const { page } =
    await visit(`${articlePage(room.server.url, { thread: made.key }).replace(/^[\s\S]*<body>|<\/body>[\s\S]*$/g, '')}<script>
    window.keys = [];
    for (const type of ['keydown', 'keypress', 'keyup']) document.addEventListener(type, ({ key }) => window.keys.push(key));
  </script>`);
  await shows(page, '有快捷键');
  const keys = (): Promise<string> => page.evaluate(() => String(Reflect.get(window, 'keys')));
  await page.locator('section.box textarea').click();
  await page.keyboard.type('jks/');
  await page.locator('section.box .name').click();
  await page.keyboard.type('j?');
  expect(await page.locator('section.box textarea').inputValue()).toBe('jks/');
  expect(await keys()).toBe('');
  await page.locator('section.box .vote').first().focus();
  await page.keyboard.press('j');
  expect(await keys()).toBe('j,j,j');
});
