import { describe, expect, test } from '@jest/globals';
import { coverRanges, maskWords } from '../../server/markup/mask-words.ts';
import { renderBody } from '../../server/markup/render-body.ts';

const html = (body: string): string => renderBody(body, { images: false }).html;
const text = (body: string): string => renderBody(body, { images: false }).text;
/** What stands in the one paragraph of a short body. */
const inline = (body: string): string => html(body).replace(/^<p>([\s\S]*)<\/p>$/, '$1');

const CLOSING = [...'，。、；：？！…—～·．」』）】〉》〕〗〙〛｝］”’〞﹂︶︺﹄％℃￥‰'];
const OPENING = [...'「『（【〈《〔〖｛［“‘'];
const WRAPS = [
  ['**', 'strong'],
  ['*', 'em'],
  ['~~', 's'],
] as const;
/** What a reader may write before the closing marks. */
const CONTENTS = [
  ...[
    '汉字',
    'かな',
    '한국어',
    '한국어.',
    'word',
    '100%',
    '5℃',
    '￥5',
    '(注)',
    '（注）',
    '"引"',
    '“引”',
    "'a'",
    'a.b.',
    '好!',
    '好?',
    '#话题#',
    '@某人',
  ],
  ...['😀', '❤️', '👨‍👩‍👧', '🇨🇳', '1️⃣', '葛\u{e0100}', 'ﾊﾝｶｸ｡', 'C++', 'x=1', '&', '¥5', '①', '℡'],
];

describe('emphasis where words have no blanks between them', () => {
  test.each(WRAPS)('%s beside every mark, whatever stands on the other side', (mark, tag) => {
    for (const sign of [...CLOSING, ...OPENING]) {
      for (const beside of ['后', 'の', '는', 'a', '5', '。', '（', '😀', '']) {
        expect([sign, beside, inline(`${mark}注意${sign}${mark}${beside}`)]).toEqual([
          sign,
          beside,
          `<${tag}>注意${sign}</${tag}>${beside}`,
        ]);
        expect([sign, beside, inline(`${beside}${mark}${sign}注意${mark}`)]).toEqual([
          sign,
          beside,
          `${beside}<${tag}>${sign}注意</${tag}>`,
        ]);
      }
    }
  });

  test.each(WRAPS)('%s after every kind of content, before and after Han, kana, Hangul and marks', (mark, tag) => {
    for (const content of CONTENTS) {
      for (const beside of ['后', 'の', '는', '，', '“', '😀', ' ', '']) {
        const shown = content.replace('&', '&amp;').replaceAll('"', '&quot;');
        const between = inline(`前${mark}${content}${mark}${beside}`).replaceAll('"', '&quot;').trimEnd();
        expect([content, beside, between]).toEqual([content, beside, `前<${tag}>${shown}</${tag}>${beside}`.trimEnd()]);
      }
    }
  });

  test.each([
    ['**注意：**请看。', '<strong>注意：</strong>请看。'],
    ['**“引用”**后面。', '<strong>“引用”</strong>后面。'],
    ['*强调。*', '<em>强调。</em>'],
    ['他说**“好”**，*（注）*后', '他说<strong>“好”</strong>，<em>（注）</em>后'],
    ['~~删除~~', '<s>删除</s>'],
    ['~~~删除~~~', '~<s>删除</s>~'],
    ['他~~说：~~写道', '他<s>说：</s>写道'],
    ['**`代码`**后面', '<strong><code>代码</code></strong>后面'],
    ['***重要！***请看', '<em><strong>重要！</strong></em>请看'],
    ['**~~旧价：~~新价**到', '<strong><s>旧价：</s>新价</strong>到'],
    ['**||剧透||**后', '<strong><span class="spoiler" tabindex="0">剧透</span></strong>后'],
    ['a_b_c，中_文_字', 'a_b_c，中_文_字'],
    ['，_强调_。', '，<em>强调</em>。'],
    ['_强调。_ 后', '<em>强调。</em> 后'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['** 不是 **', '** 不是 **'],
    ['*"foo"*', '<em>"foo"</em>'],
    ['a*"foo"*', 'a*"foo"*'],
    ['*(*foo*)*', '<em>(<em>foo</em>)</em>'],
  ])('%s', (body, expected) => {
    expect(inline(body)).toBe(expected);
  });

  test('a link before the closing marks', () => {
    expect(inline('**[标题](https://x.example/)**后面')).toMatch(/^<strong><a href="https:\/\/x\.example\/"[^>]*>标题<\/a><\/strong>后面$/);
    expect(inline('**https://x.example/a**后面')).toMatch(
      /^<strong><a href="https:\/\/x\.example\/a"[^>]*>https:\/\/x\.example\/a<\/a><\/strong>后面$/,
    );
    expect(inline('~~https://x.example/a~~后面')).toMatch(/^<s><a [^>]*>https:\/\/x\.example\/a<\/a><\/s>后面$/);
    expect(inline('||https://x.example/a||后面')).toMatch(
      /^<span class="spoiler" tabindex="0"><a [^>]*>https:\/\/x\.example\/a<\/a><\/span>后面$/,
    );
  });

  test('a covered word is a word like those around it', () => {
    const body = '**“引用”**坏话 https://x.example/坏话';
    const evidence = ['坏话'].flatMap((word) =>
      [...body.matchAll(new RegExp(word, 'g'))].map(({ index }) => ({
        field: 'body' as const,
        level: 'mask' as const,
        start: index,
        end: index + 2,
      })),
    );
    const masked = maskWords(body, [{ phase: 'words', score: 1, active: true, evidence }]) ?? '';
    const shown = coverRanges(html(masked));
    expect(shown).toContain('<strong>“引用”</strong>＊＊ <a href="https://x.example/"');
    expect(shown).toContain('>https://x.example/</a>＊＊');
  });
});

describe('addresses in a text', () => {
  /** The addresses that became links. */
  const links = (body: string): string[] => renderBody(body, { images: false }).links.map(({ href }) => href);
  test.each([
    ['https://x.example了解更多', ['https://x.example/']],
    ['http://x.example/1和http://x.example/2', ['http://x.example/1', 'http://x.example/2']],
    ['https://x.example/a～', ['https://x.example/a']],
    ['https://x.example/5℃', ['https://x.example/5']],
    ['https://x.example/￥5', ['https://x.example/']],
    ['https://x.example/a。再看', ['https://x.example/a']],
    ['（https://x.example/a）', ['https://x.example/a']],
    ['《https://x.example/a》', ['https://x.example/a']],
    ['“https://x.example/a”', ['https://x.example/a']],
    ['https://x.example/a…', ['https://x.example/a']],
    ['https://x.example/a——好', ['https://x.example/a']],
    ['https://x.example/a😀', ['https://x.example/a']],
    ['https://x.exampleはこちら', ['https://x.example/']],
    ['https://x.example를 보세요', ['https://x.example/']],
    ['https://x.example:8080中文', ['https://x.example:8080/']],
    ['https://x.example/wiki/%E4%B8%AD%E5%9B%BD?a=1&b=%E4%B8%AD#c', ['https://x.example/wiki/%E4%B8%AD%E5%9B%BD?a=1&b=%E4%B8%AD#c']],
    ['https://x.example/caf\u00e9/\u043c\u0438\u0440', ['https://x.example/caf%C3%A9/%D0%BC%D0%B8%D1%80']],
    ['https://x.example/a_(b) 和', ['https://x.example/a_(b)']],
    ['见 https://x.example/a, 好', ['https://x.example/a']],
    ['https://x.example/a?b=1&c=2。', ['https://x.example/a?b=1&c=2']],
    ['[标题](https://x.example/中文)', ['https://x.example/%E4%B8%AD%E6%96%87']],
    ['<https://x.example/中文>', ['https://x.example/%E4%B8%AD%E6%96%87']],
    ['https://中文', []],
    ['ｈttps://x.example', []],
  ])('%s', (body, expected) => {
    expect(links(body)).toEqual(expected);
    // Nothing is lost beside them.
    if (!body.startsWith('[') && !body.startsWith('<') && !body.includes('%')) expect(text(body)).toBe(body);
  });
});

describe('lists', () => {
  test.each([
    ['5. 支持', '<ol start="5"><li>支持</li></ol>'],
    ['1. 一\n2. 二', '<ol><li>一</li><li>二</li></ol>'],
    ['0. 零', '<ol start="0"><li>零</li></ol>'],
    ['999. 支持', '<ol start="999"><li>支持</li></ol>'],
    ['3) 三\n4) 四', '<ol start="3"><li>三</li><li>四</li></ol>'],
    ['2024. 年初', '<p>2024. 年初</p>'],
    ['1000) 年初', '<p>1000) 年初</p>'],
    ['- 2024. 年初', '<ul><li>2024. 年初</li></ul>'],
    ['1. 一\n\n2024. 年初', '<ol><li>一</li></ol><p>2024. 年初</p>'],
    ['1. 一\n2024. 年初', '<ol><li>一<br />2024. 年初</li></ol>'],
    ['2023. 年末\n2024. 年初', '<p>2023. 年末<br />2024. 年初</p>'],
    ['```\n2024. 年初\n```', '<pre><code>2024. 年初</code></pre>'],
  ])('%j', (body, expected) => {
    expect(html(body).replaceAll('\n', '')).toBe(expected);
  });
});

describe('what is not understood stays as it was typed', () => {
  test.each([
    '<a@b.example>',
    '[标题](/a)',
    '[标题](a.html)',
    '[标题](javascript:alert(1))',
    '[标题](ftp://x.example/)',
    '[标题](//x.example/)',
    '[标题](https://a:b@x.example/)',
    '[](https://x.example)',
    '[标题]',
    '<ftp://x.example/>',
    '<mailto:a@b.example>',
    'a || b || c',
    '|| b ||',
    'a || b',
    '||||',
    '|| ||',
    '# 标题',
    '---',
    '~删除~',
    '~~ 不是 ~~',
    '-',
    '5.',
    '+',
    '```这是一句话',
    '``` 这是 一句话\n第二行',
  ])('%j', (body) => {
    expect(text(body)).toBe(body);
    expect(html(body)).not.toContain('spoiler');
  });

  test('quotes deeper than 15 and lists deeper than 7 keep their text', () => {
    expect(text(`${'> '.repeat(15)}字`)).toBe('字');
    expect(text(`${'> '.repeat(18)}字`)).toBe('> > > 字');
    expect(text(`${'>'.repeat(40)}字`)).toBe(`${'>'.repeat(25)}字`);
    expect(text(`${'- '.repeat(7)}字`)).toBe('字');
    expect(text(`${'- '.repeat(9)}字`)).toBe('- - 字');
    expect(text(`${'1. '.repeat(9)}字`)).toBe('1. 1. 字');
    expect(text(`${'> - '.repeat(8)}字`)).toContain('字');
    const lines = Array.from({ length: 12 }, (_, i) => `${'  '.repeat(i)}- 第${i}层`).join('\n');
    for (let i = 0; i < 12; i++) expect(text(lines)).toContain(`第${i}层`);
    const quotes = Array.from({ length: 20 }, (_, i) => `${'>'.repeat(i + 1)} 第${i}层`).join('\n');
    for (let i = 0; i < 20; i++) expect(text(quotes)).toContain(`第${i}层`);
  });

  test.each([
    ['||b||', 'b'],
    ['a||b||c', 'abc'],
    ['||a || b||', 'a || b'],
    ['||第一行\n第二行||', '第一行\n第二行'],
  ])('a spoiler hugs its text: %j', (body, expected) => {
    expect(text(body)).toBe(expected);
    expect(html(body)).toContain('<span class="spoiler" tabindex="0">');
  });
});
