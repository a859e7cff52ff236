/** Gathers what arrives while a round trip is under way and sends it as the next one. */
export interface Batch<T, R> {
  /** Resolves with what the round trip gave for this item; rejects when that is an Error or the trip failed. */
  add(item: T): Promise<R>;
  /** Resolves when nothing waits or is under way. */
  idle(): Promise<void>;
}

interface Waiting<T, R> { item: T; resolve: (value: R) => void; reject: (error: unknown) => void }

/**
 * Makes a batch: sixteen writes that arrive together cost one round trip and one wait for the journal.
 * @param run gets the items in the order of arrival, at most `most` of them, and gives one result or Error each.
 * @param trips how many round trips may be under way at once; 1 keeps the order.
 */
export function createBatch<T, R>(run: (items: T[]) => Promise<(R | Error)[]>, most: number, trips = 1): Batch<T, R> {
  const waiting: Waiting<T, R>[] = [];
  let underWay = 0;
  let atRest: (() => void)[] = [];

  async function trip(): Promise<void> {
    const taken = waiting.splice(0, most);
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
    underWay--;
    start();
  }

  function start(): void {
    while (underWay < trips && waiting.length > 0) {
      underWay++;
      void trip();
    }
    if (underWay > 0) return;
    for (const resolve of atRest) resolve();
    atRest = [];
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        // After the current turn, so that acts which begin in one turn share the trip.
        queueMicrotask(start);
      });
    },
    idle() {
      if (underWay === 0 && waiting.length === 0) return Promise.resolve();
      return new Promise((resolve) => atRest.push(resolve));
    },
  };
}
