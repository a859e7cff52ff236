import type { Ms } from './types.ts';

/** A reader may send so many comments in such a time. */
export interface PaceRule {
  count: number;
  within: Ms;
}

/** Of one reader in one site. */
export const READER_PACE: readonly PaceRule[] = [
  { count: 1, within: 10_000 },
  { count: 5, within: 60_000 },
  { count: 60, within: 3_600_000 },
];

/** Of one reader in a thread that is in a burst. */
export const BURST_PACE: readonly PaceRule[] = [{ count: 1, within: 60_000 }];

/**
 * How long a reader has to wait before the next comment, in ms; 0 = may send now.
 * @param recent when the latest comments were made, newest first.
 */
export function waitFor(recent: readonly Ms[], now: Ms, rules: readonly PaceRule[]): Ms {
  let wait = 0;
  for (const { count, within } of rules) {
    const oldest = recent[count - 1];
    if (oldest !== undefined) wait = Math.max(wait, oldest + within - now);
  }
  return wait;
}
