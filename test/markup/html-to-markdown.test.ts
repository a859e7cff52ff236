import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { htmlToMarkdown } from '../../server/markup/html-to-markdown.ts';
import { LONGEST_MARKUP } from '../../server/markup/longest-markup.ts';
import { renderBody, renderHtml } from '../../server/markup/render-body.ts';

const markdown = (html: string): string => htmlToMarkdown(html, { images: 'links' });
const text = (body: string): string => renderBody(body, { images: false }).text;
/** Without blanks, and without the hosts shown behind links: a link around two blocks becomes two. */
const dense = (some: string): string => some.replace(/\s+|（[\w.]+\.example）/g, '');
const spaced = (some: string): string => some.replace(/\s+/g, ' ').trim();

describe('whatever the HTML is', () => {
  const TEXTS = [
    ...[
      '*',
      '**',
      '_',
      '__',
      '~',
      '~~',
      '|',
      '||',
      '`',
      '```',
      '\\',
      '[',
      ']',
      '(',
      ')',
      '](',
      '&lt;',
      '&gt;',
      '#',
      '# ',
      '=',
      '-',
      '- ',
      '+ ',
    ],
    ...[
      '1. ',
      '1) ',
      '2024. ',
      '> ',
      '&gt; ',
      ' ',
      '\n',
      '.',
      '!',
      ':',
      '&amp;amp;',
      '&amp;#42;',
      '&amp;',
      '&lt;a@b.example&gt;',
      '"',
      "'",
    ],
    ...[
      '注意',
      '：',
      '“',
      '”',
      '。',
      '（',
      '）',
      'a',
      'b1',
      '5',
      '😀',
      '한',
      'の',
      '～',
      'https://x.example/a_b_c*',
      'https://',
      'http:',
      'snake_case',
    ],
  ];
  const TAGS = [
    'p',
    'em',
    'strong',
    's',
    'code',
    'blockquote',
    'b',
    'i',
    'del',
    'span class="spoiler"',
    'div',
    'a href="https://y.example/(a"',
  ];
  const LISTS = ['ul', 'ol', 'ol start="5"'];
  const leaf = fc.array(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
  const closed = (tag: string): string => `</${tag.split(' ')[0] ?? ''}>`;
  const { node } = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      leaf,
      fc.constant('<br>'),
      leaf.map((code) => `<pre><code>${code}</code></pre>`),
      fc
        .tuple(fc.constantFrom(...TAGS), fc.array(tie('node'), { maxLength: 4 }))
        .map(([tag, inner]) => `<${tag}>${inner.join('')}${closed(tag)}`),
      fc
        .tuple(fc.constantFrom(...LISTS), fc.array(tie('node'), { maxLength: 4 }))
        .map(([tag, items]) => `<${tag}>${items.map((item) => `<li>${item}</li>`).join('')}${closed(tag)}`),
    ),
  }));
  const pages = fc.array(node, { maxLength: 6 }).map((nodes) => nodes.join(''));
  const inlines = fc
    .array(
      fc.oneof(
        leaf,
        fc
          .tuple(fc.constantFrom('em', 'strong', 's', 'code', 'span class="spoiler"'), leaf, leaf)
          .map(([tag, one, other]) => `<${tag}>${one}<b>${other}</b>${one}${closed(tag)}`),
      ),
      { maxLength: 6 },
    )
    .map((nodes) => nodes.join(''));

  test('the text is the same when it is rendered', () => {
    fc.assert(
      fc.property(pages, (html) => {
        expect(dense(text(markdown(html)))).toBe(dense(renderHtml(html).text));
      }),
      { numRuns: 5_000 },
    );
  });

  test('blanks are the same within a line', () => {
    fc.assert(
      fc.property(inlines, (html) => {
        expect(spaced(text(markdown(html)))).toBe(spaced(renderHtml(html).text));
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('what comes out', () => {
  test.each([
    [
      '<p>注意：“这里”有 1.5 个 #话题#，价格 2 * 3 = 6，a_b_c [笑] ~ (好) <3</p>',
      '注意：“这里”有 1.5 个 #话题#，价格 2 * 3 = 6，a_b_c [笑] ~ (好) <3',
    ],
    ['<p>一<br>\n二</p>\n<p>三</p>', '一\n二\n\n三'],
    ['<b>粗</b><i>斜</i> <del>删</del> <code>a`b</code>', '**粗**斜 ~~删~~ ``a`b``'],
    ['<p><strong>注意：</strong>请看</p>', '**注意：**请看'],
    ['<p>&amp;lt; &lt;b&gt; **x**</p>', '\\&lt; <b> \\*\\*x\\*\\*'],
    ['<blockquote><p>引用</p><p>两段</p></blockquote>后', '> 引用\n>\n> 两段\n\n后'],
    ['<ol start="3"><li>三<ul><li>甲</li></ul></li><li>四</li></ol>', '3. 三\n   - 甲\n4. 四'],
    ['<pre><code class="language-js">let a = 1;\n\n  b();\n</code></pre>', '```js\nlet a = 1;\n\n  b();\n```'],
    ['<span class="spoiler">剧透</span>', '||剧透||'],
    ['<p>1. 不是列表</p><p>- 也不是</p><p>&gt; 不是引用</p><p>2024. 年</p>', '1\\. 不是列表\n\n\\- 也不是\n\n\\> 不是引用\n\n2024. 年'],
    ['<a href="https://x.example/a">https://x.example/a</a> 后', 'https://x.example/a 后'],
    ['<a href="https://x.example/a_(b)">看这里</a>', '[看这里](https://x.example/a_(b))'],
    ['<a href="javascript:alert(1)">点我</a><script>alert(1)</script><style>p{}</style><iframe src="https://x.example">x</iframe>', '点我'],
    [
      '<h2>标题</h2><table><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2</td></tr></table><hr>后',
      '**标题**\n\n**甲** | **乙**\n1 | 2\n\n后',
    ],
    ['<details><summary>更多</summary>内容</details>', '**更多**\n\n内容'],
    ['<p>没有关的 <b>粗', '没有关的 **粗**'],
    ['', ''],
  ])('%s', (html, expected) => {
    expect(markdown(html)).toBe(expected);
  });

  test.each([
    ['<img class="tk-owo-emotion" src="https://x.example/a.png" alt="哈哈">', '哈哈', '哈哈'],
    ['<img src="https://x.example/a.png" atk-emoticon="笑">', '笑', '笑'],
    ['<img class="wp-smiley" src="https://x.example/icon_smile.gif" alt=":)">', ':)', ':)'],
    ['<img class="emoji" alt="😀" src="https://x.example/1f600.svg">', '😀', '😀'],
    ['<img class="vemoji" src="https://x.example/ac01.png">', ':ac01:', ':ac01:'],
    ['<img src="/static/images/%E5%9B%BE.png">', '[图.png](https://blog.example.com/static/images/%E5%9B%BE.png)', '图.png'],
    ['<img src="https://x.example/p.jpg" alt="一张图">', '[一张图](https://x.example/p.jpg)', '一张图'],
    ['<img src="data:image/png;base64,iVBORw0KGgo=">', '🖼', '🖼'],
    [
      '<a href="https://y.example/"><img src="https://x.example/p.jpg" alt="图"></a>',
      '[图](https://y.example/)',
      '[图](https://y.example/)',
    ],
  ])('picture %s', (html, links, names) => {
    const baseUrl = 'https://blog.example.com/';
    expect(htmlToMarkdown(html, { baseUrl, images: 'links' })).toBe(links);
    expect(htmlToMarkdown(html, { baseUrl, images: 'names' })).toBe(names);
  });

  test('relative links get the base, or become their text; links to old ids are text', () => {
    const html = '<a href="/p/1">甲</a> <a href="//x.example/b">乙</a> <a href="#c12">丙</a>';
    expect(htmlToMarkdown(html, { baseUrl: 'https://blog.example.com/', images: 'links' })).toBe(
      '[甲](https://blog.example.com/p/1) [乙](https://x.example/b) 丙',
    );
    expect(markdown(html)).toBe('甲 [乙](https://x.example/b) 丙');
  });

  test('line breaks of the source are breaks where they are kept', () => {
    const html = '第一行\n第二行 <strong>粗</strong><br />\n第三行\n\n另一段';
    expect(htmlToMarkdown(html, { images: 'links', breaks: 'keep' })).toBe('第一行\n第二行 **粗**\n第三行\n\n另一段');
    expect(markdown(html)).toBe('第一行 第二行 **粗**\n第三行 另一段');
  });

  test.each([
    ['tags in each other', `${'<b>'.repeat(60_000)}x${'</i>'.repeat(60_000)}`],
    ['quotes in each other', '<blockquote>x'.repeat(20_000)],
    ['lists in each other', '<ul><li>x'.repeat(20_000)],
    ['emphasis that cannot be', '<b>a.</b>b'.repeat(20_000)],
    ['code beside code', '<code>`</code>'.repeat(20_000)],
    ['addresses in a row', 'https://a.example/,'.repeat(10_000)],
    ['signs', '<p>*_~|[</p>'.repeat(20_000)],
  ])('a lot of it is done in time: %s', (_name, html) => {
    const begin = performance.now();
    const written = markdown(html);
    expect(typeof written).toBe('string');
    expect(performance.now() - begin).toBeLessThan(20_000);
  });

  test.each([
    ['an address that another one touches', '<a href="https://x.example/a">x</a>https://x.example/b<b>https://x.example/c</b>*'],
    ['code in a spoiler beside code', '<span class="spoiler"><code>a|</code><code>`b</code></span><code>c</code>'],
    ['a list in a list that begins with a fence', '<ul><li>1. <pre>x</pre><ol start="2"><li>y</li></ol></li></ul><p>2. z</p>'],
  ])('marks that would be read otherwise are left out, and no text: %s', (_name, html) => {
    expect(dense(text(markdown(html)))).toBe(dense(renderHtml(html).text));
  });

  const signs = '<p>*_~|[ a</p>'.repeat(5_000);
  test('of what is too long to be read as markup every sign of the text stays', () => {
    const body = markdown(signs);
    expect(body.length).toBeGreaterThan(LONGEST_MARKUP);
    expect(dense(text(body))).toBe('*_~|[a'.repeat(5_000));
  });

  test.each([
    ['codes', '`a` '.repeat(50_000)],
    ['items of a list', '- x\n'.repeat(40_000)],
    ['signs', '*_~|[`'.repeat(40_000)],
    ['addresses', 'https://a.example/,'.repeat(10_000)],
    ['marks in each other', '*a **b '.repeat(30_000)],
  ])('no body holds the process for long: %s', (_name, body) => {
    const used = process.cpuUsage();
    const rendered = renderBody(body, { images: false });
    const { user, system } = process.cpuUsage(used);
    expect(rendered.text.length).toBeGreaterThan(100_000);
    expect((user + system) / 1000).toBeLessThan(500);
  });

  test('an address in a text that is shown as it was typed is known as a link all the same', () => {
    const { html, links } = renderBody(`${'长 * 文 '.repeat(5_000)} https://x.example/a`, { images: false });
    expect(html).not.toContain('<a ');
    expect(links).toEqual([{ href: 'https://x.example/a', text: 'https://x.example/a' }]);
  });
});
