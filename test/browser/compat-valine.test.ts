import { describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { useRoom } from './reading-room.ts';
import { commentIn, themePages, writeIn } from './theme-pages.ts';

const room = useRoom();
const blog = themePages(room);

const OPTIONS = "appId: 'x', appKey: 'y', serverURLs: '', placeholder: '说点什么', avatar: 'mp', visitor: true, lang: 'zh-cn'";

describe('a theme with Valine', () => {
  test('NexT: the box under the article, a comment, and numbers beside titles', async () => {
    const other = blog.put('别的文章');
    await room.say(other, '别处的一条。');
    const { pathname } = new URL(other.key);
    const article = blog.put(
      `<h1>江边的新步道开放了</h1><span class="post-comments-count valine-comment-count" data-xid="${pathname}"></span>
      <span id="${pathname}" class="leancloud_visitors">本文<i class="leancloud-visitors-count">…</i></span>
      <div class="comments" id="valine-comments"><p>加载中</p></div>
      <script src="${blog.file('Valine.min.js')}"></script>
      <script>
        if (typeof Valine !== 'function') throw new Error('no Valine');
        new Valine({ el: '#valine-comments', path: location.pathname, ${OPTIONS} });
      </script>`,
    );
    await room.say(article, '导入时就在的一条。');
    const { page, box, lines, errors } = await blog.open(article);
    await commentIn(box, '导入时就在的一条').waitFor();
    const text = await writeIn(box);
    const list = await room.list(article);
    expect(list.comments.map(({ html }) => html).join()).toContain(text.slice(0, 8));
    await waitFor(async () => (await page.locator('.valine-comment-count').textContent()) === '1');
    expect(await page.locator('.leancloud-visitors-count').textContent()).toBe('…');
    expect(await page.getByText('加载中').count()).toBe(0);
    expect(lines).toEqual(['Liangju: options of Valine that have no counterpart here: placeholder, avatar, visitor']);
    expect(errors).toEqual([]);
  });

  test('a folder’s index.html and the text “location.pathname” name the folder’s page', async () => {
    const article = blog.put(
      `<div id="vcomments"></div><div id="other"></div><script src="${blog.file('valine.js')}?site=demo"></script>
      <script>
        const valine = new Valine();
        valine.init({ el: '#vcomments', path: location.pathname + '/index.html' });
        new Valine({ el: document.querySelector('#other'), path: 'location.pathname' });
      </script>`,
    );
    await room.say({ ...article, key: `${article.key}/`, thread: { ...article.thread, key: `${article.key}/` } }, '文件夹的一条。');
    await room.say(article, '这一页的一条。');
    const { page, errors } = await blog.open(article);
    await commentIn(page.locator('#vcomments section.box'), '文件夹的一条').waitFor();
    await commentIn(page.locator('#other section.box'), '这一页的一条').waitFor();
    expect(errors).toEqual([]);
  });

  test('in the head, before there is a place; on a list without one it fills numbers; of several places the last', async () => {
    const script = `<script src="${blog.file('valine.js')}"></script><script>new Valine({ el: '#vcomment' })</script>`;
    const article = blog.put('<div id="vcomment"></div><div id="vcomment" class="last"></div>', script);
    await room.say(article, '先有脚本，后有位置。');
    const { pathname } = new URL(article.key);
    const list = blog.put(`<span class="valine-comment-count" data-xid="${pathname}"></span>`, script);
    const shown = await blog.open(article);
    await commentIn(shown.page.locator('.last section.box'), '先有脚本').waitFor();
    expect(await shown.box.count()).toBe(1);
    const listed = await blog.open(list);
    await waitFor(async () => (await listed.page.locator('.valine-comment-count').textContent()) === '1');
    expect(await listed.box.count()).toBe(0);
    // A list needs no box: counts.js alone comes.
    expect(listed.scripts).toEqual(['/compat/valine.js', '/counts.js']);
    expect([...shown.errors, ...listed.errors]).toEqual([]);
  });

  test('pages that change without loading: the box of the page before is over, the next one is open', async () => {
    const make = `new Valine({ el: '#vcomments', path: location.pathname })`;
    const article = blog.put(
      `<main><div id="vcomments"></div></main><script src="${blog.file('valine.js')}"></script><script>${make}</script>`,
    );
    const next = blog.put('');
    await room.say(article, '第一页的一条。');
    await room.say(next, '第二页的一条。');
    const { page, box, errors, sockets } = await blog.open(article);
    await commentIn(box, '第一页的一条').waitFor();
    for (const { key } of [next, article, next]) {
      await page.evaluate((path) => {
        history.pushState(null, '', path);
        const main = document.querySelector('main');
        if (main !== null) main.innerHTML = '<div id="vcomments"></div>';
      }, key);
      await page.addScriptTag({ content: `${make};${make}` });
      await commentIn(box, key === next.key ? '第二页的一条' : '第一页的一条').waitFor();
      expect(await box.count()).toBe(1);
    }
    await waitFor(() => sockets() === 1);
    expect(errors).toEqual([]);
  });

  test('Butterfly: the newest comments, for which it asks the store itself', async () => {
    const other = blog.put('别的文章');
    await room.say(other, '卡片里的一条。', { name: '江边的人' });
    const server = `${room.server.url}/compat/valine/demo`;
    const article =
      blog.put(`<div class="aside-list"></div><div id="vcomment"></div><script src="${blog.file('valine.js')}"></script><script>
      new Valine({ el: '#vcomment', appId: 'x', appKey: 'y', serverURLs: '${server}', path: window.location.pathname });
      const settings = { method: 'GET', headers: { 'X-LC-Id': 'x', 'X-LC-Key': 'y', 'Content-Type': 'application/json' } };
      fetch('${server}/1.1/classes/Comment?limit=6&order=-createdAt', settings).then((response) => response.json()).then((data) => {
        document.querySelector('.aside-list').innerHTML = data.results.map((e) =>
          \`<a href='\${e.url + '#' + e.objectId}'><img src='\${e.QQAvatar}' alt='\${e.nick}'>\${e.comment.replace(/<[^>]+>/g, '')}</a>\`).join('');
      });</script>`);
    const { page, box, errors } = await blog.open(article);
    await box.waitFor();
    const first = page.locator('.aside-list a').filter({ hasText: '卡片里的一条' });
    await first.waitFor();
    expect(await first.getAttribute('href')).toMatch(new RegExp(`^${new URL(other.key).pathname}#liangju-`));
    expect(errors).toEqual([]);
  });

  test('a strict page: nothing inline of ours, no eval', async () => {
    const service = room.server.url;
    const policy = `default-src 'none'; script-src 'nonce-a' ${service}; connect-src ${service} ${service.replace('http', 'ws')}; style-src 'none'; img-src ${service}`;
    const article = blog.put(
      `<span class="valine-comment-count" data-xid="/none"></span><div id="vcomments"></div><script src="${blog.file('valine.js')}"></script>
      <script nonce="a">new Valine({ el: '#vcomments', path: location.pathname })</script>`,
      '',
      { 'content-security-policy': policy },
    );
    const { page, box, errors } = await blog.open(article);
    await writeIn(box);
    await waitFor(async () => (await page.locator('.valine-comment-count').textContent()) === '0');
    expect(errors).toEqual([]);
  });

  test('where two sites allow the page it is not guessed which: one line says so, and ?site= decides', async () => {
    for (const id of ['one', 'two']) await room.staff('/api/v1/sites', { body: { id, name: id, origins: [room.host.url], mode: 'post' } });
    const [unclear, clear] = ['', '?site=one'].map((query) =>
      blog.put(
        `<div id="vcomments"></div><span class="valine-comment-count" data-xid="/x"></span><script src="${blog.file('valine.js')}${query}"></script>
        <script>new Valine({ el: '#vcomments', path: location.pathname })</script>`,
      ),
    );
    if (unclear === undefined || clear === undefined) throw new Error('two pages were put');
    const { lines, box } = await blog.open(unclear);
    await waitFor(() => lines.length === 2);
    expect(lines.join()).toMatch(/^(?:Liangju: .*\?site=ID.*,?){2}$/);
    expect(await box.count()).toBe(0);
    const named = await blog.open(clear);
    await writeIn(named.box);
    expect(named.errors).toEqual([]);
  });
});
