import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BURST_PACE, isSlowed, READER_PACE, secondsToWait, waitFor } from '../../server/domain/pace.ts';
import { beyond, isPast, isRunning } from '../../server/domain/stepped-clock.ts';
import { createBurstWatch } from '../../server/moderation/burst.ts';
import { createPuzzles } from '../../server/moderation/puzzle.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 31, 8);

test('an end is believed as far as a clock that was not set could have written it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: HOUR }), fc.integer({ min: -2 * HOUR, max: 2 * HOUR }), (lasts, step) => {
      const until = NOW + lasts;
      const left = until - (NOW + step);
      expect(isRunning(until, NOW + step, lasts)).toBe(left > 0 && left <= 2 * lasts);
    }),
  );
  expect(isRunning(NOW + 10_000, NOW, 10_000)).toBe(true);
  expect(isRunning(NOW + 10_000, NOW - HOUR, 10_000)).toBe(false);
  expect(beyond(NOW, 10_000)).toBe(NOW + 20_000);
  expect([isPast(NOW, NOW), isPast(NOW + 4_000, NOW), isPast(NOW + HOUR, NOW)]).toEqual([true, true, false]);
});

describe('a reader', () => {
  test('never waits longer than a rule lasts, and not for what a clock has set into the future', () => {
    const before = [NOW, NOW - 5_000, NOW - 70_000];
    expect(waitFor(before, NOW + 1_000, READER_PACE)).toBe(9_000);
    expect(waitFor(before, NOW - HOUR, READER_PACE)).toBe(0);
    expect(waitFor(before, NOW - HOUR, BURST_PACE)).toBe(0);
    // What was written since counts.
    expect(waitFor([...before, NOW - HOUR], NOW - HOUR + 1_000, READER_PACE)).toBe(9_000);
    // Another machine's clock is a little ahead.
    expect(waitFor([NOW + 2_000], NOW, READER_PACE)).toBe(10_000);
  });

  test('waits no longer than the counter counts', () => {
    expect([secondsToWait(1, 60), secondsToWait(59_001, 60), secondsToWait(HOUR, 60)]).toEqual([1, 60, 60]);
  });
});

test('a thread is not slow for as long as the clock was set back', () => {
  const burstUntil = NOW + 15 * 60_000;
  expect([NOW, NOW + 16 * 60_000, NOW - HOUR].map((now) => isSlowed({ burstUntil }, now))).toEqual([true, false, false]);
});

test('a rhythm goes on from another minute when the clock is set back', () => {
  const watch = createBurstWatch();
  for (let i = 0; i < 100; i++) watch.note('t', NOW);
  const back = NOW - HOUR;
  for (let minute = 1; minute < 30; minute++) watch.note('t', back + minute * 60_000);
  // A hundred in one minute were taken up once, not counted with all that came since.
  expect(watch.note('t', back + 30 * 60_000)).toBeLessThan(100);
});

test('a puzzle is of use for as long as it may be, whatever the clock does, and once', () => {
  let now = NOW;
  const puzzles = createPuzzles({ secret: 's', now: () => now });
  const challenge = puzzles.issue('demo', 0);
  now = NOW - HOUR;
  expect(puzzles.accepts('demo', 0, { challenge, nonce: '1' })).toBe(false);
  now = NOW;
  expect(puzzles.accepts('demo', 0, { challenge, nonce: '1' })).toBe(true);
  expect(puzzles.accepts('demo', 0, { challenge, nonce: '1' })).toBe(false);
});
