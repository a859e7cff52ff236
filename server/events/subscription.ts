import type { EventType, PlacedEvent } from '../domain/events.ts';
import type { Ms } from '../domain/types.ts';

/** An event of one of these types. */
export type EventOf<T extends EventType> = Extract<PlacedEvent, { type: T }>;

/**
 * Follows the log of events once in the whole service, and durably: each event is handled at least once, whatever dies
 * meanwhile, by one process at a time. Events of a channel are handled in order. One that fails is tried again with
 * growing pauses, and the rest of its channel waits; after the last attempt it is parked and the rest goes on.
 */
export interface Subscription {
  /** Names it in the store, for good. */
  name: string;
  types: readonly EventType[];
  /** Where it starts when it is new: behind the last event, or before the first that is kept. */
  start: 'head' | 'beginning';
  /** Handles one event; a second time the same must do no harm. Rejects: it is tried again. */
  handle(event: PlacedEvent): Promise<void>;
  /** Makes durable what the handled events left in memory, before they count as handled. */
  flush?(): Promise<void>;
  /** Waits so long for more events, so that there is less to flush. */
  gather?: Ms;
}

/** Makes a subscription whose handler gets events of its own types alone. */
export function subscriptionTo<T extends EventType>(
  given: Omit<Subscription, 'types' | 'handle'> & { types: readonly T[]; handle: (event: EventOf<T>) => Promise<void> },
): Subscription {
  const isOwn = (event: PlacedEvent): event is EventOf<T> => given.types.some((type) => type === event.type);
  return {
    ...given,
    async handle(event) {
      if (isOwn(event)) await given.handle(event);
    },
  };
}
