import { isRunning } from '../domain/stepped-clock.ts';
import type { Ms } from '../domain/types.ts';
import { errorCode, errorText } from '../ops/error-code.ts';
import { redactText } from '../ops/redact.ts';

/** How an event is tried again that could not be handled. */
export interface RetryRule {
  /** So often it is tried in all; then it is parked. */
  attempts: number;
  /** The first pause; each further one is twice as long. */
  first: Ms;
  longest: Ms;
}

/** In all about a quarter of an hour: longer than a restart, a fail-over or a deployment of what is called. */
export const RETRY: RetryRule = { attempts: 11, first: 1_000, longest: 5 * 60_000 };

/**
 * The pause after so many attempts in vain: doubled each time, and up to a half longer or shorter by chance, so that what
 * failed together does not come back together.
 * @param chance from 0 to 1.
 */
export function pauseAfter({ first, longest }: RetryRule, attempts: number, chance: number): Ms {
  return Math.round(Math.min(longest, first * 2 ** (attempts - 1)) * (0.5 + chance));
}

/** Is it time? A time that lies further ahead than any pause was set by a clock that has been set back since. */
export function isDue(dueAt: Ms, now: Ms, { longest }: RetryRule): boolean {
  return !isRunning(dueAt, now, 2 * longest);
}

const MOST_TEXT = 300;

/** What is kept of an error: its code and message, of addresses only the host, without what looks like a key. */
export function keptErrorText(error: unknown): string {
  const code = errorCode(error);
  const text = redactText(errorText(error))
    .replace(/\b([a-z][a-z+.-]*:\/\/)(?:[^\s/@]*@)?([^\s/?#]+)[^\s]*/gi, '$1$2')
    .replace(/[\w+/=-]{24,}/g, '…');
  return (code === null || text.includes(code) ? text : `${code}: ${text}`).slice(0, MOST_TEXT);
}
