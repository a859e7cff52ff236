import type { Config } from '../config/load.ts';
import type { Id, Ms } from '../domain/types.ts';
import type { Log } from '../ops/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Store } from '../store/port.ts';

/** What all services of a process are made of: its settings, its store, its clocks and its randomness. */
export interface Environment {
  config: Config;
  store: Store;
  log: Log;
  metrics: Metrics;
  /** The time of day, for what is stored or shown. */
  now: () => Ms;
  /** Never steps, for what is waited for. */
  steady: () => Ms;
  /** That many random bytes. */
  random: (bytes: number) => Uint8Array;
  /** A number from 0 to 1, where nothing secret depends on it. */
  chance: () => number;
  newId: () => Id;
}
