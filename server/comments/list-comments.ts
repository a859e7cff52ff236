import type { CommentView, ListAnswer, ThreadView } from '../contract/comment.ts';
import { Problem } from '../domain/problem.ts';
import { threadKeyOf } from '../domain/thread-key.ts';
import type { Comment, CommentId, Site, Sort, Thread, ThreadId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { presentPublic, presentSiteRules, presentThread } from '../presenters/present-comment.ts';

/** First answers that come with each top-level comment. */
const REPLY_PREVIEW = 3;

export interface ListRequest {
  threadKey: string;
  sort?: Sort | undefined;
  view: 'nested' | 'tower';
  limit: number;
  cursor?: string | undefined;
}

type Reads = Pick<Store, 'comments' | 'threads' | 'events'>;

/** How readers are to follow a thread: by a socket while there is room for them, else by asking again. */
export type LiveWay = ThreadView['live'];

/** The thread of a key, or null where the first comment will make it. @throws Problem `not-found` when the site registers its threads. */
export async function findThread(store: Pick<Store, 'threads'>, site: Site, key: string): Promise<Thread | null> {
  return orNew(site, await store.threads.find(site.id, threadKeyOf(key, site.settings.threadKeys)));
}

/** A thread that is not there may be made by its first comment. @throws Problem `not-found` when the site registers its threads. */
export function orNew(site: Site, thread: Thread | null): Thread | null {
  if (thread === null && site.settings.threads === 'registered') throw new Problem('not-found');
  return thread;
}

/**
 * A page of a thread, the same for every reader. `seq` is read before the comments, so that live events
 * after it may repeat what the page shows but never leave a gap.
 * @param known the thread's id, where it was read before: its number is then asked for together with the thread.
 * @throws Problem `not-found`, `invalid-cursor`.
 */
export async function listComments(
  store: Reads,
  site: Site,
  request: ListRequest,
  live: LiveWay,
  known: ThreadId | null = null,
): Promise<ListAnswer> {
  const [thread, ahead] = await Promise.all([
    findThread(store, site, request.threadKey),
    known === null ? null : store.events.head(`thread:${known}`),
  ]);
  const rules = presentSiteRules(site);
  if (thread === null) {
    return {
      thread: presentThread(site, threadKeyOf(request.threadKey, site.settings.threadKeys), null, 0, live),
      site: rules,
      comments: [],
      nextCursor: null,
    };
  }
  const seq = ahead !== null && thread.id === known ? ahead : await store.events.head(`thread:${thread.id}`);
  const sort = request.sort ?? site.settings.sort;
  const cut = { threadId: thread.id, sort, limit: request.limit, cursor: request.cursor };
  const answer = { thread: presentThread(site, thread.key, thread, seq, live), site: rules };
  if (request.view === 'tower') {
    const slice = await store.comments.tower(cut);
    return { ...answer, comments: await withAncestors(store, slice.items), nextCursor: slice.nextCursor };
  }
  const slice = await store.comments.conversations({ ...cut, replies: REPLY_PREVIEW });
  const comments = slice.items.map(({ comment, replies }) => ({
    ...presentPublic(comment),
    replies: { items: replies.items.map(presentPublic), nextCursor: replies.nextCursor },
  }));
  return { ...answer, comments, nextCursor: slice.nextCursor };
}

/** Gives each comment the chain that it answers, from the top down. */
async function withAncestors(store: Pick<Store, 'comments'>, comments: Comment[]): Promise<CommentView[]> {
  const known = await store.comments.get([...new Set(comments.flatMap((comment) => comment.ancestors))]);
  return comments.map((comment) => ({ ...presentPublic(comment), ancestors: presentChain(comment.ancestors, known) }));
}

function presentChain(ids: CommentId[], known: Map<CommentId, Comment>): CommentView[] {
  return ids.flatMap((id) => {
    const ancestor = known.get(id);
    return ancestor === undefined ? [] : [presentPublic(ancestor)];
  });
}

/** The chain above a comment as the public sees it, from the top down. */
export async function ancestorsOf(store: Pick<Store, 'comments'>, comment: Comment): Promise<CommentView[]> {
  return presentChain(comment.ancestors, await store.comments.get(comment.ancestors));
}
