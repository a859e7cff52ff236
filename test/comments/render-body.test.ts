import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderBody, renderHtml } from '../../server/comments/render-body.ts';

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
