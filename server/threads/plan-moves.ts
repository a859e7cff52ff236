import { type ThreadKeyRules, threadKeyOf } from '../domain/thread-key.ts';
import type { Thread, ThreadKey } from '../domain/types.ts';

/** What becomes of a thread: it gets the key, or goes into the thread that has it. */
export interface ThreadMovePlan {
  thread: Thread;
  key: ThreadKey;
  /** null: no thread has the key. */
  into: Thread | null;
}

/**
 * Plans to move all threads whose keys are addresses that begin with one start to another start, oldest first. Two that get
 * the same key are merged, into the older.
 * @returns null when one of the starts is no http(s) address.
 */
export function planMoves(
  threads: readonly Thread[],
  rules: ThreadKeyRules,
  { from, to }: { from: string; to: string },
): ThreadMovePlan[] | null {
  if (![from, to].every((start) => /^https?:\/\/[^/]/i.test(start) && URL.canParse(start))) return null;
  const start = new URL(from).href;
  const end = new URL(to).href;
  const byKey = new Map(threads.map((thread) => [thread.key, thread]));
  const oldestFirst = threads.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const plans: ThreadMovePlan[] = [];
  for (const thread of oldestFirst) {
    if (!thread.key.startsWith(start)) continue;
    const key = threadKeyOf(`${end}${thread.key.slice(start.length)}`, rules);
    if (key === thread.key) continue;
    const into = byKey.get(key) ?? null;
    plans.push({ thread, key, into });
    if (into === null) byKey.set(key, thread);
    byKey.delete(thread.key);
  }
  return plans;
}
