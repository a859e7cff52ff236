import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Problem } from '../../server/domain/problem.ts';
import { createRequestLimits } from '../../server/http/request-limits.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('a network may have five mails sent in a minute and twenty in an hour', async () => {
  const limits = createRequestLimits(true);
  let longestWait = 0;
  let sent = 0;
  const send = (network: string): Promise<void> =>
    limits.spend('mail', network).then(
      () => void sent++,
      (error: unknown) => {
        if (!(error instanceof Problem) || error.code !== 'too-fast') throw error;
        longestWait = Math.max(longestWait, Number(error.pub.retryAfter));
      },
    );
  for (let minute = 0; minute < 5; minute++) {
    for (let i = 0; i < 7; i++) await send('one');
    expect(sent).toBe(Math.min(20, (minute + 1) * 5));
    jest.advanceTimersByTime(61_000);
  }
  expect(longestWait).toBeGreaterThan(60);
  await send('another');
  expect(sent).toBe(21);
  jest.advanceTimersByTime(3_600_000);
  await send('one');
  expect(sent).toBe(22);
});
