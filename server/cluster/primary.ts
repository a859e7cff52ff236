import cluster, { type Worker } from 'node:cluster';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RateLimiterClusterMaster } from 'rate-limiter-flexible';
import type { LocalizedText } from '../config/localized-text.ts';
import type { Ms } from '../domain/types.ts';
import type { Log } from '../ops/log.ts';
import type { WriterService } from '../store/open-store.ts';
import { createBackOff } from './back-off.ts';
import { createGathering } from './gather.ts';
import { isFromWorker, type FromWorker, type ToWorker } from './messages.ts';

/** Environment variables of a worker: its place, a folder in which the workers find each other, and the port that they share. */
export const SLOT = 'CLUSTER_WORKER';
export const FOLDER = 'CLUSTER_FOLDER';
export const SHARED_PORT = 'CLUSTER_PORT';

/** The process that starts and stops the workers. */
export interface Primary {
  /** Starts them; gives the report of the first. @throws StartFailed. */
  start(): Promise<{ url: string; needsSetUp: boolean }>;
  /** Has all of them finish what is in flight and end. */
  stop(): Promise<void>;
}

/** A worker could not begin. */
export class StartFailed extends Error {
  override readonly name = 'StartFailed';
  /** Why, where the worker could report it. */
  readonly text: LocalizedText | null;

  constructor(text: LocalizedText | null) {
    super(text?.en ?? 'a worker ended while it was starting');
    this.text = text;
  }
}

type Ready = Extract<FromWorker, { kind: 'ready' }>;

interface Slot {
  worker: Worker;
  startedAt: Ms;
  /** The sender that its signals name. */
  from: string | null;
}

/**
 * Runs the program again as so many workers, which share its port. It serves nothing itself: it passes messages from one
 * worker to the others, writes for all where the store has one writer, and starts a worker again that has ended.
 * Over 80 lines: the table of workers, the pending start and the stop are one state machine.
 */
export function createPrimary(deps: { workers: number; writer: WriterService | null; now: () => Ms; log: Log }): Primary {
  // What crosses is more than JSON: maps, and bytes.
  cluster.setupPrimary({ serialization: 'advanced' });
  const { log, now, writer } = deps;
  // Counts what is limited for all.
  new RateLimiterClusterMaster();
  // Only this user can read it.
  const folder = mkdtempSync(join(tmpdir(), 'liangju-'));
  const slots = new Map<number, Slot>();
  const gathering = createGathering();
  const timers = new Set<NodeJS.Timeout>();
  let stopping = false;
  let isUp = false;
  let port: number | null = null;
  let onStart: { ready: (report: Ready) => void; failed: (error: StartFailed) => void } | null = null;

  function send(worker: Worker, message: ToWorker): void {
    // A worker that is ending gets no messages any more.
    if (worker.isConnected()) worker.send(message, () => undefined);
  }

  function sendToOthers(except: Worker, message: ToWorker): void {
    for (const { worker } of slots.values()) if (worker !== except) send(worker, message);
  }

  function take(number: number, place: Slot, message: FromWorker): void {
    const { worker } = place;
    switch (message.kind) {
      case 'ready':
        onStart?.ready(message);
        break;
      case 'failed':
        if (onStart === null) log.error({ worker: number }, message.text.en);
        else onStart.failed(new StartFailed(message.text));
        break;
      case 'write':
        writer?.ask(message.request, (outcomes) => send(worker, { kind: 'written', outcomes }));
        break;
      case 'signal':
        place.from = message.signal.from;
        sendToOthers(worker, message);
        break;
      case 'metrics':
        gathering.answered(message.ask, number, message.metrics);
        break;
      case 'metrics-of-all':
        void gather().then((workers) => send(worker, { kind: 'metrics-of-all', ask: message.ask, workers }));
    }
  }

  function gather() {
    return gathering.all((ask) => {
      const asked = [...slots.values()].filter(({ worker }) => worker.isConnected());
      for (const { worker } of asked) send(worker, { kind: 'metrics', ask });
      return asked.length;
    });
  }

  function launch(number: number, backOff: (lived: Ms) => Ms): void {
    const worker = cluster.fork({ [SLOT]: String(number), [FOLDER]: folder, ...(port === null ? {} : { [SHARED_PORT]: String(port) }) });
    const place: Slot = { worker, startedAt: now(), from: null };
    slots.set(number, place);
    worker.on('message', (message: unknown) => {
      if (isFromWorker(message)) take(number, place, message);
    });
    // A worker that is killed breaks its channel: its end is reported by `exit`.
    worker.on('error', () => undefined);
    worker.once('exit', (code, signal) => {
      slots.delete(number);
      if (place.from !== null) sendToOthers(worker, { kind: 'signal', signal: { from: place.from, state: 'bye' } });
      if (stopping) return;
      if (!isUp) {
        onStart?.failed(new StartFailed(null));
        return;
      }
      const again = backOff(now() - place.startedAt);
      log.error({ worker: number, code, signal, again }, 'a worker ended; it is started again');
      const timer = setTimeout(() => {
        timers.delete(timer);
        launch(number, backOff);
      }, again);
      timers.add(timer);
    });
  }

  function begun(numbers: number[]): Promise<Ready> {
    return new Promise((resolve, reject) => {
      let missing = numbers.length;
      onStart = {
        ready(report) {
          missing--;
          if (missing > 0) return;
          onStart = null;
          resolve(report);
        },
        failed(error) {
          onStart = null;
          reject(error);
        },
      };
      for (const number of numbers) launch(number, createBackOff());
    });
  }

  return {
    async start() {
      // The first one alone makes what has to be made once: the schema, the first administrator, the demo site.
      const report = await begun([1]);
      port = report.port;
      if (deps.workers > 1) await begun(Array.from({ length: deps.workers - 1 }, (_, i) => i + 2));
      isUp = true;
      return report;
    },
    async stop() {
      stopping = true;
      for (const timer of timers) clearTimeout(timer);
      const running = [...slots.values()];
      await Promise.all(
        running.map(
          ({ worker }) =>
            new Promise<void>((resolve) => {
              worker.once('exit', () => resolve());
              worker.process.kill('SIGTERM');
            }),
        ),
      );
      rmSync(folder, { recursive: true, force: true });
      await writer?.close();
    },
  };
}
