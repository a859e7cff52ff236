import type { Ms } from '../../domain/types.ts';

/** The clocks of this store. */
export interface Clocks {
  /** The time of day, for what is stored; it may step. */
  now: () => Ms;
  /** Never steps, for what is waited for. */
  steady: () => Ms;
}
