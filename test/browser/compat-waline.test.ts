import { describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { useRoom } from './reading-room.ts';
import { commentIn, themePages, writeIn } from './theme-pages.ts';

const room = useRoom();
const blog = themePages(room);

describe('a theme with Waline', () => {
  test('Butterfly: imported when it is wanted; dark follows; destroyed before the next page', async () => {
    const article = blog.put(
      `<div id="waline-wrap"></div><span class="waline-comment-count"></span><span class="waline-pageview-count">…</span><script>
        import('${blog.file('waline.js')}').then(({ init }) => {
          window.waline = (init || Waline.init)(Object.assign({ el: '#waline-wrap', serverURL: '${room.server.url}/compat/waline/demo',
            pageview: true, dark: 'html[data-theme="dark"]', path: window.location.pathname, comment: true }, { reaction: false, emoji: ['x'] }));
        });
      </script>`,
      '<style>html[data-theme="dark"]{background:#111;color:#eee}</style>',
    );
    await room.say(article, '导入时就在的一条。');
    const { page, box, lines, errors } = await blog.open(article);
    await commentIn(box, '导入时就在的一条').waitFor();
    await writeIn(box);
    await waitFor(async () => (await page.locator('.waline-comment-count').textContent()) === '2');
    expect(await page.locator('.waline-pageview-count').textContent()).toBe('…');
    const theme = (): Promise<string | null> => page.locator('.liangju').getAttribute('data-theme');
    expect(await theme()).toBe('light');
    for (const [attribute, wanted] of [
      ['dark', 'dark'],
      ['light', 'light'],
    ] as const) {
      await page.evaluate((value) => document.documentElement.setAttribute('data-theme', value), attribute);
      await waitFor(async () => (await theme()) === wanted);
    }
    await page.evaluate(() => {
      if ('waline' in window && window.waline instanceof Object && 'destroy' in window.waline)
        Reflect.apply(Object(window.waline.destroy), null, []);
    });
    await waitFor(async () => (await box.count()) === 0);
    expect(lines).toEqual(['Liangju: options of Waline that have no counterpart here: pageview, emoji']);
    expect(errors).toEqual([]);
  });

  test('Stellar and Volantis: a static import; NexT and Stack: a plain script with a global', async () => {
    const module = blog.put(`<div id="waline_container"></div><script type="module">
      import { init, commentCount, pageviewCount, RecentComments, version } from '${blog.file('waline.mjs')}?site=demo';
      if (![commentCount, pageviewCount, RecentComments].every((one) => typeof one === 'function') || !version) throw new Error('no exports');
      init({ el: '#waline_container', serverURL: 'https://old.example.com', path: decodeURI(location.pathname), lang: 'zh-TW' });
    </script>`);
    const plain = blog.put(`<div class="waline"></div><script src="${blog.file('waline.umd.js')}" data-site="demo"></script>
      <script>Waline.init(Object.assign({}, { serverURL: 'https://old.example.com', commentSorting: 'oldest' }, { el: document.querySelector('.waline') }));
      Waline.init({ el: null, comment: true }); Waline.init({ el: '#nowhere' });</script>`);
    await room.say(module, '模块里的一条。');
    await room.say(plain, '脚本里的一条。');
    await room.say(plain, '脚本里的第二条。', { name: '另一位' });
    const first = await blog.open(module);
    await commentIn(first.box, '模块里的一条').waitFor();
    await first.box.getByRole('heading', { name: '我來說兩句' }).waitFor();
    const second = await blog.open(plain);
    await commentIn(second.box, '脚本里的第二条').waitFor();
    expect(await second.box.locator('.list article').first().textContent()).toContain('脚本里的一条');
    expect(await second.box.count()).toBe(1);
    expect([...first.errors, ...second.errors]).toEqual([]);
  });

  test('Stellar: an article with a name of its own is a path of the blog, and its address the page that is open', async () => {
    const article = blog.put(`<div id="waline_container"></div><script type="module">
      import { init } from '${blog.file('waline.js')}';
      init({ el: '#waline_container', path: 'hello-world' });
    </script>`);
    const { box, errors } = await blog.open(article);
    await writeIn(box);
    const { thread } = await room.list({ ...article, key: `${room.host.url}/hello-world` });
    expect([thread.commentCount, thread.url]).toEqual([1, article.key]);
    expect(errors).toEqual([]);
  });

  test('a plain script through import(), several boxes, update for the next page, the newest comments', async () => {
    const [one, two] = [blog.put(''), blog.put('')];
    await room.say(one, '第一篇的一条。');
    await room.say(two, '第二篇的一条。');
    const paths = [one, two].map(({ key }) => new URL(key).pathname);
    const article = blog.put(`<div id="a"></div><div id="b"></div><div id="recent"></div><script>
      import('${blog.file('waline.umd.js')}?site=demo').then(async () => {
        window.a = Waline.init({ el: '#a', path: '${paths[0]}' });
        Waline.init({ el: '#b', path: '${one.key}' });
        const { comments } = await Waline.RecentComments({ el: '#recent', count: 2 });
        const { comments: all } = await Waline.RecentComments({ count: 1000 });
        document.title = String(all.length >= comments.length && comments.length);
      });
    </script>`);
    const { page, errors } = await blog.open(article);
    for (const place of ['#a', '#b']) await commentIn(page.locator(`${place} section.box`), '第一篇的一条').waitFor();
    await waitFor(async () => (await page.title()) === '2');
    expect(await page.locator('#recent a').first().getAttribute('href')).toMatch(/^\/[\w-]+#liangju-/);
    await page.addScriptTag({ content: `window.a.update({ path: '${paths[1]}', dark: true })` });
    await commentIn(page.locator('#a section.box'), '第二篇的一条').waitFor();
    await page.locator('#a .liangju[data-theme="dark"]').waitFor();
    expect(await page.locator('#b .liangju').getAttribute('data-theme')).toBe('light');
    expect(errors).toEqual([]);
  });
});
