import { Worker } from 'node:worker_threads';
import { type OnWritten, StoreBusy } from '../port.ts';
import type { WriteArgs, WriteCall, WriteName, WriteResult, Done, NumberedCall, Outcome } from './writes.ts';
import { rebuilt } from './errors.ts';

/** The interface of the writer of a file for the rest of the process. */
export interface Writer {
  /** Does a write; answers when it is on disk. */
  write<N extends WriteName>(name: N, ...args: WriteArgs<N>): Promise<WriteResult<N>>;
  /** The same for a call that came from elsewhere. */
  perform(call: AskedCall): Promise<Done>;
  backup(toFile: string): Promise<void>;
  /** Finishes pending writes, then ends the writer. A second call does nothing. */
  close(): Promise<void>;
}

/** A call that has no number here yet. */
export type AskedCall = WriteCall;

/** What a writer is asked. */
export type WriterRequest = { writes: NumberedCall[] } | { backup: string; call: number };

/** The channel to where the writing is done. */
export interface WriterTransport {
  /** @throws Error when the channel is closed. */
  send(request: WriterRequest): void;
  /** Is called once, when no request is pending and none will follow. */
  close(): Promise<void>;
}

/** Opens the channel: outcomes come back by `settle`; `lost` when those that are awaited never will. */
export type OpenTransport = (settle: (outcomes: readonly Outcome[]) => void, lost: (cause: Error) => void) => WriterTransport;

interface Pending {
  resolve: (done: Done) => void;
  reject: (error: Error) => void;
}

/** When so many writes wait they are sent at once, so that the writer works while more arrive. */
const AT_ONCE = 4;

/**
 * Makes a writer of a channel to one. When the channel is lost, every pending write is StoreBusy.
 * @param onWritten is called with what was committed, once for all that was committed together, before any answer.
 */
export function createWriter(onWritten: OnWritten = () => undefined, open: OpenTransport): Writer {
  const pending = new Map<number, Pending>();
  let calls = 0;
  let queued: NumberedCall[] = [];
  let closed: Promise<void> | null = null;
  let whenIdle: (() => void) | null = null;

  const transport = open((outcomes) => {
    const written = outcomes.flatMap((outcome) => ('written' in outcome ? outcome.written : []));
    if (written.length > 0) onWritten(written);
    for (const outcome of outcomes) settle(outcome);
    if (pending.size === 0) whenIdle?.();
  }, lost);

  function settle(outcome: Outcome): void {
    const waiter = pending.get(outcome.call);
    pending.delete(outcome.call);
    if ('error' in outcome) waiter?.reject(rebuilt(outcome.error));
    else waiter?.resolve(outcome);
  }

  function lost(cause: Error): void {
    for (const { reject } of pending.values()) reject(new StoreBusy('the writer was lost', { cause }));
    pending.clear();
    whenIdle?.();
  }

  function send(request: WriterRequest): void {
    try {
      transport.send(request);
    } catch (error) {
      lost(error instanceof Error ? error : new Error(String(error)));
    }
  }

  function sendQueued(): void {
    const writes = queued;
    queued = [];
    if (writes.length > 0) send({ writes });
  }

  function ask(start: (call: number) => void): Promise<Done> {
    if (closed !== null) return Promise.reject(new StoreBusy('the store is closed'));
    return new Promise((resolve, reject) => {
      const call = ++calls;
      pending.set(call, { resolve, reject });
      start(call);
    });
  }

  const perform = (asked: AskedCall): Promise<Done> =>
    ask((call) => {
      // Writes of the same turn cross together: each transaction costs a write to the disk.
      if (queued.length === 0) setImmediate(sendQueued);
      queued.push({ ...asked, call });
      if (queued.length >= AT_ONCE) sendQueued();
    });

  async function end(): Promise<void> {
    sendQueued();
    if (pending.size > 0) {
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
      });
    }
    await transport.close();
  }

  return {
    async write<N extends WriteName>(name: N, ...args: WriteArgs<N>): Promise<WriteResult<N>> {
      const { result } = await perform({ name, args } as AskedCall);
      // What a write gives was paired with its name on the other side.
      return result as WriteResult<N>;
    },
    perform,
    async backup(toFile) {
      await ask((call) => send({ backup: toFile, call }));
    },
    close() {
      closed ??= end();
      return closed;
    },
  };
}

/** The writer's thread in this process; when it dies the next write starts another. */
export function startWriter(file: string, onWritten?: OnWritten): Writer {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return createWriter(onWritten, (settle, lost) => {
    let worker: Worker | null = null;

    function ended(thread: Worker, cause: Error): void {
      if (worker !== thread) return;
      worker = null;
      lost(cause);
    }

    function start(): Worker {
      const thread = new Worker(new URL(`./writer.${extension}`, import.meta.url), { workerData: { file } });
      // Other messages come by the same channel: `node --watch` has each thread report the files it has loaded.
      thread.on('message', (outcomes: unknown) => {
        if (Array.isArray(outcomes)) settle(outcomes);
      });
      thread.on('error', (error) => ended(thread, error));
      thread.on('exit', () => ended(thread, new Error('the writer ended')));
      return thread;
    }

    return {
      send(request) {
        worker ??= start();
        worker.postMessage(request);
      },
      close: () =>
        new Promise((resolve) => {
          if (worker === null) return resolve();
          worker.once('exit', () => resolve());
          worker.postMessage({ close: true });
        }),
    };
  });
}
