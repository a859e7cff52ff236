import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countGraphemes, isShorter } from '../../server/domain/graphemes.ts';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
const bySegmenter = (text: string): number => [...segmenter.segment(text)].length;

test.each([
  ['', 0],
  ['支持！Hello', 8],
  ['一行\n两行', 5],
  ['一行\r\n两行', 5],
  ['👩‍👩‍👧好', 2],
  ['e\u0301', 1],
  ['か\u3099', 1],
  ['一\u302a', 1],
  ['ｶﾞ', 1],
])('%j has %i', (text, count) => {
  expect(countGraphemes(text)).toBe(count);
});

test('the quick way counts what the slow one counts', () => {
  const plain = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 12 });
  const han = fc.string({
    unit: fc.constantFrom('汉', '，', '“', '…', '—', 'か', 'カ', '\u3099', ' ', 'a', '\n', '〰', '〽', '！', '\u302a', '\u200d', '\ufe0f'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(fc.oneof(plain, han, fc.string({ unit: 'binary' })), (text) => {
      expect(countGraphemes(text)).toBe(bySegmenter(text));
      expect([1, 2, 5, 8].map((than) => isShorter(text, than))).toEqual([1, 2, 5, 8].map((than) => bySegmenter(text) < than));
    }),
    { numRuns: 2_000 },
  );
});
