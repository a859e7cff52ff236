import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DifferencePiece, differenceOf } from '../../client-console/text/difference.ts';

/** In short: what is gone in brackets, what is new in braces. */
const short = (pieces: readonly DifferencePiece[]): string =>
  pieces.map(({ kind, text }) => (kind === 'same' ? text : kind === 'gone' ? `[${text}]` : `{${text}}`)).join('');
const sideOf = (pieces: readonly DifferencePiece[], without: 'gone' | 'new'): string =>
  pieces
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

test.each([
  ['加微信领取福利', '今天天气不错', '[加微信领取福利]{今天天气不错}'],
  ['我们晚上去看电影', '我们晚上去看展览', '我们晚上去看[电影]{展览}'],
  ['大家好，加我微信。', '大家好。', '大家好[，加我微信]。'],
  ['same text', 'same text', 'same text'],
  ['', '新的', '{新的}'],
  ['旧的', '', '[旧的]'],
  ['', '', ''],
  ['see my page at example.com for more', 'see the page for more', 'see [my]{the} page [at example.com ]for more'],
])('%s → %s', (before, after, wanted) => {
  expect(short(differenceOf(before, after))).toBe(wanted);
});

test('whatever the texts, the pieces together are both of them', () => {
  const text = fc.string({ unit: fc.constantFrom('好', '坏', '天气', ' ', '。', 'a', 'ab', '\n', '😀'), maxLength: 40 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = differenceOf(before, after);
      expect(sideOf(pieces, 'new')).toBe(before);
      expect(sideOf(pieces, 'gone')).toBe(after);
      expect(pieces.every(({ text: piece }) => piece !== '')).toBe(true);
      expect(pieces.some(({ kind }, i) => kind === pieces[i + 1]?.kind)).toBe(false);
    }),
  );
});

test('long texts that have nothing in common are shown as replaced, soon', () => {
  const [before, after] = [
    Array.from({ length: 2_500 }, (_, i) => `旧${i}`).join(' '),
    Array.from({ length: 2_500 }, (_, i) => `新${i}`).join('，'),
  ];
  const started = performance.now();
  const pieces = differenceOf(before, after);
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(sideOf(pieces, 'new')).toBe(before);
  expect(sideOf(pieces, 'gone')).toBe(after);
  const few = differenceOf(before, before.replace('旧1000 ', '换了 '));
  expect(few.filter(({ kind }) => kind !== 'same').map(({ text }) => text.trim())).toEqual(expect.arrayContaining(['换了']));
});
