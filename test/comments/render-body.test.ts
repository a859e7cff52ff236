import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderBody, renderHtml } from '../../server/comments/render-body.ts';

const SIGNS = ['字', '好', 'a', 'Z', '7', ' ', '\n', '，', '。', '!', '.', ';', '（', '）', '…', '—', '-', '*', '_', '>', ':', '1.'];
const text = fc.array(fc.constantFrom(...SIGNS), { maxLength: 30 }).map((signs) => signs.join(''));

test('a plain text is rendered as the renderer would', () => {
  fc.assert(
    fc.property(text, (body) => {
      // With a paragraph after it that is not plain, the whole renderer is at work.
      const whole = renderBody(`${body}\n\n~`, { images: false });
      const alone = renderBody(body, { images: false });
      fc.pre(whole.html.endsWith('<p>~</p>'));
      expect(whole.html.slice(0, -'<p>~</p>'.length).trim()).toBe(alone.html);
      expect(whole.text).toBe(`${alone.text}\n~`.trim());
    }),
    { numRuns: 2_000 },
  );
});

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
