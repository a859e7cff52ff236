import type { z } from 'zod';
import type { ChangeThread } from '../../contract/site.ts';
import { auditEntry, type EventFacts, newEvent } from '../domain/effects.ts';
import type { NewEvent } from '../domain/events.ts';
import type { Thread } from '../domain/types.ts';
import { Problem } from '../domain/problem.ts';
import { orProblem } from '../store/store-problem.ts';
import type { SiteActor, SiteDeps } from '../sites/deps.ts';
import { defined } from '../sites/make-site.ts';

/** What the event says that something of a thread has changed. */
export function threadUpdated({ id, siteId, closed, commentCount }: Pick<Thread, 'id' | 'siteId' | 'closed' | 'commentCount'>): EventFacts {
  return { type: 'thread.updated', channel: `thread:${id}`, siteId, data: { closed, commentCount } };
}

/** The event that something of a thread has changed. */
export function eventOfThread({ now, newId }: Pick<SiteDeps, 'now' | 'newId'>, thread: Thread): NewEvent {
  return newEvent({ at: now(), newId }, threadUpdated(thread));
}

function switched({ now, newId }: Pick<SiteDeps, 'now' | 'newId'>, { id: threadId, siteId }: Thread, closed: boolean): NewEvent {
  const type = closed ? 'thread.closed' : 'thread.opened';
  return newEvent({ at: now(), newId }, { type, channel: `site:${siteId}`, siteId, data: { threadId } });
}

/**
 * Closes or reopens a thread, sets its mode, its slow mode (seconds), its address (null: none), its title or its key; pages
 * change no more what was set of address and title. The old key leads to the thread. Whether the address may be one of the
 * site's is for the caller to know, and how the site writes its keys.
 * @throws Problem `not-found`, `stale-revision`, `duplicate-thread` when another thread has the key.
 */
export async function changeThread(deps: SiteDeps, actor: SiteActor, thread: Thread, input: z.infer<typeof ChangeThread>): Promise<Thread> {
  const at = deps.now();
  const set = (['url', 'title'] as const).filter((field) => input[field] !== undefined);
  const patch = {
    ...defined({ closed: input.closed, mode: input.mode, title: input.title, url: input.url === null ? '' : input.url }),
    ...(set.length === 0 ? {} : { setByStaff: [...new Set([...thread.setByStaff, ...set])] }),
    ...(input.slowMode === undefined ? {} : { slowMode: input.slowMode * 1000 }),
  };
  const closed = input.closed ?? thread.closed;
  const event = eventOfThread(deps, { ...thread, closed });
  const isMoved = input.key !== undefined && input.key !== thread.key;
  const moved = isMoved ? { fromKey: thread.key, key: input.key ?? '' } : {};
  const data = { changed: Object.keys(input).join(','), closed, ...moved };
  const action = { action: isMoved ? 'thread.move' : 'thread.change', siteId: thread.siteId, subject: thread.id, data };
  const audit = auditEntry({ at, newId: deps.newId }, actor, action);
  const effects = { events: [event, ...(closed === thread.closed ? [] : [switched(deps, thread, closed)])], audit: [audit] };
  const { threads } = deps.store;
  if (!isMoved || input.key === undefined) return orProblem(threads.change(thread.id, thread.revision, patch, effects));
  return orProblem(threads.move(thread.id, thread.revision, { ...patch, key: input.key }, effects), {
    Duplicate: (cause) => new Problem('duplicate-thread', { cause }),
  });
}
