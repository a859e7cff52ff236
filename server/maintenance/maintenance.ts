import type { Logger } from 'pino';
import type { Ms } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

const HOUR: Ms = 3_600_000;
/** A kept answer serves retries of the same request: after a day no client retries. */
const ANSWERS_KEPT: Ms = 24 * HOUR;
/** Readers who were away longer fetch the page again. */
const EVENTS_KEPT: Ms = 72 * HOUR;
/** What a subscription has not read, or could not handle, is kept so long: one that no process runs any more must not fill the disk. */
const UNREAD_KEPT: Ms = 14 * 24 * HOUR;
const BATCH = 1_000;
/** How often it is looked whether a process has left comments on their way to another thread. */
const MOVES_EVERY: Ms = 60_000;

/** Deletes what is no longer of use, a little at a time, every hour. */
export function createMaintenance(deps: {
  store: Pick<Store, 'maintenance' | 'threads'>;
  now: () => Ms;
  log: Logger;
  retention: { run: () => Promise<void>; stop: () => void };
}): {
  start(): void;
  stop(): void;
} {
  let timer: NodeJS.Timeout | undefined;
  let movesTimer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function cleanUp(): Promise<void> {
    let swept = BATCH;
    while (swept >= BATCH && !stopped) {
      const now = deps.now();
      swept = await deps.store.maintenance.cleanUp({
        now,
        answersBefore: now - ANSWERS_KEPT,
        eventsBefore: now - EVENTS_KEPT,
        unreadBefore: now - UNREAD_KEPT,
        limit: BATCH,
      });
    }
  }

  function run(): void {
    // One after the other: both delete.
    const work = (): Promise<void> => cleanUp().then(deps.retention.run);
    work().catch((error: unknown) => {
      if (!stopped) deps.log.warn({ err: error }, 'maintenance failed; it is tried again in an hour');
    });
  }

  let isMoving = false;

  function finishMoves(): void {
    if (isMoving) return;
    isMoving = true;
    deps.store.threads
      .finishMoves()
      .catch((error: unknown) => {
        if (!stopped) deps.log.warn({ err: error }, 'comments are still on their way to another thread; it is tried again in a minute');
      })
      .finally(() => {
        isMoving = false;
      });
  }

  return {
    start() {
      finishMoves();
      movesTimer = setInterval(finishMoves, MOVES_EVERY);
      timer = setInterval(run, HOUR);
    },
    stop() {
      stopped = true;
      deps.retention.stop();
      clearInterval(timer);
      clearInterval(movesTimer);
    },
  };
}
