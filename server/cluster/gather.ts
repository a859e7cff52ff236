import type { Ms } from '../domain/types.ts';
import type { MetricReading } from '../ops/metrics.ts';
import type { WorkerMetrics } from './messages.ts';

/** Who has not answered by then is left out. */
const LONGEST: Ms = 1_000;

export interface Gathering {
  /** Asks all workers; gives the answers that came in time. */
  all(ask: (number: number) => number): Promise<WorkerMetrics[]>;
  answered(number: number, worker: number, metrics: MetricReading[]): void;
}

/** Gathers what several processes are asked at the same time. */
export function createGathering(): Gathering {
  const open = new Map<number, { wanted: number; got: WorkerMetrics[]; end: () => void }>();
  let asks = 0;
  return {
    all(ask) {
      return new Promise((resolve) => {
        const number = ++asks;
        const got: WorkerMetrics[] = [];
        const end = (): void => {
          clearTimeout(late);
          open.delete(number);
          resolve(got.sort((one, other) => one.worker - other.worker));
        };
        const late = setTimeout(end, LONGEST);
        const entry = { wanted: Number.POSITIVE_INFINITY, got, end };
        open.set(number, entry);
        entry.wanted = ask(number);
        if (entry.wanted === 0) end();
      });
    },
    answered(number, worker, metrics) {
      const entry = open.get(number);
      entry?.got.push({ worker, metrics });
      if (entry !== undefined && entry.got.length >= entry.wanted) entry.end();
    },
  };
}
