import { signal } from '@preact/signals';
import { keyOf, type Target } from './target.ts';

/** Notes for the audit, kept until they are used: a moderator who goes on to another card and back loses none. */
const drafts = signal<ReadonlyMap<string, string>>(new Map());
const MOST_DRAFTS = 200;

/** The note as far as it is written. */
export const draftOf = (of: Target): string => drafts.value.get(keyOf(of)) ?? '';

/** Keeps a note; an empty one is dropped. */
export function keepDraft(of: Target, text: string): void {
  const next = new Map(drafts.value);
  next.delete(keyOf(of));
  if (text !== '') next.set(keyOf(of), text);
  for (const oldest of next.keys()) {
    if (next.size <= MOST_DRAFTS) break;
    next.delete(oldest);
  }
  drafts.value = next;
}
