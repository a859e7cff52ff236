import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { bitsFor, createPuzzles } from '../../server/moderation/puzzle.ts';

const SECRET = 'a secret of the tests that is long enough';

function solve(challenge: string, bits: number): string {
  for (let n = 0; ; n++) {
    const digest = createHash('sha256').update(`${challenge}:${n}`).digest();
    if (digest.readUInt32BE(0) >>> (32 - bits) === 0) return String(n);
  }
}

describe('a puzzle', () => {
  test('is taken once, when it is solved', () => {
    const puzzles = createPuzzles({ secret: SECRET, now: () => 1_000 });
    const challenge = puzzles.issue('paper', 10);
    const nonce = solve(challenge, 10);
    expect(puzzles.accepts('paper', 10, { challenge, nonce: `${nonce}x` })).toBe(false);
    expect(puzzles.accepts('paper', 10, { challenge, nonce })).toBe(true);
    expect(puzzles.accepts('paper', 10, { challenge, nonce })).toBe(false);
  });

  test('is refused for another site, with too little work, too late, or when it is not ours', () => {
    let now = 1_000;
    const puzzles = createPuzzles({ secret: SECRET, now: () => now });
    const challenge = puzzles.issue('paper', 8);
    const answer = { challenge, nonce: solve(challenge, 8) };
    expect(puzzles.accepts('other', 8, answer)).toBe(false);
    expect(puzzles.accepts('paper', 9, answer)).toBe(false);
    const forged = challenge.replace('.8.', '.0.');
    expect(puzzles.accepts('paper', 0, { challenge: forged, nonce: '0' })).toBe(false);
    expect(createPuzzles({ secret: `${SECRET}!`, now: () => now }).accepts('paper', 8, answer)).toBe(false);
    for (const odd of ['', '....', 'paper.8.x.y', `${challenge}.more`]) {
      expect(puzzles.accepts('paper', 0, { challenge: odd, nonce: '0' })).toBe(false);
    }
    now += 10 * 60_000 + 1;
    expect(puzzles.accepts('paper', 8, answer)).toBe(false);
  });
});

test('work rises with the risk, and known readers have none', () => {
  const calm = { trust: 0 as const, isBurst: false, perMinute: 3 };
  expect(bitsFor('risk', calm)).toBe(0);
  expect(bitsFor('always', calm)).toBe(15);
  expect(bitsFor('risk', { ...calm, isBurst: true })).toBe(18);
  expect(bitsFor('risk', { ...calm, isBurst: true, perMinute: 90 })).toBe(20);
  expect(bitsFor('off', { ...calm, isBurst: true, perMinute: 90 })).toBe(0);
  expect(bitsFor('always', { ...calm, trust: 2, isBurst: true, perMinute: 90 })).toBe(0);
});
