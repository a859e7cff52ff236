import about from '../../package.json' with { type: 'json' };
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CommentStatus, Ms } from '../domain/types.ts';
import { within } from './within.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** What the page cache reports: what was done since the last report, and what it holds. */
export interface PagesReading {
  answered: readonly { route: string; status: number; count: number }[];
  hits: number;
  misses: number;
  pages: number;
  bytes: number;
}

/** What is read at a scrape. */
export interface Readings {
  /** The open cases, and since when the oldest waits, ms. */
  backlog?: () => Promise<{ open: number; oldest: Ms | null }>;
  /** The store on disk. */
  store?: () => Promise<{ bytes: number }>;
  /** When the last backup was made, ms; null before the first. */
  lastBackup?: () => Promise<Ms | null>;
  /** How far the subscriptions are behind, by name. */
  subscriptions?: () => Promise<ReadonlyMap<string, { unread: number; deferred: number; parked: number }>>;
  /** What webhooks are to be sent, and what is not tried any more. */
  deliveries?: () => Promise<{ waiting: number; parked: number }>;
  /** How many readers have a mail that waits to be sent. */
  mailWaiting?: () => Promise<number>;
  liveConnections?: () => number;
  pages?: () => PagesReading;
}

/** A reading that takes longer, ms, is left out. */
const LONGEST_READING = 1_000;

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
  /** A stored decision, by what was decided and by whom: a person, or reports and rules. */
  countDecision(action: string, by: 'staff' | 'system'): void;
  /** A public page that was not ready: how long it took to make or to check, in seconds. */
  observeListing(seconds: number): void;
  /** A question to a reviewer outside, by what became of it. */
  countReview(entry: { kind: string; outcome: string }): void;
  /** An attempt of a subscription to handle an event failed. */
  countFailedEvent(subscription: string): void;
  /** An attempt to send a mail, by what became of it. */
  countMail(outcome: 'sent' | 'temporary' | 'final'): void;
  /** What is asked at a scrape; a reading that fails is left out of that scrape. */
  watch(readings: Readings): void;
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

/** Gauges of what is read from the store at a scrape: the same in every process. */
function watchStore(registers: Registry[], readings: Readings, now: () => Ms): void {
  const gauge = (name: string, help: string, read: () => Promise<number | null> | undefined): void => {
    new Gauge({
      name,
      help,
      registers,
      aggregator: 'first',
      async collect() {
        const value = await within(Promise.resolve(read()), LONGEST_READING).catch(() => null);
        if (value === null || value === undefined) this.remove();
        else this.set(value);
      },
    });
  };
  gauge('liangju_queue_open', 'Cases that wait for a moderator.', () => readings.backlog?.().then(({ open }) => open));
  gauge('liangju_queue_oldest_seconds', 'How long the oldest open case has waited; 0 without any.', () =>
    readings.backlog?.().then(({ oldest }) => (oldest === null ? 0 : Math.max(0, now() - oldest) / 1_000)),
  );
  gauge('liangju_backup_age_seconds', 'How long ago the last backup was made; absent before the first.', () =>
    readings.lastBackup?.().then((at) => (at === null ? null : Math.max(0, now() - at) / 1_000)),
  );
  gauge('liangju_webhook_deliveries_waiting', 'Deliveries to webhooks that wait or are tried again.', () =>
    readings.deliveries?.().then(({ waiting }) => waiting),
  );
  gauge('liangju_webhook_deliveries_parked', 'Deliveries to webhooks that are not tried any more.', () =>
    readings.deliveries?.().then(({ parked }) => parked),
  );
  gauge('liangju_mail_waiting', 'Readers for whom a mail waits, to be gathered or to be tried again.', () => readings.mailWaiting?.());
  gauge('liangju_store_bytes', 'What the store takes on disk.', () => readings.store?.().then(({ bytes }) => bytes));
}

/** Gauges of the subscriptions: the same in every process. */
function watchSubscriptions(registers: Registry[], readings: Readings): void {
  const gauge = (name: string, help: string, count: (lag: { unread: number; deferred: number; parked: number }) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['subscription'],
      registers,
      aggregator: 'first',
      async collect() {
        this.reset();
        const lags = await within(Promise.resolve(readings.subscriptions?.()), LONGEST_READING).catch(() => undefined);
        for (const [subscription, lag] of lags ?? []) this.set({ subscription }, count(lag));
      },
    });
  };
  gauge(
    'liangju_subscription_lag_events',
    'Stored events that a subscription has not handled yet; parked ones are not in it.',
    ({ unread, deferred }) => unread + deferred,
  );
  gauge(
    'liangju_subscription_parked_events',
    'Events that a subscription could not handle and does not try any more.',
    ({ parked }) => parked,
  );
}

/** Counters of what is done, by name. */
function makeCounters(registers: Registry[]) {
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name, help, labelNames, registers });
  return {
    requests: counter('liangju_http_requests_total', 'Answered requests.', ['route', 'method', 'status']),
    lookUps: counter(
      'liangju_listing_requests_total',
      'Requests for public pages: answered from ready bytes (hit), or after making or checking them (miss).',
      ['result'],
    ),
    posted: counter('liangju_comments_posted_total', 'Stored comments by their first status.', ['status']),
    decisions: counter(
      'liangju_decisions_total',
      'Stored decisions by what was decided, and by whom: staff, or reports and rules (system).',
      ['action', 'by'],
    ),
    reviews: counter('liangju_reviewer_answers_total', 'Questions to reviewers outside, by what became of them.', ['kind', 'outcome']),
    failedEvents: counter('liangju_subscription_failures_total', 'Attempts of a subscription to handle an event that failed.', [
      'subscription',
    ]),
    mails: counter('liangju_mails_total', 'Attempts to send a mail: sent, or failed for now (temporary) or for good (final).', ['outcome']),
    dropped: counter('liangju_live_dropped_total', 'Live connections that took nothing any more and were let go.', []),
  };
}

/** Gauges and histograms of this process. */
function makeGauges(registers: Registry[], readings: Readings) {
  new Gauge({
    name: 'liangju_live_connections',
    help: 'Open live connections.',
    registers,
    collect() {
      this.set(readings.liveConnections?.() ?? 0);
    },
  });
  return {
    kept: new Gauge({ name: 'liangju_listing_pages', help: 'Ready pages in memory.', registers }),
    keptBytes: new Gauge({ name: 'liangju_listing_cache_bytes', help: 'Memory that the ready pages take.', registers }),
    durations: new Histogram({
      name: 'liangju_http_request_duration_seconds',
      help: 'From the first byte of a request to the end of its answer; ready pages are not in it.',
      labelNames: ['route', 'method'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    listing: new Histogram({
      name: 'liangju_listing_duration_seconds',
      help: 'Time to make or to check a public page that was not ready.',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
  };
}

/**
 * Makes the meters of one app, with a registry of its own. Names and units are those of Prometheus: `liangju_`, base
 * units, `_total`; what every Node process has keeps the names that all of them give it.
 * @param now the time of day, ms.
 */
export function createMetrics(now: () => Ms): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const readings: Readings = {};
  const { requests, lookUps, posted, decisions, reviews, failedEvents, mails, dropped } = makeCounters(registers);
  const { kept, keptBytes, durations, listing } = makeGauges(registers, readings);
  watchStore(registers, readings, now);
  watchSubscriptions(registers, readings);
  const build = new Gauge({
    name: 'liangju_build_info',
    help: 'The version that runs.',
    labelNames: ['version', 'node'],
    registers,
    aggregator: 'first',
  });
  build.set({ version: about.version, node: process.versions.node }, 1);
  const delay = watchDelay(registers);

  /** Ready pages are too many and too quick to be counted one by one here: they count for themselves. */
  function gatherPages(): void {
    const reading = readings.pages?.();
    if (reading === undefined) return;
    for (const { route, status, count } of reading.answered) {
      if (count > 0) requests.inc({ route, method: 'GET', status: String(status) }, count);
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
    countFailedEvent: (subscription) => failedEvents.inc({ subscription }),
    countMail: (outcome) => mails.inc({ outcome }),
    countPosted: (status) => posted.inc({ status }),
    countDecision: (action, by) => decisions.inc({ action, by }),
    observeListing: (seconds) => listing.observe(seconds),
    watch: (more) => void Object.assign(readings, more),
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
    name: 'liangju_event_loop_delay_seconds',
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
