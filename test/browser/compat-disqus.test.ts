import { describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { useRoom } from './reading-room.ts';
import { commentIn, themePages, writeIn } from './theme-pages.ts';

const room = useRoom();
const blog = themePages(room);

/** The page's own lines, with the address of the script changed. */
const loader = (file: string): string => `(function () { var d = document, s = d.createElement('script');
  s.src = '${file}'; s.setAttribute('data-timestamp', +new Date()); (d.head || d.body).appendChild(s); })();`;

describe('a theme with Disqus', () => {
  test('the box in #disqus_thread, a comment, callbacks, and the next page by DISQUS.reset', async () => {
    const next = blog.put('');
    await room.say(next, '下一页的一条。');
    const article = blog.put(`<div id="disqus_thread"></div><script>
      var disqus_config = function () {
        this.page.url = location.origin + location.pathname; this.page.identifier = 'post-1'; this.page.title = '题目'; this.language = 'zh_TW';
        this.callbacks.onReady = [function () { document.body.classList.add('ready'); }];
        this.callbacks.onNewComment = [function (comment) { document.body.dataset.posted = comment.id; }];
      };
      ${loader(`${blog.file('disqus.js')}?site=demo`)}</script>`);
    await room.say(article, '导入时就在的一条。');
    const { page, box, errors } = await blog.open(article);
    await commentIn(box, '导入时就在的一条').waitFor();
    await page.locator('body.ready').waitFor();
    await box.getByRole('heading', { name: '我來說兩句' }).waitFor();
    await page.addScriptTag({
      content: `DISQUS.reset({ reload: true, config: function () { this.page.url = '${next.key}'; this.page.identifier = 'post-2'; } })`,
    });
    await commentIn(box, '下一页的一条').waitFor();
    expect(await box.count()).toBe(1);
    await writeIn(box);
    expect(errors).toEqual([]);
  });

  test.each([
    ['an identifier that is a path', (path: string) => `var disqus_identifier = '${path}';`],
    ['an identifier that is none: the page’s address', () => `var disqus_identifier = 'ghost-5f3c'; var disqus_title = 'x';`],
    ['nothing', () => ''],
  ])('%s', async (_what, config) => {
    const named = blog.put('');
    const article = blog.put(`<div id="disqus_thread"></div><script>${config(new URL(named.key).pathname)}
      ${loader(blog.file('disqus.js'))}</script>`);
    await room.say(named, '标识所指的那一串。');
    await room.say(article, '这一页自己的一串。');
    const { box, errors } = await blog.open(article);
    await commentIn(box, config('').includes("''") ? '标识所指' : '这一页自己').waitFor();
    expect(errors).toEqual([]);
  });

  test('numbers in links, in words; those that come later when they are asked for; no place, no box', async () => {
    const [one, two, none] = [blog.put(''), blog.put(''), blog.put('')];
    await room.say(one, '第一条。');
    await room.say(two, '第一条。', { name: '甲' });
    await room.say(two, '另外一条。', { name: '乙' });
    const list = blog.put(`<a class="n" href="${one.key}#disqus_thread">评论</a>
      <a class="n" href="/x#disqus_thread" data-disqus-identifier="${new URL(two.key).pathname}">评论</a>
      <span class="n disqus-comment-count" data-disqus-url="${two.key}"></span>
      <span class="n disqus-comment-count" data-disqus-identifier="${new URL(none.key).pathname}">…</span>
      <span class="n disqus-comment-count" data-disqus-identifier="ghost-5f3c">…</span>
      <script id="dsq-count-scr" src="${blog.file('count.js')}" async></script><script src="${blog.file('disqus.js')}"></script>`);
    const { page, box, errors } = await blog.open(list);
    const shown = async (): Promise<string> => (await page.locator('.n').allTextContents()).join();
    await waitFor(async () => (await shown()) === '1 条评论,0 条评论,2 条评论,0 条评论,…');
    await page.evaluate((key) => document.body.insertAdjacentHTML('beforeend', `<a class="n" href="${key}#disqus_thread"></a>`), two.key);
    await page.addScriptTag({ content: 'DISQUSWIDGETS.getCount({ reset: true })' });
    await waitFor(async () => (await shown()).endsWith('…,2 条评论'));
    expect(await box.count()).toBe(0);
    expect(errors).toEqual([]);
  });
});
