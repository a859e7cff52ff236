import cluster from 'node:cluster';
import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { LocalizedText } from '../config/localized-text.ts';
import type { OpenBus, BusHandlers } from '../live/bus.ts';
import type { MetricReading } from '../ops/metrics.ts';
import type { WriterLink, WriterOutcome } from '../store/open-store.ts';
import { type FromWorker, isToWorker, type WorkerMetrics } from './messages.ts';
import { FOLDER, SLOT, SHARED_PORT } from './primary.ts';
import { sessionPrefix, shareSessions } from './sessions.ts';

/** A worker's channel to the primary and to the other workers. */
export interface WorkerLink {
  /** Its place among the workers, from 1. */
  worker: number;
  /** The port that the workers have; null for the first of them, which finds it. */
  port: number | null;
  /** How the live sessions of this worker are named. */
  sessionPrefix: string;
  /** Takes requests of sessions that other workers have to those. */
  share(server: Server): Promise<void>;
  writer: WriterLink;
  bus: OpenBus;
  /** Gives this worker's meters when the primary asks. */
  onMetrics(read: () => Promise<MetricReading[]>): void;
  /** The meters of all workers that answer. */
  metricsOfAll(): Promise<WorkerMetrics[]>;
  ready(report: { url: string; port: number; needsSetUp: boolean }): void;
  /** Reports that the start failed; resolves when the primary has the message. */
  failed(text: LocalizedText): Promise<void>;
}

/** Was this process started by the primary of another program, such as a process manager in its cluster mode? */
export function hasForeignPrimary(): boolean {
  return cluster.isWorker && process.env[SLOT] === undefined;
}

/** The channel to the primary; null where this process is no worker. */
export function joinCluster(): WorkerLink | null {
  if (!cluster.isWorker) return null;
  const asked = new Map<number, (workers: WorkerMetrics[]) => void>();
  let asks = 0;
  let settle: ((outcomes: readonly WriterOutcome[]) => void) | null = null;
  let onMessage: BusHandlers['onChange'] | null = null;
  let readMetrics: (() => Promise<MetricReading[]>) | null = null;

  function send(message: FromWorker): void {
    if (!process.connected || process.send === undefined) throw new Error('the primary is gone');
    process.send(message, undefined, undefined, () => undefined);
  }

  process.on('message', (message: unknown) => {
    if (!isToWorker(message)) return;
    if (message.kind === 'written') settle?.(message.outcomes);
    else if (message.kind === 'signal') onMessage?.(message.signal);
    else if (message.kind === 'metrics-of-all') {
      asked.get(message.ask)?.(message.workers);
      asked.delete(message.ask);
    } else {
      const { ask } = message;
      readMetrics?.().then(
        (metrics) => send({ kind: 'metrics', ask, metrics }),
        () => undefined,
      );
    }
  });

  const worker = Number(process.env[SLOT]);
  const socketOf = (number: number): string => join(process.env[FOLDER] ?? '', `${number}.sock`);

  const port = process.env[SHARED_PORT];

  return {
    worker,
    port: port === undefined ? null : Number(port),
    sessionPrefix: sessionPrefix(worker),
    share(server) {
      // A worker that was killed has left its socket behind.
      rmSync(socketOf(worker), { force: true });
      return shareSessions(server, worker, socketOf);
    },
    writer: {
      ask: (request) => send({ kind: 'write', request }),
      answered(to) {
        settle = to;
      },
    },
    bus(handlers) {
      onMessage = handlers.onChange;
      return Promise.resolve({
        followsLog: false,
        publish(signal) {
          if (process.connected) send({ kind: 'signal', signal });
        },
        stop: () => Promise.resolve(),
      });
    },
    onMetrics(read) {
      readMetrics = read;
    },
    metricsOfAll() {
      return new Promise((resolve) => {
        const ask = ++asks;
        asked.set(ask, resolve);
        send({ kind: 'metrics-of-all', ask });
      });
    },
    ready: (report) => send({ kind: 'ready', ...report }),
    failed(text) {
      return new Promise((resolve) => {
        const message: FromWorker = { kind: 'failed', text };
        if (process.send === undefined) resolve();
        else process.send(message, undefined, undefined, () => resolve());
      });
    },
  };
}
