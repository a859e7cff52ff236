import { signal } from '@preact/signals';
import { randomHex } from '../../client-shared/random-hex.ts';
import type { DecisionResult } from '../../contract/moderation.ts';
import { MOST_DECIDED_AT_ONCE } from '../../server/domain/queue-limits.ts';
import type { DecisionInput } from '../calls.ts';
import { attempt, flush } from './outbox-attempts.ts';
import { type Entry, entries, newEntry, onEntryChange, unsentCount } from './outbox-entries.ts';

/** Decisions that are being sent to the service. */
export interface Sending {
  /** One result for each comment, however long the connection is lost; a decision that was applied while its answer was lost is `applied` too. */
  results: Promise<DecisionResult[]>;
  /** Could they not be sent so far? */
  isWaiting: () => boolean;
  /**
   * Turns decisions that wait into undoing them: whether they had arrived or not, in the end the comments are as
   * before. Gives whether all of them were waiting; else nothing is changed.
   */
  withdraw: () => boolean;
  isWithdrawn: () => boolean;
}

/** Of a decision that needs several calls: on how many comments it has been applied so far. */
export const sendingProgress = signal<{ done: number; total: number } | null>(null);

/** An id for what a moderator does at once: its calls can be undone together. */
export const newActionId = (): string => randomHex(12);

/**
 * Sends a decision on any number of comments, in as many calls as it needs, and again until the service has
 * answered. What waits is kept for this account and this tab, so that loading the page anew loses nothing.
 */
export function send(input: DecisionInput): Sending {
  const own = cut(input).map((part) => newEntry(part));
  const isWaiting = (): boolean => own.some(({ entry }) => entry.isWaiting);
  let isWithdrawn = false;
  entries.value = [...entries.value, ...own.map(({ entry }) => entry)];
  const showProgress = own.length > 1;
  void sendAll(own.map(({ entry }) => entry));
  const results = Promise.all(
    own.map(async ({ done }) => {
      const some = await done;
      if (showProgress) addProgress(some.length, input.items.length);
      return some;
    }),
  ).then((all) => all.flat());
  if (showProgress) addProgress(0, input.items.length);
  return {
    results,
    isWaiting,
    isWithdrawn: () => isWithdrawn,
    withdraw() {
      if (isWithdrawn || own.some(({ entry }) => !entry.isWaiting || entry.isUnderWay)) return false;
      isWithdrawn = true;
      for (const { entry } of own)
        entry.input = { items: entry.input.items.map(({ id, revision }) => ({ id, revision: revision + 1 })), action: 'undo' };
      onEntryChange();
      return true;
    },
  };
}

function cut(input: DecisionInput): DecisionInput[] {
  const parts: DecisionInput[] = [];
  for (let i = 0; i < input.items.length; i += MOST_DECIDED_AT_ONCE)
    parts.push({ ...input, items: input.items.slice(i, i + MOST_DECIDED_AT_ONCE) });
  return parts;
}

function addProgress(done: number, total: number): void {
  const now = (sendingProgress.value?.done ?? 0) + done;
  sendingProgress.value = now >= total ? null : { done: now, total };
}

async function sendAll(parts: readonly Entry[]): Promise<void> {
  const isDown = unsentCount.value > 0;
  for (const [i, part] of parts.entries()) {
    if (!isDown && (await attempt(part))) continue;
    for (const later of parts.slice(i)) later.isWaiting = true;
    onEntryChange();
    if (isDown) void flush();
    return;
  }
}
