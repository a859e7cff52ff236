import type { Logger } from 'pino';
import type { Ms } from '../domain/types.ts';
import { DELIVERIES_KEPT } from '../domain/webhooks.ts';
import type { Store } from '../store/port.ts';

const HOUR: Ms = 3_600_000;
/** A kept answer serves retries of the same request: after a day no client retries. */
const ANSWERS_KEPT: Ms = 24 * HOUR;
/** Readers who were away longer fetch the page again. */
const EVENTS_KEPT: Ms = 72 * HOUR;
/** What a subscription has not read, or could not handle, is kept so long: one that no process runs any more must not fill the disk. */
const UNREAD_KEPT: Ms = 14 * 24 * HOUR;
/** A post is under way for less than that; looked at every hour, each join is looked at twice. */
const JOINS_WATCHED: Ms = 2 * HOUR;
const BATCH = 1_000;
/** How often it is looked whether a process has left comments on their way to another thread. */
const MOVES_EVERY: Ms = 60_000;

/** What a guest had sent at the moment of a join may have been stored after it: it follows to the member. */
async function finishJoins(
  { store, now, log }: { store: Pick<Store, 'readers'>; now: () => Ms; log: Logger },
  isStopped: () => boolean,
): Promise<void> {
  for (const { from, into } of await store.readers.joinedSince(now() - JOINS_WATCHED, BATCH)) {
    if (isStopped()) return;
    // One that fails, for a member who is gone by now, keeps neither the others nor what comes after them waiting.
    await store.readers.join(from, into, BATCH, now()).catch((error: unknown) => {
      if (!isStopped())
        log.warn({ err: error, from }, 'what a guest sent late could not follow to the member; it is tried again in an hour');
    });
  }
}

/** Deletes what is no longer of use, a little at a time, every hour. */
export function createMaintenance(deps: {
  store: Pick<Store, 'maintenance' | 'threads' | 'readers'>;
  /** Removes files of imports that are of no use; at the start too, where a process has ended in the middle. */
  removeFiles: () => Promise<void>;
  retention: { run: () => Promise<void>; stop: () => void };
  now: () => Ms;
  log: Logger;
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
        deliveriesBefore: now - DELIVERIES_KEPT,
        limit: BATCH,
      });
    }
  }

  function removeFiles(): void {
    deps.removeFiles().catch((error: unknown) => {
      if (!stopped) deps.log.warn({ err: error }, 'files of imports could not be removed; it is tried again in an hour');
    });
  }

  function run(): void {
    removeFiles();
    // One after the other: both delete.
    const work = (): Promise<void> =>
      cleanUp()
        .then(() => finishJoins(deps, () => stopped))
        .then(deps.retention.run);
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
      removeFiles();
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
