/** The storage port, fourth part: who follows the log of events, and how far. See port.ts for the promises. */
import type { EventType, PlacedEvent } from '../domain/events.ts';
import type { Ms } from '../domain/types.ts';

/** An event that a subscription could not handle yet, or that waits behind one; a copy, which outlives the log's. */
export interface DeferredEvent {
  event: PlacedEvent;
  /** How often it was tried in vain. */
  attempts: number;
  /** When it is tried again. */
  dueAt: Ms;
  /** The error of the last attempt, without secrets; empty before the first. */
  error: string;
  /** Since when it is not tried any more; null while it is. */
  parkedAt: Ms | null;
}

/** An event that is not tried any more, for the operator. */
export interface ParkedEvent extends DeferredEvent {
  subscription: string;
}

/** How far a subscription is behind. */
export interface SubscriptionLag {
  /** Events of its types that it has not read, counted to 10,000. */
  unread: number;
  /** Events that are tried again. */
  deferred: number;
  parked: number;
}

/** A claimed subscription. */
export interface ClaimedSubscription {
  /** It has read everything up to there. */
  position: number;
  /** What is tried again, in order of position, and whatever was kept of events after `position`: a process died in between. */
  deferred: DeferredEvent[];
}

export interface SubscriptionStore {
  /** Makes the subscription where there is none: at the end of the log or at its beginning. One that is there stays as it is. */
  open(name: string, start: 'head' | 'beginning'): Promise<void>;
  /** How far it is and when the first deferred event is due, without taking it; null: there is none. */
  state(name: string): Promise<{ position: number; nextDue: Ms | null } | null>;
  /**
   * Takes the subscription until then, or prolongs it: one process has it at a time. null: another has it. An end that
   * was set by a clock that stood wrong does not count (domain/stepped-clock.ts).
   */
  claim(q: { name: string; holder: string; now: Ms; until: Ms }): Promise<ClaimedSubscription | null>;
  /**
   * Stores what became of the events up to `position`: `keep` are deferred or parked, `forget` are positions of deferred
   * ones that are done. false, and nothing is moved on: the holder has lost it. MongoDB may be stopped in between: then
   * events are kept and come once more.
   * @param q.until prolongs the claim; null ends it.
   */
  record(q: {
    name: string;
    holder: string;
    until: Ms | null;
    position: number;
    keep: readonly DeferredEvent[];
    forget: readonly number[];
  }): Promise<boolean>;
  /** The latest parked events of all subscriptions, and how many there are. */
  parked(limit: number): Promise<{ events: ParkedEvent[]; total: number }>;
  /** Has all parked events tried again from now on; gives how many. */
  retryParked(now: Ms): Promise<number>;
  lag(name: string, types: readonly EventType[]): Promise<SubscriptionLag>;
}
