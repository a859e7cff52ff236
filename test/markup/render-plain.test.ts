import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderBody, renderMarkdown, tidyBody } from '../../server/markup/render-body.ts';
import { renderPlain } from '../../server/markup/render-plain.ts';

/** Everything that a renderer may stumble over, and what people write. */
const PIECES = [
  ...['\n', '\n\n', ' ', '  ', '\u3000', '\t', '\u00a0', '\u2028', '\ufeff', '\u200b', '\u0000', '\ud800'],
  ...[...'\\`*_{}[]()<>&"\'#+-.!=~|:;/@$^%?,0123456789aZ'],
  ...['1. ', '2) ', '- ', '+ ', '> ', '```', '~~~', '---', '===', '||', '<b>', '&amp;', '&lt', '![', 'http://', 'https://a.b/c', 'a@b.cd'],
  ...[
    '来',
    '说',
    '两句',
    '。',
    '，',
    '「',
    '」',
    '（',
    '）',
    '！',
    '？',
    '……',
    '——',
    'é',
    'e\u0301',
    'ㄅ',
    'か',
    '한',
    '😀',
    '👨‍👩‍👧',
    '1️⃣',
    '𠀀',
  ],
];
const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => tidyBody(pieces.join('')));
/** Mostly plain, so that the short way is really taken. */
const plainTexts = fc
  .array(fc.constantFrom('来', '说', '两句', '。', '，', ' ', '\n', '\n\n', 'a', '3', '.', ')', '-', '!', ':', '😀', '\u3000'), {
    maxLength: 20,
  })
  .map((pieces) => tidyBody(pieces.join('')));

describe('the short way for plain text', () => {
  test.each([
    ['whatever is in it', texts, 20_000],
    ['mostly plain', plainTexts, 20_000],
  ] as const)('gives what Markdown and the sanitiser give: %s', (_name, arbitrary, numRuns) => {
    fc.assert(
      fc.property(arbitrary, (text) => {
        const short = renderPlain(text);
        if (short !== null) expect(short).toEqual(renderMarkdown(text));
      }),
      { numRuns },
    );
  });

  test('is taken for what most people write', () => {
    for (const text of [
      '写得真好，读完想了很久。',
      '第一段。\n还是第一段。\n\n第二段：3.5 分，(括号)也行！',
      'Well said: I agree, 100%.',
      '哈哈哈😀',
      '〇一二，「引号」——破折号……',
    ]) {
      expect(renderPlain(text)).toEqual(renderMarkdown(text));
      expect(renderPlain(text)).not.toBeNull();
    }
  });

  test.each([
    '- 一',
    '+ 一',
    '1. 一',
    '2) 一',
    '一\n1. 二',
    '一 \n二',
    '*强调*',
    '> 引用',
    '`码`',
    'https://a.example/',
    '<b>',
    '&amp;',
    '||藏||',
  ])('is not taken for %j', (text) => {
    expect(renderPlain(text)).toBeNull();
    expect(renderBody(text, { images: false })).toEqual(renderMarkdown(text));
  });
});
