import { expect, test } from '@jest/globals';
import { isDue, keptErrorText, pauseAfter, RETRY } from '../../server/events/retry.ts';

test('pauses grow, differ by chance, and end at the longest', () => {
  const rule = { attempts: 9, first: 1_000, longest: 10_000 };
  expect([1, 2, 3, 4, 5, 8].map((attempts) => pauseAfter(rule, attempts, 0.5))).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  expect([0, 0.5, 1].map((chance) => pauseAfter(rule, 2, chance))).toEqual([1_000, 2_000, 3_000]);
});

test('what was put off by a clock that stood an hour ahead is due', () => {
  const now = Date.UTC(2026, 0, 1);
  expect([now - 1, now, now + 1_000, now + RETRY.longest].map((dueAt) => isDue(dueAt, now, RETRY))).toEqual([true, true, false, false]);
  expect(isDue(now + 3_600_000, now, RETRY)).toBe(true);
});

test.each([
  ['connect ECONNREFUSED 127.0.0.1:9', 'connect ECONNREFUSED 127.0.0.1:9'],
  ['GET https://user:pass@hooks.example/services/T0/B0/abc?key=1 failed', 'GET https://hooks.example failed'],
  ['bad key sk_live_0123456789abcdefghijklmnop here', 'bad key … here'],
  ['a'.repeat(20).concat(' ').repeat(30), 'a'.repeat(20).concat(' ').repeat(30).slice(0, 300)],
])('of the error %j is kept %j', (message, kept) => {
  expect(keptErrorText(new Error(message))).toBe(kept);
});

test('the code of an error is kept', () => {
  expect(keptErrorText(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }))).toBe('ETIMEDOUT: no answer');
  expect(keptErrorText('a word')).toBe('a word');
});
