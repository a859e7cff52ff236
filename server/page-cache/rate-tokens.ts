import type { Ms } from '../domain/types.ts';

/** A page may be made anew so many times at once. */
const BURST = 24;
/** While changes do not stop, it is made anew this many times a second. */
const PER_SECOND = 10;
/** With fewer tokens than this left the page is hot: it is made in the background. */
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
 * Spends a token when there is one. `calm`: there were few changes of late, and the request waits for the new page;
 * `busy`: the page is hot, it is made in the background; `none`: it is not made now.
 */
export function takeRateToken(tokens: RateTokens, now: Ms): 'calm' | 'busy' | 'none' {
  tokens.remaining = Math.min(BURST, tokens.remaining + ((now - tokens.countedAt) / 1000) * PER_SECOND);
  tokens.countedAt = now;
  if (tokens.remaining < 1) return 'none';
  tokens.remaining -= 1;
  return isBusy(tokens) ? 'busy' : 'calm';
}

/** Do changes come so fast that the burst is spent? */
export function isBusy({ remaining: left }: RateTokens): boolean {
  return left < KEPT;
}
