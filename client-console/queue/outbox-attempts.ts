import type { DecisionResult } from '../../contract/moderation.ts';
import { Refused } from '../api.ts';
import { type DecisionInput, decide } from '../calls.ts';
import { staff } from '../session.ts';
import { type Entry, entries, finish, onEntryChange } from './outbox-entries.ts';

/** Without an answer for so long the connection counts as lost, ms. */
const ANSWER_WITHIN = 30_000;
/** Pauses between attempts, ms; the last one stays. */
const PAUSES = [1_000, 2_000, 5_000, 10_000, 30_000] as const;
/** Answers of proxies and of a service that is just starting or overloaded: asking again is right. */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

let failures = 0;
let isFlushing = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Sends one call; false when there was no answer: then it waits, and is sent again after a pause. */
export async function attempt(entry: Entry): Promise<boolean> {
  entry.isUnderWay = true;
  onEntryChange();
  try {
    const results = await decide(entry.input, AbortSignal.timeout(ANSWER_WITHIN));
    failures = 0;
    finish(
      entry,
      results.map((result) => asFirstSent(entry.input, result)),
    );
    return true;
  } catch (error) {
    if (error instanceof Refused && !TRY_AGAIN.has(error.problem.status)) {
      const { code, detail } = error.problem;
      finish(
        entry,
        entry.input.items.map(({ id }) => ({ id, result: 'refused', code, detail })),
      );
      return true;
    }
    entry.isUnderWay = false;
    entry.isWaiting = true;
    onEntryChange();
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), PAUSES[Math.min(failures++, PAUSES.length - 1)]);
    return false;
  }
}

/** Sends what waits now, one call after the other, until one gets no answer. */
export async function flush(): Promise<void> {
  if (isFlushing) return;
  isFlushing = true;
  clearTimeout(timer);
  try {
    for (;;) {
      const next = entries.value.find(({ isWaiting }) => isWaiting);
      if (next === undefined) break;
      if (!(await attempt(next))) break;
    }
  } finally {
    isFlushing = false;
  }
}

/** Ends the pause before the next attempt: none follows by itself. */
export const stopRetrying = (): void => clearTimeout(timer);

/**
 * The result of a call as it would have been the first time. A decision that is stale because of this moderator's own
 * earlier call has been applied; and a decision that never arrived needs no undoing.
 */
function asFirstSent({ items, action }: DecisionInput, result: DecisionResult): DecisionResult {
  const sent = items.find(({ id }) => id === result.id)?.revision;
  if (result.result !== 'stale' || sent === undefined) return result;
  const { decidedBy: by, revision } = result;
  const isMine = by?.id === staff.value?.id && by?.action === action && revision === sent + 1;
  const isNothingToUndo = action === 'undo' && revision === sent - 1;
  return isMine || isNothingToUndo ? { ...result, result: 'applied' } : result;
}
