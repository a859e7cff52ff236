import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { piecesBetween, rowAt, topsOf } from '../../client-console/queue/window.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];
const heights = { known: new Map([['b', 50]]), guess: 100 };
const tops = topsOf(ids, heights);

test('rows that were not seen are as high as guessed', () => {
  expect(tops).toEqual([0, 100, 150, 250, 350, 450]);
  expect([-10, 0, 99, 100, 149, 150, 449, 900].map((y) => rowAt(tops, y))).toEqual([0, 0, 0, 1, 1, 2, 4, 4]);
});

test('what is out of sight is a gap as high as its rows; the row in focus is there wherever it is', () => {
  expect(piecesBetween(tops, 160, 240)).toEqual([{ gap: 150 }, { row: 2 }, { gap: 200 }]);
  expect(piecesBetween(tops, 160, 240, [4])).toEqual([{ gap: 150 }, { row: 2 }, { gap: 100 }, { row: 4 }]);
  expect(piecesBetween(topsOf([], heights), 0, 900)).toEqual([]);
});

test('whatever is shown, the list is as high as all of its rows, and every row that is seen is there once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 60 }),
      fc.integer({ min: -500, max: 20_000 }),
      fc.integer({ min: 1, max: 3_000 }),
      fc.array(fc.integer({ min: -2, max: 70 }), { maxLength: 4 }),
      (given, from, size, more) => {
        const names = given.map((_, i) => String(i));
        const known = new Map(given.map((height, i) => [String(i), height]));
        const all = topsOf(names, { known, guess: 1 });
        const pieces = piecesBetween(all, from, from + size, more);
        const rows = pieces.flatMap((piece) => ('row' in piece ? [piece.row] : []));
        const total = pieces.reduce((sum, piece) => sum + ('gap' in piece ? piece.gap : (given[piece.row] ?? 0)), 0);
        expect(total).toBe(given.reduce((sum, height) => sum + height, 0));
        expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
        for (const [row, height] of given.entries()) {
          const top = all[row] ?? 0;
          if (top < from + size && top + height > from) expect(rows).toContain(row);
        }
      },
    ),
  );
});
