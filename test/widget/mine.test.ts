import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { mine } from '../../client-widget/mine.ts';

const BITS = 8;
const isProof = (text: string): boolean => createHash('sha256').update(text).digest().readUInt8(0) === 0;

test.each([1, 54, 55, 56, 63, 64, 65, 118, 119, 120, 128])('of a prefix of %i signs the very first number is found', (length) => {
  const prefix = 'p'.repeat(length);
  let first = 0;
  while (!isProof(`${prefix}${first}`)) first++;
  expect(mine(prefix, BITS, 0, 100_000)).toBe(first);
  expect(mine(prefix, BITS, 0, first)).toBeNull();
  expect(mine(prefix, BITS, first + 1, 100_000)).toBeGreaterThan(first);
});
