import { describe, expect, test } from '@jest/globals';
import { ENDS, endsOf, floorsOf, MOST_DEPTH, placeBelow, TOP } from '../../server/domain/depth.ts';

const chain = (length: number): string[] => Array.from({ length }, (_, i) => `c${i}`);
const at = (depth: number) => ({ id: `c${depth}`, rootId: 'c0', depth, ancestors: endsOf(chain(depth)) });

describe('an answer', () => {
  test('stands below what it answers, down to the bound', () => {
    expect(placeBelow(at(0))).toEqual({ parentId: 'c0', rootId: 'c0', ancestors: ['c0'], depth: 1 });
    const last = placeBelow(at(MOST_DEPTH - 1));
    expect(last).toEqual({ parentId: `c${MOST_DEPTH - 1}`, rootId: 'c0', ancestors: chain(MOST_DEPTH), depth: MOST_DEPTH });
  });

  test.each([MOST_DEPTH, MOST_DEPTH + 1, 2 * MOST_DEPTH, 2_000])('to one at depth %d hangs at the bound', (depth) => {
    expect(placeBelow(at(depth))).toEqual({
      parentId: `c${MOST_DEPTH - 1}`,
      rootId: 'c0',
      ancestors: chain(MOST_DEPTH),
      depth: MOST_DEPTH,
      answersId: `c${depth}`,
    });
  });
});

test.each([0, 1, MOST_DEPTH])('all floors of a chain of %d are named', (depth) => {
  expect(floorsOf(at(depth))).toEqual(chain(depth));
});

test.each([MOST_DEPTH + 1, 2 * ENDS, 2 * ENDS + 1, 2_000])('of a chain of %d the first and the nearest are named', (depth) => {
  const floors = floorsOf(at(depth));
  expect(floors).toHaveLength(MOST_DEPTH);
  expect(floors.slice(0, TOP)).toEqual(['c0', 'c1']);
  expect(floors.slice(TOP)).toEqual(chain(depth).slice(TOP - MOST_DEPTH));
});
