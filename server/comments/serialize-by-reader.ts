import { setImmediate as nextTurn } from 'node:timers/promises';

let last: Promise<void> = Promise.resolve();

/**
 * Resolves in a turn of the event loop of its own, in the order in which it was asked for: a request that reads much begins
 * with it, so that many who ask at the same moment do not keep everybody else waiting until all of them are served.
 */
export function serializeByReader(): Promise<void> {
  last = last.then(() => nextTurn());
  return last;
}
