import { BURST_PACE, isSlowed, type PaceRule, READER_PACE, waitFor } from '../domain/pace.ts';
import { Problem } from '../domain/problem.ts';
import type { Ms, Thread } from '../domain/types.ts';
import type { AuthorHistory } from '../store/port-readers.ts';

/** How fast a reader may send in this thread now. */
export function rulesFor(thread: Thread, now: Ms): PaceRule[] {
  const slow = thread.slowMode > 0 ? [{ count: 1, within: thread.slowMode }] : [];
  return [...READER_PACE, ...slow, ...(isSlowed(thread, now) ? BURST_PACE : [])];
}

/** @param wait until the next comment may be sent, ms. */
export const tooFast = (wait: Ms): Problem => new Problem('too-fast', { pub: { retryAfter: Math.ceil(wait / 1000) } });

/**
 * Why this author may not say this now, whatever moderation makes of it; null when they may. Pace and repetition are
 * decided once more when the comment is stored.
 * @param rules empty without limits.
 */
export function refusalOf(history: AuthorHistory, rules: readonly PaceRule[], now: Ms): Problem | null {
  if (history.bans.some(({ mode }) => mode === 'block')) return new Problem('banned');
  const wait = waitFor(
    history.recent.map(({ at }) => at),
    now,
    rules,
  );
  if (wait > 0) return tooFast(wait);
  return history.sameTextOwn > 0 ? new Problem('duplicate-comment') : null;
}
