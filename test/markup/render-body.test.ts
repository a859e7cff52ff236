import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderBody, renderHtml } from '../../server/markup/render-body.ts';

test('what we have rendered goes through the sanitiser unchanged', () => {
  const bodies = [
    '**粗** *斜* `code` ||剧透||',
    '> 引用\n> 两行\n\n1. 一\n2. 二\n\n- 甲\n- 乙',
    '```js\nlet a = "<b>";\n```',
    '[www.bank.example](https://evil.example/x?a=1&b=2) https://a.example',
    '1 < 2 & 3 > "2"\n第二行',
  ];
  for (const body of bodies) {
    const { html, text: plain } = renderBody(body, { images: false });
    expect(renderHtml(html)).toMatchObject({ html, text: plain });
  }
});

test('foreign markup, cleaned twice, is what it was after the first time', () => {
  const parts = [
    '<div>',
    '</div>',
    '<p>',
    '</p>',
    '<b>',
    '</i>',
    '<ul><li>',
    '<a href="https://x.example">www.y.example</a>',
    '好',
    ' & ',
    '<',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 12 }), (some) => {
      const once = renderHtml(some.join(''));
      expect(renderHtml(once.html)).toEqual(once);
    }),
    { numRuns: 1_000 },
  );
});

describe('a link to an international host', () => {
  const shown = (body: string): string => renderBody(body, { images: false }).text;
  test.each([
    ['typed in letters that look like Latin ones', 'https://аррӏе.com/x', 'https://аррӏе.com/x（xn--80ak6aa92e.com）'],
    ['as the text of a link', '[аррӏе.com](https://xn--80ak6aa92e.com/x)', 'аррӏе.com（xn--80ak6aa92e.com）'],
    ['typed as it is on the wire', 'https://xn--80ak6aa92e.com/x', 'https://xn--80ak6aa92e.com/x'],
    ['in Chinese', '[https://新闻.example/a](https://新闻.example/a)', 'https://新闻.example/a'],
  ])('%s', (_name, body, text) => {
    expect(shown(body)).toBe(text);
    expect(renderHtml(renderBody(body, { images: false }).html).html).toBe(renderBody(body, { images: false }).html);
  });
});
