import { setImmediate as nextTurn } from 'node:timers/promises';

/** A slice's share of the event loop, in ms. */
const SLICE = 4;

/** Does something with each, in slices of some milliseconds between which others have their turn. */
export async function inSlices<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let started = performance.now();
  for (const item of items) {
    work(item);
    if (performance.now() - started < SLICE) continue;
    await nextTurn();
    started = performance.now();
  }
}
