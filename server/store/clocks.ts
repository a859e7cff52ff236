import { steadyClock, systemClock } from '../ops/clock.ts';
import type { Ms } from '../domain/types.ts';

/** The clocks of a store. */
export interface Clocks {
  /** The time of day, for what is stored; it may step. */
  now: () => Ms;
  /** Never steps, for what is waited for. */
  steady: () => Ms;
}

/** The clocks of this machine. */
export const MACHINE_CLOCKS: Clocks = { now: systemClock, steady: steadyClock };
