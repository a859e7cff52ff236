import { expect, test } from '@jest/globals';
import { createBurstWatch } from '../../server/moderation/burst.ts';

const MINUTE = 60_000;

test('ten a minute are a conversation in a quiet thread', () => {
  const watch = createBurstWatch();
  expect(watch.note('t', 0)).toBe(10);
  expect(watch.note('t', 10 * MINUTE)).toBe(10);
});

test('a lively thread is used to more, and forgets that when it falls silent', () => {
  const watch = createBurstWatch();
  let most = 0;
  for (let minute = 0; minute < 1_440; minute++) for (let i = 0; i < 30; i++) most = watch.note('t', minute * MINUTE + i);
  expect(most).toBeGreaterThan(25);
  expect(watch.note('other', 1_440 * MINUTE)).toBe(10);
  expect(watch.note('t', 20 * 1_440 * MINUTE)).toBe(10);
});
