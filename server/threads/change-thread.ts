import type { z } from 'zod';
import type { ChangeThread } from '../../contract/site.ts';
import { auditEntry, newEvent } from '../domain/effects.ts';
import type { NewEvent } from '../domain/events.ts';
import type { Thread } from '../domain/types.ts';
import { orProblem } from '../store/store-problem.ts';
import type { SiteActor, SiteDeps } from '../sites/deps.ts';
import { defined } from '../sites/make-site.ts';

/** The event that something of a thread has changed. */
export function eventOfThread({ now, newId }: Pick<SiteDeps, 'now' | 'newId'>, thread: Thread): NewEvent {
  const { id, siteId, closed, commentCount } = thread;
  const facts = { type: 'thread.updated' as const, channel: `thread:${id}` as const, siteId, data: { closed, commentCount } };
  return newEvent({ at: now(), newId }, facts);
}

/**
 * Closes or reopens a thread, sets its mode, its slow mode (seconds), its address (null: none) or its title; pages change
 * no more what was set of the last two. Whether the address may be one of the site's is for the caller to know.
 * @throws Problem `not-found`, `stale-revision`.
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
  const data = { changed: Object.keys(input).join(','), closed };
  const action = { action: 'thread.change', siteId: thread.siteId, subject: thread.id, data };
  const audit = auditEntry({ at, newId: deps.newId }, actor, action);
  return orProblem(deps.store.threads.change(thread.id, thread.revision, patch, { events: [event], audit: [audit] }));
}
