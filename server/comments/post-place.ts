import type { PostComment } from '../../contract/comment.ts';
import { newThread } from '../domain/new-thread.ts';
import { threadKeyOf } from '../domain/thread-key.ts';
import type { Site, Thread } from '../domain/types.ts';
import { firstAddress } from '../threads/thread-address.ts';
import type { CommentDeps } from './deps.ts';
import { orNew } from './list-comments.ts';

/** The thread of a post, which may not be stored yet. */
export interface Place {
  thread: Thread;
  /** Stores it where it is new; gives the one that another post made first. */
  keep: () => Promise<Thread>;
}

/** The thread of the post, made by the first one; the address that this one names counts only where it is of the site. */
export async function placeOf(
  deps: Pick<CommentDeps, 'store' | 'findThread' | 'newId' | 'now'>,
  site: Site,
  { page }: { page: { ownOrigin: string } },
  named: PostComment['thread'],
): Promise<Place> {
  const key = threadKeyOf(named.key, site.settings.threadKeys);
  const known = orNew(site, await deps.findThread(site.id, key));
  if (known !== null) return { thread: known, keep: () => Promise.resolve(known) };
  const seen = {
    id: deps.newId(),
    url: firstAddress(site, page.ownOrigin, { key, url: named.url }),
    title: named.title,
    now: deps.now(),
  };
  return { thread: newThread(site.id, key, seen), keep: () => deps.store.threads.open(site.id, key, seen) };
}
