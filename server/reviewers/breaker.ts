import type { Ms } from '../domain/types.ts';

/** So many failures one after the other, and it is left alone for so long. */
const FAILURES = 5;
const REST: Ms = 30_000;

/** Leaves those alone who fail. */
export interface Breaker {
  /** May it be asked now? After the rest a single question goes through; its end decides. */
  tryCall: (key: string) => boolean;
  succeeded: (key: string) => void;
  failed: (key: string) => void;
}

interface State {
  failures: number;
  /** Until then it rests; null while it is trusted. */
  restsUntil: Ms | null;
  probing: boolean;
}

/** @param steady a clock that does not step back. */
export function createBreaker(steady: () => Ms): Breaker {
  const states = new Map<string, State>();
  return {
    tryCall(key) {
      const state = states.get(key);
      if (state === undefined || state.restsUntil === null) return true;
      if (state.probing || steady() < state.restsUntil) return false;
      state.probing = true;
      return true;
    },
    succeeded(key) {
      states.delete(key);
    },
    failed(key) {
      const state = states.get(key) ?? { failures: 0, restsUntil: null, probing: false };
      const failures = state.failures + 1;
      const rests = state.probing || failures >= FAILURES;
      states.set(key, { failures, restsUntil: rests ? steady() + REST : null, probing: false });
    },
  };
}
