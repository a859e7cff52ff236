import type { Channel, PlacedEvent } from '../domain/events.ts';
import type { Ms } from '../domain/types.ts';
import { within } from '../ops/within.ts';
import type { DeferredEvent } from '../store/port-subscriptions.ts';
import { isDue, keptErrorText, pauseAfter, type RetryRule } from './retry.ts';
import type { Subscription } from './subscription.ts';

/** So many channels of a subscription are worked on at once. */
const AT_ONCE = 8;
/** A handler that takes longer has failed. */
const LONGEST: Ms = 60_000;

/** What became of events. */
export interface Handled {
  /** Events that are deferred or parked. */
  keep: DeferredEvent[];
  /** Deferred events that are done, by position. */
  forget: number[];
}

export interface HandleDeps {
  now: () => Ms;
  /** A number from 0 to 1. */
  chance: () => number;
  retry: RetryRule;
  isStopped: () => boolean;
  onFailed: (error: unknown, event: PlacedEvent, deferred: DeferredEvent) => void;
}

/** An event to handle, and what is known of earlier attempts. */
interface Item {
  event: PlacedEvent;
  deferred: DeferredEvent | null;
}

/** In each channel what is to be handled, in order. */
function channelsOf(fresh: readonly PlacedEvent[], deferred: ReadonlyMap<number, DeferredEvent>): Map<Channel, Item[]> {
  const known = [...deferred.values()].filter(({ parkedAt }) => parkedAt === null);
  // What a process kept that died before it moved on is read once more.
  const unknown = fresh.filter(({ position }) => !deferred.has(position));
  const items: Item[] = [
    ...known.map((one) => ({ event: one.event, deferred: one })),
    ...unknown.map((event) => ({ event, deferred: null })),
  ];
  items.sort((a, b) => a.event.position - b.event.position);
  return Map.groupBy(items, ({ event }) => event.channel);
}

/** An event that waits behind another of its channel. */
function waiting({ event, deferred }: Item, dueAt: Ms): DeferredEvent[] {
  if (deferred === null) return [{ event, attempts: 0, dueAt, error: '', parkedAt: null }];
  return deferred.dueAt < dueAt ? [{ ...deferred, dueAt }] : [];
}

/** Handles the events of one channel one after the other; one that fails keeps the rest waiting until it is handled or parked. */
async function handleChannel(deps: HandleDeps, subscription: Subscription, items: readonly Item[]): Promise<Handled> {
  const handled: Handled = { keep: [], forget: [] };
  const deferFrom = (index: number, dueAt: Ms): Handled => {
    for (const item of items.slice(index)) handled.keep.push(...waiting(item, dueAt));
    return handled;
  };
  for (const [index, { event, deferred }] of items.entries()) {
    if (deps.isStopped()) return deferFrom(index, deps.now());
    if (deferred !== null && !isDue(deferred.dueAt, deps.now(), deps.retry)) return deferFrom(index, deferred.dueAt);
    try {
      await within(subscription.handle(event), LONGEST, { ref: false });
      if (deferred !== null) handled.forget.push(event.position);
    } catch (error) {
      const attempts = (deferred?.attempts ?? 0) + 1;
      const now = deps.now();
      const isParked = attempts >= deps.retry.attempts;
      const dueAt = isParked ? now : now + pauseAfter(deps.retry, attempts, deps.chance());
      const failed = { event, attempts, dueAt, error: keptErrorText(error), parkedAt: isParked ? now : null };
      handled.keep.push(failed);
      deps.onFailed(error, event, failed);
      if (!isParked) return deferFrom(index + 1, dueAt);
    }
  }
  return handled;
}

/**
 * Has a subscription handle what was deferred and is due, and what is new: in each channel in order, several channels at
 * once. Never throws.
 */
export async function handleEvents(
  deps: HandleDeps,
  subscription: Subscription,
  fresh: readonly PlacedEvent[],
  deferred: ReadonlyMap<number, DeferredEvent>,
): Promise<Handled> {
  const channels = [...channelsOf(fresh, deferred).values()];
  const all: Handled = { keep: [], forget: [] };
  const work = async (): Promise<void> => {
    for (let items = channels.shift(); items !== undefined; items = channels.shift()) {
      const { keep, forget } = await handleChannel(deps, subscription, items);
      all.keep.push(...keep);
      all.forget.push(...forget);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return all;
}
