import { Worker } from 'node:worker_threads';
import { StoreBusy } from '../port.ts';
import type { OnWritten } from '../port-events.ts';
import type { WriteArgs, WriteCall, WriteName, WriteResult, Done, NumberedCall, Outcome } from './writes.ts';
import { createPendingCalls } from './pending-calls.ts';

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

/** When so many writes wait they are sent at once, so that the writer works while more arrive. */
const AT_ONCE = 4;

/**
 * Makes a writer of a channel to one. When the channel is lost, every pending write is StoreBusy.
 * @param onWritten is called with what was committed, once for all that was committed together, before any answer.
 */
export function createWriter(onWritten: OnWritten = () => undefined, open: OpenTransport): Writer {
  const pending = createPendingCalls();
  let queued: NumberedCall[] = [];
  let closed: Promise<void> | null = null;

  const transport = open((outcomes) => {
    const written = outcomes.flatMap((outcome) => ('written' in outcome ? outcome.written : []));
    if (written.length > 0) onWritten(written);
    pending.settle(outcomes);
  }, pending.lose);

  function send(request: WriterRequest): void {
    try {
      transport.send(request);
    } catch (error) {
      pending.lose(error instanceof Error ? error : new Error(String(error)));
    }
  }

  function sendQueued(): void {
    const writes = queued;
    queued = [];
    if (writes.length > 0) send({ writes });
  }

  function ask(start: (call: number) => void): Promise<Done> {
    if (closed !== null) return Promise.reject(new StoreBusy('the store is closed'));
    return pending.add(start);
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
    await pending.settled();
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
