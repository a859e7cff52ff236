import { signal } from '@preact/signals';
import type { CommentView, ThreadView } from '../../contract/comment.ts';
import type { SearchAnswer } from '../../contract/moderation.ts';
import { searchComments } from '../calls.ts';
import { publicAncestors } from '../comments/find-one.ts';

/** The context of a comment: the comments above it, and others of its author. */
export interface Background {
  ancestors: readonly CommentView[];
  past: SearchAnswer['comments'];
}

const PAST = 10;
const MOST_KEPT = 200;
const kept = new Map<string, Promise<Background>>();

/** Threads as moderators changed them here: newer than what cards came with. */
export const changedThreads = signal<ReadonlyMap<string, ThreadView>>(new Map());

/** Reads the context of a comment; a second call for the same comment gives the first answer. @throws like any call. */
export function backgroundOf(comment: {
  id: string;
  parentId: string | null;
  siteId: string;
  author: { id: string } | null;
}): Promise<Background> {
  const { id, parentId, siteId, author } = comment;
  const known = kept.get(id);
  if (known !== undefined) return known;
  const reading = Promise.all([
    publicAncestors(parentId),
    author === null ? [] : searchComments({ site: siteId, reader: author.id, limit: PAST + 1 }).then(({ comments }) => comments),
  ]).then(([ancestors, past]) => ({ ancestors, past: past.filter((one) => one.id !== id).slice(0, PAST) }));
  kept.set(id, reading);
  reading.catch(() => kept.delete(id));
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return reading;
}

/** The thread with the changes that were made here. */
export const threadNow = (given: ThreadView): ThreadView => (given.id === null ? undefined : changedThreads.value.get(given.id)) ?? given;

/** Remembers a changed thread; `under`: the id of another that was merged into it. */
export function rememberThread(thread: ThreadView, under = thread.id): void {
  if (under !== null) changedThreads.value = new Map(changedThreads.value).set(under, thread);
}
