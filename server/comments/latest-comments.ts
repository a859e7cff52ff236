import type { CommentStatus } from '../domain/enumerations.ts';
import type { Comment, Site, Thread, ThreadId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/** A public comment with the thread it stands in. */
export interface LatestComment {
  comment: Comment;
  thread: Thread;
}

/** In these states a comment is public where an edit of it waits or was refused: its text from before is shown still. */
const PERHAPS_PUBLIC = ['published', 'pending', 'rejected', 'spam'] as const satisfies readonly CommentStatus[];

const newestFirst = (one: Comment, other: Comment): number => other.createdAt - one.createdAt || (one.id < other.id ? 1 : -1);

/** Those of a site. A comment whose edit waits is left out where more than `limit` others came after it that wait too. */
async function newestOfSite(store: Pick<Store, 'comments'>, siteId: Site['id'], limit: number): Promise<Comment[]> {
  const found = await Promise.all(PERHAPS_PUBLIC.map((status) => store.comments.search({ siteIds: [siteId], status, limit })));
  return found.flatMap(({ items }) => items);
}

/** Those of a thread: what is listed of it begins with what is pinned, and has place-holders too. */
async function newestOfThread(store: Pick<Store, 'comments'>, threadId: ThreadId, limit: number): Promise<Comment[]> {
  return (await store.comments.tower({ threadId, sort: 'newest', limit: limit * 2 })).items;
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
  const found = await (threadId === undefined ? newestOfSite(store, site.id, limit) : newestOfThread(store, threadId, limit));
  const items = found
    .filter(({ published }) => published !== null)
    .sort(newestFirst)
    .slice(0, limit);
  const threads = await store.threads.get([...new Set(items.map((comment) => comment.threadId))]);
  return items.flatMap((comment) => {
    const thread = threads.get(comment.threadId);
    return thread === undefined ? [] : [{ comment, thread }];
  });
}
