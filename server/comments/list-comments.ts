import type { ListAnswer, ThreadView } from '../../contract/comment.ts';
import { floorsOf } from '../domain/depth.ts';
import { bytesOf, MOST_COMMENTS_BYTES, byteBudget } from '../domain/page-size.ts';
import { Problem } from '../domain/problem.ts';
import { threadKeyOf } from '../domain/thread-key.ts';
import type { Comment, CommentId, Site, Sort, Thread, ThreadId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { Cut } from '../store/port-types.ts';
import { presentPublic, presentSiteRules, presentThread } from '../presenters/present-comment.ts';
import { serializeByReader } from './serialize-by-reader.ts';
import { readFloors } from './read-floors.ts';
import type { ListView } from '../domain/enumerations.ts';

/** First answers that come with each top-level comment. */
const REPLY_PREVIEW = 3;
/** Most bytes of the comments that a page lists: the rest of an answer is for what stands below or above them. */
const PAGE_BYTES = 600_000;
/** A page of the tower view is filled with floors that are shown when a stack is unfolded up to so many bytes. */
const FLOORS_BYTES = 300_000;
/** What stands around the answers of a comment, in bytes. */
const REPLIES_FRAME = 250;

export interface ListRequest {
  threadKey: string;
  sort?: Sort | undefined;
  view: ListView;
  limit: number;
  cursor?: string | undefined;
}

type Reads = Pick<Store, 'comments' | 'threads' | 'events'>;

/** How readers are to follow a thread: by a socket while there is room for them, else by asking again. */
export type LiveTransport = ThreadView['live'];

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
  live: LiveTransport,
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
  await serializeByReader();
  const cut = { threadId: thread.id, sort, limit: request.limit, cursor: request.cursor };
  const answer = { thread: presentThread(site, thread.key, thread, seq, live), site: rules };
  if (request.view === 'tower') return { ...answer, ...(await towerPage(store, cut)) };
  const budget = byteBudget(MOST_COMMENTS_BYTES);
  const rootsBudget = byteBudget(PAGE_BYTES);
  const fits = (comment: Comment): boolean => {
    const bytes = bytesOf(presentPublic(comment)) + REPLIES_FRAME;
    return comment.depth > 0 ? budget.take(bytes) : rootsBudget.take(bytes) && budget.take(bytes);
  };
  const slice = await store.comments.conversations({ ...cut, replies: REPLY_PREVIEW, fits });
  const comments = slice.items.map(({ comment, replies }) => ({
    ...presentPublic(comment),
    replies: { items: replies.items.map(presentPublic), nextCursor: replies.nextCursor },
  }));
  return { ...answer, comments, nextCursor: slice.nextCursor };
}

/** How many bytes the floors have that a comment names: `,"ancestors":[{"id":"…"},…],`. */
function bytesOfFloors(ids: readonly CommentId[]): number {
  return ids.reduce((bytes, id) => bytes + id.length + 10, 17);
}

/** A page of the tower view: what stands above its comments is in it once. */
async function towerPage(
  store: Pick<Store, 'comments'>,
  cut: { threadId: ThreadId; sort: Sort } & Cut,
): Promise<Pick<ListAnswer, 'comments' | 'ancestors' | 'nextCursor'>> {
  const itemsBudget = byteBudget(PAGE_BYTES);
  const fits = (comment: Comment): boolean => itemsBudget.take(bytesOf(presentPublic(comment)) + bytesOfFloors(floorsOf(comment)));
  const { items, nextCursor } = await store.comments.tower({ ...cut, fits });
  const comments = items.map((comment) => ({ ...presentPublic(comment), ancestors: floorsOf(comment).map((id) => ({ id })) }));
  const budget = byteBudget(MOST_COMMENTS_BYTES - PAGE_BYTES + itemsBudget.remaining());
  return { comments, ancestors: await readFloors(store, items, budget, byteBudget(FLOORS_BYTES)), nextCursor };
}
