import { effectsOf, SYSTEM } from '../domain/effects.ts';
import { BURST_LASTS, isSlowed } from '../domain/pace.ts';
import type { Id, Ms, ThreadId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/** A burst that goes on is noted again after this, not at every comment. */
const NOTED_AGAIN: Ms = 5 * 60_000;

export interface SlowDownDeps {
  store: Pick<Store, 'threads'>;
  now: () => Ms;
  newId: () => Id;
}

/**
 * Slows a thread down because of a burst that was seen at a time: one comment a reader and minute, newcomers wait, the
 * moderators get an event. While it is slow a further burst prolongs it. A burst that is over by now changes nothing.
 * @throws StaleRevision when another request changed the thread at this very moment.
 */
export async function slowDown(deps: SlowDownDeps, threadId: ThreadId, seen: { at: Ms; note: string }): Promise<void> {
  const thread = (await deps.store.threads.get([threadId])).get(threadId);
  const at = deps.now();
  const until = Math.min(seen.at, at) + BURST_LASTS;
  if (thread === undefined || until <= at) return;
  if (isSlowed(thread, at) && thread.burstUntil > until - NOTED_AGAIN) return;
  const { siteId } = thread;
  const action = { action: 'thread.burst', siteId, subject: thread.id, note: seen.note, data: { until } };
  const event = { type: 'thread.burst' as const, channel: `staff:${siteId}` as const, siteId, data: { threadId: thread.id, until } };
  const effects = effectsOf({ at, newId: deps.newId }, SYSTEM, action, [event]);
  await deps.store.threads.change(thread.id, thread.revision, { burstUntil: until }, effects);
}
