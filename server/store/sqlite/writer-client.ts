import { Worker } from 'node:worker_threads';
import { StoreBusy } from '../port.ts';
import type { ActArgs, ActName, ActResult, NumberedCall, Outcome } from './acts.ts';
import { rebuilt } from './errors.ts';

/** The writer's thread as the rest of the process sees it. */
export interface Writer {
  /** Does an act; answers when it is on disk. */
  act<N extends ActName>(name: N, ...args: ActArgs<N>): Promise<ActResult<N>>;
  backup(toFile: string): Promise<void>;
  /** Finishes what was asked before, then ends. A second call does nothing. */
  close(): Promise<void>;
}

interface Pending {
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

/** Starts the writer of a file. When its thread dies, what was under way is StoreBusy and the next act starts another. */
export function startWriter(file: string): Writer {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const pending = new Map<number, Pending>();
  let calls = 0;
  let queued: NumberedCall[] = [];
  let worker: Worker | null = null;
  let closed: Promise<void> | null = null;

  function start(): Worker {
    const thread = new Worker(new URL(`./writer.${extension}`, import.meta.url), { workerData: { file } });
    thread.on('message', (outcomes: Outcome[] | 'closed') => {
      if (outcomes !== 'closed') for (const outcome of outcomes) settle(outcome);
    });
    thread.on('error', (error) => lost(thread, error));
    thread.on('exit', () => lost(thread, new Error('the writer ended')));
    return thread;
  }

  function settle(outcome: Outcome): void {
    const waiter = pending.get(outcome.call);
    pending.delete(outcome.call);
    if ('error' in outcome) waiter?.reject(rebuilt(outcome.error));
    else waiter?.resolve(outcome.result as never);
  }

  function lost(thread: Worker, cause: Error): void {
    if (worker !== thread) return;
    worker = null;
    for (const { reject } of pending.values()) reject(new StoreBusy('the writer was lost', { cause }));
    pending.clear();
  }

  function send(): void {
    const acts = queued;
    queued = [];
    if (acts.length === 0) return;
    worker ??= start();
    worker.postMessage({ acts });
  }

  return {
    act(name, ...args) {
      if (closed !== null) return Promise.reject(new StoreBusy('the store is closed'));
      return new Promise((resolve, reject) => {
        const call = ++calls;
        pending.set(call, { resolve, reject });
        // Acts of the same moment cross together.
        if (queued.length === 0) queueMicrotask(send);
        queued.push({ name, args, call } as NumberedCall);
      });
    },
    backup(toFile) {
      if (closed !== null) return Promise.reject(new StoreBusy('the store is closed'));
      return new Promise((resolve, reject) => {
        const call = ++calls;
        pending.set(call, { resolve, reject });
        worker ??= start();
        worker.postMessage({ backup: toFile, call });
      });
    },
    close() {
      closed ??= new Promise((resolve) => {
        queueMicrotask(() => {
          send();
          const thread = worker;
          if (thread === null) return resolve();
          thread.once('exit', () => resolve());
          thread.postMessage({ close: true });
        });
      });
      return closed;
    },
  };
}
