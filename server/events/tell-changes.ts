import type { NewEvent } from '../domain/events.ts';
import type { Store } from '../store/port.ts';

/** What says where something changed; `id` is the event's own, where there is an event. */
export type ChangeNote = Pick<NewEvent, 'type' | 'channel' | 'siteId'> & { id?: NewEvent['id'] | undefined };

/**
 * The same store, which tells at once what its acts changed: before the act's own answer goes out, so that
 * whoever has just written reads what was written. Acts of other processes are not heard here.
 * Votes leave no event of their own and are told by whoever counts them.
 */
export function tellChanges(store: Store, tell: (changes: readonly ChangeNote[]) => void): Store {
  const { comments, threads, sites, readers, moderation, events, upkeep } = store;
  async function told<T>(act: Promise<T>, changes: readonly ChangeNote[]): Promise<T> {
    const result = await act;
    tell(changes);
    return result;
  }
  return {
    ...store,
    comments: {
      ...comments,
      create: (comment, fx, answer, guard) => told(comments.create(comment, fx, answer, guard), fx.events),
      change: (id, expected, patch, fx) => told(comments.change(id, expected, patch, fx), fx.events),
    },
    threads: { ...threads, change: (id, expected, patch, fx) => told(threads.change(id, expected, patch, fx), fx.events) },
    sites: {
      ...sites,
      create: (site, fx) => told(sites.create(site, fx), fx.events),
      change: (id, expected, patch, fx) => told(sites.change(id, expected, patch, fx), fx.events),
      saveWords: (id, expected, list, saved, fx) => told(sites.saveWords(id, expected, list, saved, fx), fx.events),
    },
    readers: {
      ...readers,
      ban: (one, fx) => told(readers.ban(one, fx), fx.events),
      unban: (siteId, id, fx) => told(readers.unban(siteId, id, fx), fx.events),
    },
    moderation: {
      ...moderation,
      claim: (q, fx) => told(moderation.claim(q, fx), fx.events),
      openCase: (id, add, fx) => told(moderation.openCase(id, add, fx), fx.events),
    },
    events: { ...events, append: (appended) => told(events.append(appended), appended) },
    upkeep: {
      ...upkeep,
      deleteConversations: (threadId, roots, fx) => told(upkeep.deleteConversations(threadId, roots, fx), fx.events),
      importBatch: (rows) =>
        told(
          upkeep.importBatch(rows),
          rows.map(({ comment }) => ({ type: 'comment.published', channel: `thread:${comment.threadId}`, siteId: comment.siteId })),
        ),
    },
  };
}
