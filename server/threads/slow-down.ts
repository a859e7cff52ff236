import { BURST_LASTS, isSlowed } from '../domain/pace.ts';
import type { Id, Ms, Thread, ThreadId } from '../domain/types.ts';
import { StaleRevision, type Store } from '../store/port.ts';

/** A burst that goes on is noted again after this, not at every comment. */
const NOTED_AGAIN: Ms = 5 * 60_000;

export interface SlowDownDeps {
  store: Pick<Store, 'threads'>;
  now: () => Ms;
  newId: () => Id;
  wake: () => void;
}

/**
 * Slows a thread down because of a burst: one comment a reader and minute, newcomers wait, the moderators
 * are told. While it is slow a further burst prolongs it.
 */
export async function slowDown(deps: SlowDownDeps, threadId: ThreadId, note: string): Promise<void> {
  const thread: Thread | undefined = (await deps.store.threads.get([threadId])).get(threadId);
  const now = deps.now();
  if (thread === undefined || (isSlowed(thread, now) && thread.burstUntil > now + BURST_LASTS - NOTED_AGAIN)) return;
  const until = now + BURST_LASTS;
  const { siteId } = thread;
  const audit = {
    id: deps.newId(),
    siteId,
    at: now,
    by: 'system' as const,
    byName: '',
    action: 'thread.burst',
    subject: threadId,
    reason: null,
    note,
    requestId: null,
    data: { until },
  };
  const event = {
    id: deps.newId(),
    type: 'thread.burst' as const,
    channel: `staff:${siteId}` as const,
    siteId,
    at: now,
    data: { threadId, until },
  };
  try {
    await deps.store.threads.change(threadId, thread.revision, { burstUntil: until }, { events: [event], audit: [audit] });
    deps.wake();
  } catch (error) {
    // Somebody changed the thread at this very moment: the next comment of the burst does it.
    if (!(error instanceof StaleRevision)) throw error;
  }
}
