import { computed, signal } from '@preact/signals';
import type { DecisionResult } from '../../contract/moderation.ts';
import type { DecisionInput } from '../calls.ts';
import { saveUnsent } from './outbox-storage.ts';

/** A call that decides, until the service has answered it. */
export interface Entry {
  input: DecisionInput;
  /** It could not be sent, or its answer was lost: it is sent again. */
  isWaiting: boolean;
  isUnderWay: boolean;
  settle: (results: DecisionResult[]) => void;
}

export const entries = signal<readonly Entry[]>([]);

/** On how many comments decisions wait to be sent. */
export const unsentCount = computed(() =>
  entries.value.reduce((sum, { isWaiting, input }) => sum + (isWaiting ? input.items.length : 0), 0),
);

export function newEntry(input: DecisionInput): { entry: Entry; done: Promise<DecisionResult[]> } {
  const { promise, resolve } = Promise.withResolvers<DecisionResult[]>();
  return { entry: { input, isWaiting: false, isUnderWay: false, settle: resolve }, done: promise };
}

/** Replaces the entries, and keeps them in this tab. */
export function setEntries(next: readonly Entry[]): void {
  entries.value = next;
  saveUnsent(next.map(({ input }) => input));
}

/** Shows and keeps the entries after one of them has been changed in place. */
export const onEntryChange = (): void => setEntries([...entries.value]);

/** Ends an entry with what the service answered. */
export function finish(entry: Entry, results: DecisionResult[]): void {
  setEntries(entries.value.filter((one) => one !== entry));
  entry.settle(results);
}
