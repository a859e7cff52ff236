import type { Ms } from '../../domain/types.ts';

/** Gathers what arrives while a round trip is under way and sends it as the next one. */
export interface Batch<T, R> {
  /** Resolves with what the round trip gave for this item; rejects when that is an Error or the trip failed. */
  add(item: T): Promise<R>;
  /** Resolves when everything that was added before has been answered, well or ill. */
  caughtUp(): Promise<void>;
}

interface Waiting<T, R> {
  item: T;
  resolve: (value: R) => void;
  reject: (error: unknown) => void;
}

/**
 * While several come at once a trip waits so long for more: what a trip costs is mostly the trip, and those who are
 * answered together ask again together.
 */
const GATHER: Ms = 1;

/**
 * Makes a batch: sixteen writes that arrive together cost one round trip and one wait for the journal. One trip
 * is under way at a time, so that the order is kept.
 * @param run gets the items in the order of arrival, at most `most` of them, and gives one result or Error each.
 * @param linger for what nobody waits for: every trip waits so long for more, in ms.
 */
export function createBatch<T, R>(run: (items: T[]) => Promise<(R | Error)[]>, most: number, linger: Ms = 0): Batch<T, R> {
  const waiting: Waiting<T, R>[] = [];
  let isUnderWay = false;
  let lastSize = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function trip(): Promise<void> {
    const taken = waiting.splice(0, most);
    lastSize = taken.length;
    try {
      const results = await run(taken.map(({ item }) => item));
      for (const [i, { resolve, reject }] of taken.entries()) {
        const result = results[i];
        if (result instanceof Error) reject(result);
        else if (result === undefined && i >= results.length) reject(new Error('a batch gave too few results'));
        // `R` may itself hold undefined: a result that is there is the item's own.
        else resolve(result as R);
      }
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
    isUnderWay = false;
    start();
  }

  function start(): void {
    if (isUnderWay || waiting.length === 0) return;
    isUnderWay = true;
    const wait = waiting.length >= most ? 0 : linger || (lastSize > 1 ? GATHER : 0);
    if (wait === 0) void trip();
    else setTimeout(() => void trip(), wait);
  }

  return {
    add(item) {
      const added = new Promise<R>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        // After all that has come in by now, so that writes which begin together share the trip.
        setImmediate(start);
      });
      last = added.catch(() => undefined);
      return added;
    },
    async caughtUp() {
      await last;
    },
  };
}
