import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderBody, renderHtml } from '../../server/markup/render-body.ts';

const text = (body: string): string => renderBody(body, { images: false }).text;

describe('whatever is typed', () => {
  const PIECES = [
    ...[
      '**',
      '*',
      '_',
      '__',
      '~~',
      '~',
      '||',
      '|',
      '`',
      '```',
      '~~~',
      '> ',
      '- ',
      '1. ',
      '5. ',
      '2024. ',
      '\n',
      '\n\n',
      ' ',
      '  ',
      '    ',
      '\\',
    ],
    ...['注意', '：', '“', '”', '。', '（', '）', 'a', '5', '%', '😀', '한', 'の', '！', '～', '\ue000'],
    ...[
      'https://x.example',
      '/a',
      '[标题]',
      '(https://y.example/)',
      '(/a)',
      '<a@b.example>',
      '<b>',
      '&amp;',
      '&',
      '<',
      '>',
      '[',
      ']',
      '(',
      ')',
      'javascript:',
    ],
  ];
  const bodies = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));

  test('it is rendered without an error, to what the sanitiser leaves as it is', () => {
    fc.assert(
      fc.property(fc.oneof(bodies, fc.string({ unit: 'binary', maxLength: 60 })), (body) => {
        const rendered = renderBody(body, { images: false });
        expect(renderHtml(rendered.html).html).toBe(rendered.html);
        expect(rendered.html).not.toMatch(/<(?!\/?(?:p|br|em|strong|s|code|pre|blockquote|a|ul|ol|li|span)\b)/);
      }),
      { numRuns: 3_000 },
    );
  });

  test('letters, digits and Han are all still there, in their order', () => {
    const kept = fc.array(fc.constantFrom(...PIECES.filter((piece) => !/&|\\|^\d|\(https|```|~~~/.test(piece))), { maxLength: 30 });
    fc.assert(
      fc.property(kept, (pieces) => {
        const body = pieces.join('');
        const words = (some: string): string => some.replace(/[^\p{L}\p{N}]/gu, '');
        // A link that tells its host says something twice; what stands behind a fence, which two pieces make, names a language.
        fc.pre(!/example|~~~|```/.test(body));
        expect(words(text(body))).toBe(words(body));
      }),
      { numRuns: 3_000 },
    );
  });
});
