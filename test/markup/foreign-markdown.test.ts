import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foreignMarkdown } from '../../server/markup/foreign-markdown.ts';
import { renderBody } from '../../server/markup/render-body.ts';

const convert = (text: string): string => foreignMarkdown(text, { baseUrl: 'https://blog.example.com/', images: 'links' });

describe('Markdown of other systems', () => {
  test.each([
    ['Hi **you**，`a*b`\n第二行', 'Hi **you**，`a*b`\n第二行'],
    ['- 甲\n- 乙\n\n> 引用', '- 甲\n- 乙\n\n> 引用'],
    ['```js\nlet a = 1;\n```', '```js\nlet a = 1;\n```'],
    ['看图 ![pic](data:image/png;base64,iVBORw0KGgo=) 说话', '看图 pic 说话'],
    ['![图](/a.png)', '[图](https://blog.example.com/a.png)'],
    ['<img src="/e.png" atk-emoticon="笑">好<br>第二行', '笑好\n第二行'],
    ['<b>粗</b> <a href="https://x.example/">链接</a>', '**粗** [链接](https://x.example/)'],
    ['[甲](/p/1)', '[甲](https://blog.example.com/p/1)'],
    ['# 标题\n\n正文', '**标题**\n\n正文'],
    ['标题\n===\n正文', '**标题**\n\n正文'],
    ['| 甲 | 乙 |\n|---|---|\n| 1 | 2 |', '**甲** | **乙**\n1 | 2'],
    ['代码 `<b>&amp;</b>` 和 <i>斜</i>', '代码 `<b>&amp;</b>` 和 *斜*'],
    ['```\n<img src=x>\n```', '```\n<img src=x>\n```'],
    ['||不是剧透||', '\\|\\|不是剧透\\|\\|'],
    ['[x][1]\n\n[1]: https://x.example/', '[x](https://x.example/)'],
    ['[点](javascript:alert(1))<script>alert(1)</script>', '点'],
    ['1 < 2 & 3', '1 < 2 & 3'],
  ])('%j', (text, expected) => {
    expect(convert(text)).toBe(expected);
  });

  test('never throws, and leaves no html', () => {
    const parts = [
      '<b>',
      '</i>',
      '![a](b)',
      '# ',
      '\n',
      '|',
      '---',
      '<img src=x>',
      '`',
      '```',
      '&amp;',
      '[a]: b',
      '好',
      '    ',
      '<!--',
      '**',
      '\\',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 20 }), (some) => {
        expect(renderBody(convert(some.join('')), { images: false }).html).not.toMatch(/<(?:img|b|i|h1|table)\b/);
      }),
      { numRuns: 2_000 },
    );
  });
});
