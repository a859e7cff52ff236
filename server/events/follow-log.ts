import type { Ms } from '../domain/types.ts';
import type { DeferredEvent } from '../store/port-subscriptions.ts';
import { handleEvents } from './handle-events.ts';
import { isDue } from './retry.ts';
import type { Subscription } from './subscription.ts';
import type { SubscriptionDeps } from './deps.ts';
import { createWakeLoop, type WakeLoop } from './wake-loop.ts';

/** How long a process has a subscription before another may take it over. */
export const LEASE: Ms = 10_000;
/** Events read at once. */
const BATCH = 200;
/** When so many wait, no more are read: they stay in the log. */
const MOST_DEFERRED = 1_000;
/** A subscription that has nothing to do stores at most this often how far it has looked. */
const NOTE_EVERY: Ms = 60_000;
/** What is due later is looked for then, or when this is over. */
const LONGEST_WAIT: Ms = 60_000;

/** One subscription as this process works on it. */
export interface Follower {
  /** There may be something to do. Cheap. */
  wake(): void;
  /** Finishes what is under way. */
  stop(): Promise<void>;
}

/** A subscription as it is followed, and how far. */
interface Following {
  deps: SubscriptionDeps;
  /** The name of this process among those that may have the subscription. */
  holder: string;
  subscription: Subscription;
  loop: WakeLoop;
  /** Up to there the log has nothing for this subscription beyond where it stands. */
  lookedUpTo: number;
  /** When it was last noted in the store how far it has looked. */
  notedAt: Ms;
}

/** Looks whether there is something to do, and does it. */
async function look(following: Following): Promise<void> {
  const { deps, subscription, loop } = following;
  const { store, now, steady, retry } = deps;
  const { name, types } = subscription;
  const state = await store.subscriptions.state(name);
  if (state === null) return store.subscriptions.open(name, subscription.start);
  const position = Math.max(state.position, following.lookedUpTo);
  const { events, upTo } = await store.events.after({ position, types, limit: 1 });
  const { nextDue } = state;
  if (events.length > 0 || (nextDue !== null && isDue(nextDue, now(), retry))) return work(following);
  following.lookedUpTo = upTo;
  if (nextDue !== null) loop.wakeIn(Math.min(LONGEST_WAIT, Math.max(1, nextDue - now())));
  // So that the log can be trimmed up to here.
  if (upTo > state.position && steady() - following.notedAt >= NOTE_EVERY) await work(following);
}

/** Takes the subscription, when no other process has it, and handles batches as long as there are any. */
async function work(following: Following): Promise<void> {
  const { deps, holder, subscription } = following;
  const { store, now, steady } = deps;
  const claim = () => store.subscriptions.claim({ name: subscription.name, holder, now: now(), until: now() + LEASE });
  const claimed = await claim();
  if (claimed === null) return;
  following.notedAt = steady();
  const deferred = new Map(claimed.deferred.map((one) => [one.event.position, one]));
  let prolonging: Promise<unknown> = Promise.resolve();
  // Handlers may take longer than the lease.
  const heart = setInterval(() => {
    prolonging = claim().catch(() => null);
  }, LEASE / 3);
  heart.unref();
  try {
    let position: number | null = claimed.position;
    while (position !== null) {
      position = await step(following, position, deferred, () => {
        clearInterval(heart);
        return prolonging;
      });
    }
  } finally {
    clearInterval(heart);
  }
}

/** Handles one batch and stores what became of it; gives how far it came, null when there is no more for now. */
async function step(
  following: Following,
  position: number,
  deferred: Map<number, DeferredEvent>,
  ending: () => Promise<unknown>,
): Promise<number | null> {
  const { deps, holder, subscription, loop } = following;
  const { store, now } = deps;
  const { name, types } = subscription;
  const isFull = deferred.size >= MOST_DEFERRED;
  const { events, upTo } = isFull ? { events: [], upTo: position } : await store.events.after({ position, types, limit: BATCH });
  const onFailed = (err: unknown, event: { id: string; type: string }, result: DeferredEvent): void =>
    reportFailed(following, err, event, result);
  const { keep, forget } = await handleEvents({ ...deps, isStopped: loop.isStopped, onFailed }, subscription, events, deferred);
  await subscription.flush?.();
  for (const one of forget) deferred.delete(one);
  for (const one of keep) {
    if (one.parkedAt === null) deferred.set(one.event.position, one);
    else deferred.delete(one.event.position);
  }
  const isMore = events.length === BATCH && !loop.isStopped();
  if (!isMore) await ending();
  const until = isMore ? now() + LEASE : null;
  const isStill = await store.subscriptions.record({ name, holder, until, position: upTo, keep, forget });
  const dues = [...deferred.values()].map(({ dueAt }) => dueAt);
  if (!isMore && dues.length > 0) loop.wakeIn(Math.min(LONGEST_WAIT, Math.max(1, Math.min(...dues) - now())));
  return isStill && isMore ? upTo : null;
}

function reportFailed(
  { deps, subscription: { name } }: Following,
  err: unknown,
  event: { id: string; type: string },
  { attempts, error, parkedAt }: DeferredEvent,
): void {
  const facts = { subscription: name, event: event.id, type: event.type, attempts, error };
  deps.onFailed?.(name);
  if (parkedAt === null) deps.log.warn(facts, 'an event could not be handled; it is tried again');
  else deps.log.error({ ...facts, err }, 'an event was parked: see liangju check');
}

/** Follows the log for one subscription: looks whether there is something to do, takes the subscription and works. */
export function followLog(deps: SubscriptionDeps, holder: string, subscription: Subscription): Follower {
  const { name, gather = 0 } = subscription;
  const loop = createWakeLoop(
    () => look(following),
    gather,
    (error) => deps.log.error({ err: error, subscription: name }, 'events could not be handed over; they are tried again'),
  );
  const following: Following = { deps, holder, subscription, loop, lookedUpTo: 0, notedAt: deps.steady() };
  return { wake: loop.wake, stop: loop.stop };
}
