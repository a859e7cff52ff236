import type { Logger } from 'pino';
import type { LoggedEvent } from '../domain/events.ts';
import type { Store } from '../store/port.ts';

/** Something that follows the house's events; told at least once of each, in order. */
export interface Listener {
  name: string;
  hear: (events: LoggedEvent[]) => Promise<void> | void;
}

export interface Relay {
  /** An act has left events: hand them on soon. Cheap; may be called for every act. */
  wake(): void;
  start(): void;
  /** Finishes the hand-over that is under way. */
  stop(): Promise<void>;
}

/** Events handed over at once. */
const BATCH = 200;
/** What a killed process left behind is picked up within this many ms. */
const POLL = 1_000;

/**
 * Takes stored events to the listeners, at least once each. A listener that throws is logged and gets the
 * batch again; the others have had it and must not mind having it twice.
 */
export function createRelay(deps: { store: Pick<Store, 'events'>; listeners: readonly Listener[]; log: Logger }): Relay {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function handOver(): Promise<void> {
    do {
      again = false;
      const events = await deps.store.events.drain(BATCH);
      if (events.length === 0) continue;
      for (const listener of deps.listeners) await listener.hear(events);
      await deps.store.events.done(events.map(({ id }) => id));
      again ||= events.length === BATCH;
    } while (again && !stopped);
  }

  function wake(): void {
    again = true;
    if (running !== null || stopped) return;
    running = handOver()
      .catch((error: unknown) => {
        if (!stopped) deps.log.error({ err: error }, 'events could not be handed over; they are tried again');
      })
      .finally(() => {
        running = null;
        if (again && !stopped) wake();
      });
  }

  return {
    wake,
    start() {
      timer = setInterval(wake, POLL);
      wake();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
