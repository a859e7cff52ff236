import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromCodePoints, splitText } from '../../server/reviewers/split.ts';

const anyText = fc.string({ unit: fc.constantFrom('花', '。', '！', '\n', 'a', '𠮷', '👨‍👩‍👧', '. '), maxLength: 400 });

test('pieces are within the limit, whole, in order, and leave nothing out', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 20, max: 100 }), fc.integer({ min: 0, max: 9 }), (text, limit, overlap) => {
      const pieces = splitText(text, limit, overlap);
      let covered = 0;
      for (const { text: piece, offset } of pieces) {
        expect(piece.length).toBeLessThanOrEqual(limit);
        expect(text.slice(offset, offset + piece.length)).toBe(piece);
        expect(piece.isWellFormed()).toBe(true);
        expect(offset).toBeLessThanOrEqual(covered);
        covered = offset + piece.length;
      }
      expect(covered).toBe(text.length);
    }),
  );
});

test('what is no longer than the overlap is whole in one piece, wherever it stands', () => {
  for (let before = 0; before < 200; before++) {
    const text = `${'花'.repeat(before)}加微信vx9527${'树'.repeat(200)}`;
    expect(splitText(text, 60, 20).some(({ text: piece }) => piece.includes('加微信vx9527'))).toBe(true);
  }
});

test('a short text is one piece, the empty one too; cuts are at sentences', () => {
  expect(splitText('', 10, 2)).toEqual([{ text: '', offset: 0 }]);
  expect(splitText('一句话。', 10, 2)).toEqual([{ text: '一句话。', offset: 0 }]);
  expect(splitText('早上开放。晚上关门！门票免费。', 12, 0).map(({ text }) => text)).toEqual(['早上开放。晚上关门！', '门票免费。']);
});

test('places in characters are places in UTF-16', () => {
  expect([0, 1, 2, 3, 9].map((place) => fromCodePoints('a𠮷b', place))).toEqual([0, 1, 3, 4, 4]);
});
