import { auditEntry, newEvent, SYSTEM } from '../domain/effects.ts';
import type { NewEvent } from '../domain/events.ts';
import type { Comment, Id, Ms, Thread } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { Slice } from '../store/port-types.ts';
import { DEMO_SITE, DEMO_THREAD, sampleRoots } from './sample.ts';

export interface ClearDeps {
  store: Pick<Store, 'comments' | 'threads' | 'moderation' | 'maintenance'>;
  now: () => Ms;
  newId: () => Id;
}

const PAGE = 200;

/** All comments of a list that is given in pages. */
async function all(page: (cursor: string | undefined) => Promise<Slice<Comment>>): Promise<Comment[]> {
  const found: Comment[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await page(cursor);
    found.push(...items);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

/** What open pages and consoles have to know. */
function eventsOf({ now, newId }: ClearDeps, thread: Thread, seen: readonly Comment[], waiting: readonly Comment[]): NewEvent[] {
  const making = { at: now(), newId };
  const { siteId } = thread;
  const [readers, staff] = [`thread:${thread.id}`, `staff:${siteId}`] as const;
  const commentCount = thread.commentCount - seen.filter(({ published }) => published !== null).length;
  return [
    ...seen.map(({ id }) => newEvent(making, { siteId, type: 'comment.removed', channel: readers, data: { commentId: id } })),
    ...waiting.map(({ id }) => {
      const data = { commentId: id, action: 'purge', staffId: SYSTEM.id, staffName: '' };
      return newEvent(making, { siteId, type: 'queue.decided', channel: staff, data });
    }),
    newEvent(making, { siteId, type: 'thread.updated', channel: readers, data: { closed: thread.closed, commentCount } }),
  ];
}

/**
 * Deletes the sample comments for good, with the answers to them and all that hangs on both; the thread too, unless
 * readers have begun conversations of their own in it.
 * @returns how many comments; 0 where there are no samples.
 */
export async function clearSample(deps: ClearDeps): Promise<number> {
  const { comments, threads, moderation, maintenance } = deps.store;
  const thread = await threads.find(DEMO_SITE, DEMO_THREAD);
  if (thread === null) return 0;
  const roots = sampleRoots(thread.createdAt);
  const isOurs = ({ rootId }: Comment): boolean => roots.includes(rootId);
  const listed = await all((cursor) => comments.tower({ threadId: thread.id, sort: 'oldest', cursor, limit: PAGE }));
  const filter = { siteIds: [thread.siteId], threadId: thread.id };
  const waiting = await all((cursor) => moderation.queue({ filter, sort: 'oldest', cursor, limit: PAGE }));
  const action = { action: 'demo.clear', siteId: thread.siteId, subject: thread.id };
  const audit = auditEntry({ at: deps.now(), newId: deps.newId }, { ...SYSTEM, name: 'liangju' }, action);
  const events = eventsOf(deps, thread, listed.filter(isOurs), waiting.filter(isOurs));
  return (await maintenance.deleteConversations(thread.id, roots, { events, audit: [audit] })).comments;
}
