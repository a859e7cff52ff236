import { AggregatorRegistry } from 'prom-client';
import type { MetricReading } from './metrics.ts';

/** Readings that are the same in every process: given once. */
const SAME = 'first';

/**
 * The meters of several processes as one text: each series carries the number of its process, so that counters of
 * one that was started again begin at nought by themselves and sums stay right.
 */
export function joinMetrics(processes: readonly { worker: number; metrics: readonly MetricReading[] }[]): Promise<string> {
  const readings = processes.map(({ worker, metrics }) =>
    metrics.map((metric) => {
      if (metric.aggregator === SAME) return metric;
      return { ...metric, values: metric.values.map((value) => ({ ...value, labels: { ...value.labels, worker: String(worker) } })) };
    }),
  );
  return AggregatorRegistry.aggregate(readings).metrics();
}
