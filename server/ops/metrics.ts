import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CommentStatus } from '../domain/types.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What the ready pages tell: what was done since they were last asked, and what they hold. */
export interface PagesReading {
  answered: readonly { kind: string; status: number; count: number }[];
  hits: number;
  misses: number;
  pages: number;
  bytes: number;
}

/** One meter with its values, as it goes from process to process. */
export interface MetricReading {
  name: string;
  help: string;
  type: string;
  aggregator: string;
  values: { value: number; labels: Partial<Record<string, string | number>>; metricName?: string | undefined }[];
}

export interface Metrics {
  /** An answered request. `route` is the pattern, never the path: a path would make a new series each time. */
  observe(request: { route: string; method: string; status: number; seconds: number }): void;
  /** A stored comment, by the status it was given. */
  countPosted(status: CommentStatus): void;
  /** A question to a reviewer outside, by what became of it. */
  countReview(entry: { kind: string; outcome: string }): void;
  /** What is asked when somebody scrapes; a reading that fails is left out of that scrape. */
  watch(readings: { queueOpen?: () => Promise<number>; liveConnections?: () => number; pages?: () => PagesReading }): void;
  /** A live connection that takes nothing was let go. */
  countDropped(): void;
  readonly contentType: string;
  /** Everything in the Prometheus text format. */
  text(): Promise<string>;
  /** The same, to be joined with that of other processes. */
  readings(): Promise<MetricReading[]>;
  /** Stops measuring; a second call does nothing. */
  stop(): void;
}

/** Makes the meters of one app, with a registry of its own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  let readQueue: (() => Promise<number>) | undefined;
  let readLive: (() => number) | undefined;
  let readPages: (() => PagesReading) | undefined;

  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Answered requests.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const lookUps = new Counter({
    name: 'listing_requests_total',
    help: 'Requests for public pages: answered from ready bytes (hit), or after making or checking them (miss).',
    labelNames: ['result'],
    registers,
  });
  const kept = new Gauge({ name: 'listing_pages', help: 'Ready pages in memory.', registers });
  const keptBytes = new Gauge({ name: 'listing_bytes', help: 'Memory that the ready pages take.', registers });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the first byte of a request to the end of its answer.',
    labelNames: ['route', 'method'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const posted = new Counter({
    name: 'comments_posted_total',
    help: 'Stored comments by their first status.',
    labelNames: ['status'],
    registers,
  });
  new Gauge({
    name: 'queue_open',
    help: 'Cases that wait for a moderator.',
    registers,
    // It is read from the store: the same in every process.
    aggregator: 'first',
    async collect() {
      if (readQueue === undefined) return;
      try {
        this.set(await readQueue());
      } catch {
        this.remove();
      }
    },
  });
  new Gauge({
    name: 'live_connections',
    help: 'Open live connections.',
    registers,
    collect() {
      this.set(readLive?.() ?? 0);
    },
  });
  const reviews = new Counter({
    name: 'reviewer_answers_total',
    help: 'Questions to reviewers outside, by what became of them.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const dropped = new Counter({
    name: 'live_dropped_total',
    help: 'Live connections that took nothing any more and were let go.',
    registers,
  });
  const delay = watchDelay(registers);

  /** Ready pages are too many and too quick to be counted one by one here: they count for themselves. */
  function gatherPages(): void {
    const reading = readPages?.();
    if (reading === undefined) return;
    for (const { kind, status, count } of reading.answered) {
      if (count > 0) requests.inc({ route: `/api/v1/${kind}`, method: 'GET', status: String(status) }, count);
    }
    lookUps.inc({ result: 'hit' }, reading.hits);
    lookUps.inc({ result: 'miss' }, reading.misses);
    kept.set(reading.pages);
    keptBytes.set(reading.bytes);
  }

  return {
    observe({ route, method, status, seconds }) {
      const known = METHODS.has(method) ? method : 'other';
      requests.inc({ route, method: known, status: String(status) });
      durations.observe({ route, method: known }, seconds);
    },
    countReview({ kind, outcome }) {
      reviews.inc({ kind, outcome });
    },
    countPosted: (status) => posted.inc({ status }),
    watch(readings) {
      readQueue = readings.queueOpen ?? readQueue;
      readLive = readings.liveConnections ?? readLive;
      readPages = readings.pages ?? readPages;
    },
    countDropped: () => dropped.inc(),
    contentType: registry.contentType,
    text() {
      gatherPages();
      return registry.metrics();
    },
    async readings() {
      gatherPages();
      const metrics = await registry.getMetricsAsJSON();
      return metrics.map(({ name, help, type, aggregator, values }) => ({ name, help, type: String(type), aggregator, values }));
    },
    stop() {
      delay.disable();
      registry.clear();
    },
  };
}

/** How late the event loop comes, since the last scrape. */
function watchDelay(registers: Registry[]): ReturnType<typeof monitorEventLoopDelay> {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  new Gauge({
    name: 'event_loop_delay_seconds',
    help: 'Delay of the event loop since the last scrape.',
    labelNames: ['quantile'],
    registers,
    collect() {
      for (const [quantile, nanoseconds] of [
        ['0.5', delay.percentile(50)],
        ['0.99', delay.percentile(99)],
        ['1', delay.max],
      ] as const) {
        this.set({ quantile }, nanoseconds / 1e9);
      }
      delay.reset();
    },
  });
  return delay;
}
