import type { Ms } from '../domain/types.ts';

/** A page may be made anew so many times at once … */
const BURST = 24;
/** … and this often when changes do not stop, a second. */
const PER_SECOND = 10;
/** With fewer turns than this left the page is under fire: it is made in the background. */
const KEPT = 4;

/** How often a page may still be made anew. */
export interface RateTokens {
  remaining: number;
  countedAt: Ms;
}

export function newRateTokens(now: Ms): RateTokens {
  return { remaining: BURST, countedAt: now };
}

/**
 * Spends a turn when there is one. `calm`: few changes of late, so that whoever asks gets them at once;
 * `busy`: under fire, make it in the background; `none`: not now.
 */
export function takeRateToken(turns: RateTokens, now: Ms): 'calm' | 'busy' | 'none' {
  turns.remaining = Math.min(BURST, turns.remaining + ((now - turns.countedAt) / 1000) * PER_SECOND);
  turns.countedAt = now;
  if (turns.remaining < 1) return 'none';
  turns.remaining -= 1;
  return isBusy(turns) ? 'busy' : 'calm';
}

/** Do changes come so fast that the burst is spent? */
export function isBusy({ remaining: left }: RateTokens): boolean {
  return left < KEPT;
}
