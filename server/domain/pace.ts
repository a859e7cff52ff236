import { isPast, isRunning } from './stepped-clock.ts';
import type { Ms } from './types.ts';

/** A reader may send so many comments in such a time. */
export interface PaceRule {
  count: number;
  within: Ms;
}

/** What is decided once more when a comment is stored: what was read before may have changed by parallel posts. */
export interface PostGuard {
  /** How fast its author may send; empty without limits. */
  rules: readonly PaceRule[];
  /** Since when its author must not have sent the same text to this site. */
  sameTextSince: Ms;
}

/** Between any two comments of a reader. */
export const SHORTEST_PACE: Ms = 10_000;

/** Of one reader in one site. */
export const READER_PACE: readonly PaceRule[] = [
  { count: 1, within: SHORTEST_PACE },
  { count: 5, within: 60_000 },
  { count: 60, within: 3_600_000 },
];

/** Of one reader in a thread that is in a burst. */
export const BURST_PACE: readonly PaceRule[] = [{ count: 1, within: 60_000 }];

/** How long a thread stays slow after a burst. */
export const BURST_LASTS: Ms = 15 * 60_000;

/** Is a thread slowed down because of a burst? */
export function isSlowed({ burstUntil }: { burstUntil: Ms }, now: Ms): boolean {
  return isRunning(burstUntil, now, BURST_LASTS);
}

/**
 * How long a reader has to wait before the next comment, in ms; 0 = may send now.
 * @param recent when the latest comments were made, newest first.
 */
export function waitFor(recent: readonly Ms[], now: Ms, rules: readonly PaceRule[]): Ms {
  const past = recent.filter((at) => isPast(at, now));
  let wait = 0;
  for (const { count, within } of rules) {
    const oldest = past[count - 1];
    if (oldest !== undefined) wait = Math.max(wait, Math.min(within, oldest + within - now));
  }
  return wait;
}

/**
 * Seconds to wait after a counter has refused. It goes by the time of day: a clock that was set back must not make
 * anybody wait longer than it counts at all.
 * @param duration how long it counts, s.
 */
export function secondsToWait(msBeforeNext: Ms, duration: number): number {
  return Math.min(duration, Math.max(1, Math.ceil(msBeforeNext / 1000)));
}
