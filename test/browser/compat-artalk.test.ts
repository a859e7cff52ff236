import { describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { useRoom } from './reading-room.ts';
import { commentIn, themePages, writeIn } from './theme-pages.ts';

const room = useRoom();
const blog = themePages(room);

describe('a theme with Artalk', () => {
  test('Butterfly: an object that is loaded once, its lightbox, its switch of darkness, numbers, destroyed before the next page', async () => {
    const article = blog.put(`<span class="artalk-comment-count"></span><span id="ArtalkPV">…</span><div id="artalk-wrap"></div>
      <script src="${blog.file('Artalk.js')}"></script><link rel="stylesheet" href="${blog.file('Artalk.css')}">
      <script>
        if (typeof Artalk !== 'object') throw new Error('it would be loaded each time');
        window.artalkItem = Artalk.init(Object.assign({ el: '#artalk-wrap', server: 'https://old.example.com', site: '我的博客',
          pageKey: location.pathname, darkMode: document.documentElement.getAttribute('data-theme') === 'dark' },
          { pagination: { pageSize: 20 }, pvEl: '#ArtalkPV' }));
        artalkItem.on('list-loaded', () => {
          artalkItem.ctx.get('list').getCommentNodes().forEach((comment) => comment.getRender());
          document.body.classList.add('loaded');
        });
      </script>`);
    await room.say(article, '导入时就在的一条。');
    const { page, box, lines, errors } = await blog.open(article);
    await page.locator('body.loaded').waitFor();
    await commentIn(box, '导入时就在的一条').waitFor();
    await writeIn(box);
    await waitFor(async () => (await page.locator('.artalk-comment-count').textContent()) === '2');
    expect(await page.locator('#ArtalkPV').textContent()).toBe('…');
    for (const wanted of ['dark', 'light']) {
      await page.addScriptTag({ content: `artalkItem.setDarkMode(${wanted === 'dark'})` });
      await page.locator(`.liangju[data-theme="${wanted}"]`).waitFor();
    }
    // A theme looks whether there is something in its place before it switches.
    expect(await page.locator('#artalk-wrap > *').count()).toBe(1);
    await page.addScriptTag({ content: 'artalkItem.destroy(); artalkItem.destroy()' });
    await waitFor(async () => (await box.count()) === 0);
    expect(lines).toEqual(['Liangju: options of Artalk that have no counterpart here: pagination, pvEl']);
    expect(errors).toEqual([]);
  });

  test('VuePress and Stack: a module with init as default and by name; the page changes by update', async () => {
    const next = blog.put('');
    await room.say(next, '下一页的一条。');
    const article = blog.put(`<div id="a"></div><div id="b"></div><script type="module">
      import Artalk, { init } from '${blog.file('Artalk.mjs')}';
      window.a = Artalk.init({ useBackendConf: false, site: 's', pageTitle: '标题', el: document.querySelector('#a'), pageKey: '{{ page.key }}', darkMode: 'auto' });
      window.b = new Artalk({ el: '#b', pageKey: location.href, darkMode: 'true' });
      if (typeof init !== 'function' || typeof window.b.getConf !== 'function') throw new Error('no exports');
    </script>`);
    await room.say(article, '这一页的一条。');
    const { page, errors } = await blog.open(article);
    for (const place of ['#a', '#b']) await commentIn(page.locator(`${place} section.box`), '这一页的一条').waitFor();
    await page.locator('#b .liangju[data-theme="dark"]').waitFor();
    await page.addScriptTag({ content: `a.update({ pageKey: '${next.key}' })` });
    await commentIn(page.locator('#a section.box'), '下一页的一条').waitFor();
    expect(errors).toEqual([]);
  });

  test('FixIt: the files below the old server’s address, which names the site; numbers of a list', async () => {
    const server = `${room.server.url}/compat/artalk/demo`;
    const other = blog.put('别的文章');
    await room.say(other, '别处的一条。');
    const article = blog.put(`<span class="count" data-path="${new URL(other.key).pathname}"></span><div id="artalk"></div>
      <script src="${server}/dist/Artalk.js"></script><link rel="stylesheet" href="${server}/dist/Artalk.css"><script>
        Artalk.init({ el: '#artalk', pageKey: location.href, server: '${server}', countEl: 'no such place' });
        Artalk.loadCountWidget({ server: '${server}', site: 's', countEl: '.count', statPageKeyAttr: 'data-path' });
      </script>`);
    await room.say(article, '这一页的一条。');
    const { page, box, errors } = await blog.open(article);
    await commentIn(box, '这一页的一条').waitFor();
    await waitFor(async () => (await page.locator('.count[data-path]').textContent()) === '1');
    expect(errors).toEqual([]);
  });
});
