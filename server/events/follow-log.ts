import type { Ms } from '../domain/types.ts';
import type { DeferredEvent } from '../store/port-subscriptions.ts';
import { handleEvents } from './handle-events.ts';
import { isDue } from './retry.ts';
import type { Subscription } from './subscription.ts';
import type { SubscriptionDeps } from './deps.ts';

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

/** Follows the log for one subscription: looks whether there is something to do, takes the subscription and works. */
export function followLog(deps: SubscriptionDeps, holder: string, subscription: Subscription): Follower {
  const { store, log, now, steady, retry } = deps;
  const { name, types, gather = 0 } = subscription;
  /** Up to there the log has nothing for this subscription beyond where it stands. */
  let lookedUpTo = 0;
  let notedAt = steady();
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const state = await store.subscriptions.state(name);
    if (state === null) return store.subscriptions.open(name, subscription.start);
    const position = Math.max(state.position, lookedUpTo);
    const { events, upTo } = await store.events.after({ position, types, limit: 1 });
    const { nextDue } = state;
    if (events.length > 0 || (nextDue !== null && isDue(nextDue, now(), retry))) return work();
    lookedUpTo = upTo;
    if (nextDue !== null) wakeIn(Math.min(LONGEST_WAIT, Math.max(1, nextDue - now())));
    // So that the log can be trimmed up to here.
    if (upTo > state.position && steady() - notedAt >= NOTE_EVERY) await work();
  }

  async function work(): Promise<void> {
    const claim = () => store.subscriptions.claim({ name, holder, now: now(), until: now() + LEASE });
    const claimed = await claim();
    if (claimed === null) return;
    notedAt = steady();
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
        position = await step(position, deferred, () => {
          clearInterval(heart);
          return prolonging;
        });
      }
    } finally {
      clearInterval(heart);
    }
  }

  /** Handles one batch and stores what became of it; gives how far it came, null when there is no more for now. */
  async function step(position: number, deferred: Map<number, DeferredEvent>, ending: () => Promise<unknown>): Promise<number | null> {
    const isFull = deferred.size >= MOST_DEFERRED;
    const { events, upTo } = isFull ? { events: [], upTo: position } : await store.events.after({ position, types, limit: BATCH });
    const isStopped = (): boolean => stopped;
    const { keep, forget } = await handleEvents({ ...deps, isStopped, onFailed }, subscription, events, deferred);
    await subscription.flush?.();
    for (const one of forget) deferred.delete(one);
    for (const one of keep) {
      if (one.parkedAt === null) deferred.set(one.event.position, one);
      else deferred.delete(one.event.position);
    }
    const isMore = events.length === BATCH && !stopped;
    if (!isMore) await ending();
    const until = isMore ? now() + LEASE : null;
    const isStill = await store.subscriptions.record({ name, holder, until, position: upTo, keep, forget });
    const dues = [...deferred.values()].map(({ dueAt }) => dueAt);
    if (!isMore && dues.length > 0) wakeIn(Math.min(LONGEST_WAIT, Math.max(1, Math.min(...dues) - now())));
    return isStill && isMore ? upTo : null;
  }

  function onFailed(err: unknown, event: { id: string; type: string }, { attempts, error, parkedAt }: DeferredEvent): void {
    const facts = { subscription: name, event: event.id, type: event.type, attempts, error };
    deps.onFailed?.(name);
    if (parkedAt === null) log.warn(facts, 'an event could not be handled; it is tried again');
    else log.error({ ...facts, err }, 'an event was parked: see liangju check');
  }

  function wakeIn(ms: Ms): void {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(wake, ms);
    timer.unref();
  }

  function wake(): void {
    again = true;
    if (running !== null || stopped) return;
    running = lookOnce().finally(() => {
      running = null;
      if (again && !stopped) wake();
    });
  }

  async function lookOnce(): Promise<void> {
    again = false;
    try {
      await look();
    } catch (error) {
      if (!stopped) log.error({ err: error, subscription: name }, 'events could not be handed over; they are tried again');
    }
  }

  let gathering: NodeJS.Timeout | undefined;
  return {
    wake() {
      if (gather === 0) return wake();
      gathering ??= setTimeout(() => {
        gathering = undefined;
        wake();
      }, gather);
      gathering.unref();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(gathering);
      await running;
    },
  };
}
