import type { LocalizedText } from '../config/localized-text.ts';
import type { Signal } from '../live/bus.ts';
import type { MetricReading } from '../ops/metrics.ts';
import type { WriterOutcome, WriterRequest } from '../store/open-store.ts';

/** One worker's meters. */
export interface WorkerMetrics {
  worker: number;
  metrics: MetricReading[];
}

/** What a worker sends to the primary. */
export type FromWorker =
  | { kind: 'ready'; url: string; port: number; needsSetUp: boolean }
  /** It could not begin, and beginning again would not help. */
  | { kind: 'failed'; text: LocalizedText }
  | { kind: 'write'; request: WriterRequest }
  | { kind: 'signal'; signal: Signal }
  | { kind: 'metrics-of-all'; ask: number }
  | { kind: 'metrics'; ask: number; metrics: MetricReading[] };

/** What the primary sends to a worker. */
export type ToWorker =
  | { kind: 'written'; outcomes: WriterOutcome[] }
  | { kind: 'signal'; signal: Signal }
  | { kind: 'metrics'; ask: number }
  | { kind: 'metrics-of-all'; ask: number; workers: WorkerMetrics[] };

const FROM_WORKER = {
  ready: true,
  failed: true,
  write: true,
  signal: true,
  'metrics-of-all': true,
  metrics: true,
} as const satisfies Record<FromWorker['kind'], true>;
const TO_WORKER = { written: true, signal: true, metrics: true, 'metrics-of-all': true } as const satisfies Record<ToWorker['kind'], true>;

function kindOf(message: unknown): string | null {
  return typeof message === 'object' && message !== null && 'kind' in message && typeof message.kind === 'string' ? message.kind : null;
}

/** Both ends are the same program: the kind determines the rest. */
export function isFromWorker(message: unknown): message is FromWorker {
  const kind = kindOf(message);
  return kind !== null && kind in FROM_WORKER;
}

export function isToWorker(message: unknown): message is ToWorker {
  const kind = kindOf(message);
  return kind !== null && kind in TO_WORKER;
}
