import type { NewEvent } from '../domain/events.ts';
import { Problem } from '../domain/problem.ts';
import type { SiteMode, Thread } from '../domain/types.ts';
import { NotFound, StaleRevision } from '../store/port.ts';
import type { SiteActor, SiteDeps } from '../sites/deps.ts';
import { defined } from '../sites/make-site.ts';

/**
 * Closes or reopens a thread, sets its mode or its slow mode (seconds).
 * @throws Problem `not-found`, `stale-revision`.
 */
export async function changeThread(
  deps: SiteDeps,
  actor: SiteActor,
  thread: Thread,
  input: { closed?: boolean | undefined; mode?: SiteMode | null | undefined; slowMode?: number | undefined },
): Promise<Thread> {
  const at = deps.now();
  const patch = {
    ...defined({ closed: input.closed, mode: input.mode }),
    ...(input.slowMode === undefined ? {} : { slowMode: input.slowMode * 1000 }),
  };
  const closed = input.closed ?? thread.closed;
  const event: NewEvent = {
    id: deps.newId(),
    type: 'thread.updated',
    channel: `thread:${thread.id}`,
    siteId: thread.siteId,
    at,
    data: { closed, commentCount: thread.commentCount },
  };
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
