import type { z } from 'zod';
import type { ChangeThread } from '../../contract/site.ts';
import type { NewEvent } from '../domain/events.ts';
import { Problem } from '../domain/problem.ts';
import type { Thread } from '../domain/types.ts';
import { NotFound, StaleRevision } from '../store/port.ts';
import type { SiteActor, SiteDeps } from '../sites/deps.ts';
import { defined } from '../sites/make-site.ts';

/** Tells that something of a thread has changed. */
export function eventOfThread({ now, newId }: Pick<SiteDeps, 'now' | 'newId'>, thread: Thread): NewEvent {
  const { id, siteId, closed, commentCount } = thread;
  return { id: newId(), type: 'thread.updated', channel: `thread:${id}`, siteId, at: now(), data: { closed, commentCount } };
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
  const audit = {
    id: deps.newId(),
    siteId: thread.siteId,
    at,
    by: actor.id,
    byName: actor.name,
    action: 'thread.change',
    subject: thread.id,
    reason: null,
    note: '',
    requestId: actor.requestId,
    data: { changed: Object.keys(input).join(','), closed },
  };
  try {
    const changed = await deps.store.threads.change(thread.id, thread.revision, patch, { events: [event], audit: [audit] });
    deps.wake();
    return changed;
  } catch (cause) {
    if (cause instanceof StaleRevision) throw new Problem('stale-revision', { cause });
    if (cause instanceof NotFound) throw new Problem('not-found', { cause });
    throw cause;
  }
}
