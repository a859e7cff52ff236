/**
 * Times that are stored are compared by the clock that stands when they are read. It may have been set since: an hour
 * back after somebody had set it wrong, a minute on when a machine woke up. What is stored is therefore believed only
 * as far as a clock that was not set could have written it, so that a step costs seconds and not its own length.
 * Inside of a process nothing rests on this: what is waited for is measured by a clock that never steps.
 */
import type { Ms } from './types.ts';

/** So far the clocks of several machines may be apart without one of them being wrong. */
export const SKEW: Ms = 5_000;

/** An end that lies beyond this was set by a clock that has been set back since: what lasts so long ends before. */
export function beyond(now: Ms, lasts: Ms): Ms {
  return now + 2 * lasts;
}

/** Is something that lasts so long still going on, its end being stored? */
export function isRunning(until: Ms, now: Ms, lasts: Ms): boolean {
  return until > now && until <= beyond(now, lasts);
}

/** Was it before now, as far as can be known? */
export function isPast(at: Ms, now: Ms): boolean {
  return at <= now + SKEW;
}
