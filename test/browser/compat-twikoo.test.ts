import { describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { useRoom } from './reading-room.ts';
import { commentIn, themePages, writeIn } from './theme-pages.ts';

const room = useRoom();
const blog = themePages(room);

describe('a theme with Twikoo', () => {
  test('Butterfly: loads it when it is wanted, the box, a comment, numbers and the newest comments in its cards', async () => {
    const other = blog.put('别的文章');
    await room.say(other, '别处的一条 <b>不是标记</b>，它说“it’s”。', { name: '山 & 水' });
    const paths = [other.key, `${other.key}/none`].map((key) => new URL(key).pathname);
    const article = blog.put(`<span id="twikoo-count"></span><ul id="newest"></ul><div id="twikoo-wrap"></div>
      <script>
        const load = (src) => new Promise((resolve) => {
          const script = document.createElement('script');
          script.src = src; script.onload = resolve; document.head.appendChild(script);
        });
        load('${blog.file('twikoo.all.min.js')}').then(async () => {
          if (typeof twikoo !== 'object') throw new Error('no twikoo');
          const envId = '${room.server.url}/compat/twikoo/demo';
          twikoo.init({ el: '#twikoo-wrap', envId, region: '', path: window.location.pathname,
            onCommentLoaded: () => document.body.classList.add('loaded') });
          const res = await twikoo.getCommentsCount({ envId, region: '', urls: ${JSON.stringify(paths)}, includeReply: false });
          document.querySelector('#twikoo-count').textContent = res.map(({ url, count }) => url + '=' + count).join();
          const array = await twikoo.getRecentComments({ envId, pageSize: 6, includeReply: true });
          document.querySelector('#newest').innerHTML = array.map((one) => \`<li><img src='\${one.avatar}' alt='\${one.nick}'>
            <a href='\${one.url}#\${one.id}' title='\${one.comment.replace(/<[^>]+>/g, '')}'>\${one.comment.replace(/<[^>]+>/g, '')}</a>
            <span>\${one.nick}</span><time>\${one.relativeTime}</time></li>\`).join('');
        });
      </script>`);
    const { page, box, lines, errors } = await blog.open(article);
    await page.locator('body.loaded').waitFor();
    await writeIn(box);
    await waitFor(async () => (await page.locator('#twikoo-count').textContent()) === `${paths[0]}=1,${paths[1]}=0`);
    const first = page.locator('#newest li').filter({ hasText: '别处的一条' });
    await first.waitFor();
    expect(await first.locator('span').textContent()).toBe('山 & 水');
    expect(await first.locator('time').textContent()).toMatch(/秒|现在/);
    expect(await first.locator('a').textContent()).toBe('别处的一条 <b>不是标记</b>，它说“it’s”。');
    expect(await first.locator('a').getAttribute('href')).toMatch(new RegExp(`^${paths[0]}#liangju-`));
    await waitFor(
      async () => (await first.locator('img').evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))) > 0,
    );
    expect(lines).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('Fluid: a folder with fixed names, the path as a text; Stack: its own place without one', async () => {
    const article = blog.put(`<div id="twikoo"></div><script src="${blog.file('twikoo.all.min.js')}"></script>
      <link rel="stylesheet" href="${blog.file('twikoo.css')}">
      <script>twikoo.init({ envId: 'https://old.example.com', el: '#twikoo', path: 'window.location.pathname', lang: 'en' })</script>`);
    await room.say(article, '路径写成了文字。');
    const stack = blog.put(
      `<script src="${blog.file('twikoo.js')}"></script><script>twikoo.init({ envId: 'x' })</script><div id="tcomment"></div>`,
    );
    await room.say(stack, '位置在脚本后面。');
    const fluid = await blog.open(article);
    await commentIn(fluid.box, '路径写成了文字').waitFor();
    await fluid.box.getByRole('heading', { name: 'Comments' }).waitFor();
    const { box, errors } = await blog.open(stack);
    await commentIn(box, '位置在脚本后面').waitFor();
    expect([...fluid.errors, ...errors]).toEqual([]);
  });

  test('what a page sets before it comes first; no place, no box, and numbers of more pages than one call takes', async () => {
    const named = blog.put('');
    await room.say(named, '页面指定的那一串。');
    const { pathname } = new URL(named.key);
    const article = blog.put(`<div id="box"></div><script>window.TWIKOO_MAGIC_PATH = '${pathname}'</script>
      <script src="${blog.file('twikoo.js')}"></script><script>
      twikoo.init({ el: '#nowhere' });
      twikoo.init({ el: document.querySelector('#box'), path: '/other' });
      twikoo.getCommentsCount({ urls: [...Array.from({ length: 240 }, (_, i) => '/none/' + i), '${pathname}'] })
        .then((counts) => { document.title = counts.length + ' ' + counts.at(-1).count; });</script>`);
    const { page, box, errors } = await blog.open(article);
    await commentIn(box, '页面指定的那一串').waitFor();
    expect(await box.count()).toBe(1);
    await waitFor(async () => (await page.title()) === '241 1');
    expect(errors).toEqual([]);
  });
});
