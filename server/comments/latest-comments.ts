import type { Comment, Site, Thread, ThreadId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/** A public comment with the thread it stands in. */
export interface LatestComment {
  comment: Comment;
  thread: Thread;
}

/**
 * The newest public comments of a site, newest first.
 * @param limit 1 to 100
 * @param threadId those of one thread alone
 */
export async function latestComments(
  store: Pick<Store, 'comments' | 'threads'>,
  site: Site,
  limit: number,
  threadId?: ThreadId,
): Promise<LatestComment[]> {
  const within = threadId === undefined ? {} : { threadId };
  const { items } = await store.comments.search({ siteIds: [site.id], status: 'published', limit, ...within });
  const threads = await store.threads.get([...new Set(items.map(({ threadId }) => threadId))]);
  return items.flatMap((comment) => {
    const thread = threads.get(comment.threadId);
    return comment.published === null || thread === undefined ? [] : [{ comment, thread }];
  });
}
