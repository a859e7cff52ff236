import type { Done, Outcome } from './writes.ts';
import { serializeError } from './errors.ts';
import type { OnWritten } from '../port-events.ts';
import { createWriter, startWriter, type Writer, type WriterRequest } from './writer-client.ts';

/**
 * Processes of one machine that write to one file wait for its lock by chance: SQLite's own waiting gives it
 * to the one that happens to ask in the right moment, some after a second. So one process writes for all, and
 * what they ask at the same time is one group and one fsync.
 */
export interface WriterService {
  /** Does what another process asks; the outcomes come in any number of batches. */
  ask(request: WriterRequest, answer: (outcomes: Outcome[]) => void): void;
  /** Finishes what was asked before. */
  close(): Promise<void>;
}

/** A process's channel to the one that writes for all. */
export interface WriterLink {
  /** @throws Error when the other process has ended. */
  ask(request: WriterRequest): void;
  /** Sets the handler of outcomes. */
  answered(settle: (outcomes: readonly Outcome[]) => void): void;
}

/** Starts the writer of a file for several processes. */
export function createWriterService(file: string): WriterService {
  // What was written is announced in the process that asked for it.
  const writer = startWriter(file);
  return {
    ask(request, answer) {
      let settled: Outcome[] = [];
      const settle = (outcome: Outcome): void => {
        // What one commit has settled goes back together.
        if (settled.push(outcome) > 1) return;
        setImmediate(() => {
          const outcomes = settled;
          settled = [];
          answer(outcomes);
        });
      };
      const follow = (call: number, done: Promise<Done>): void =>
        void done.then(
          ({ result, written }) => settle({ call, result, written }),
          (error: unknown) => settle({ call, error: serializeError(error) }),
        );
      if ('writes' in request) for (const { call, ...write } of request.writes) follow(call, writer.perform(write));
      else
        follow(
          request.call,
          writer.backup(request.backup).then(() => ({ result: null, written: [] })),
        );
    },
    close: () => writer.close(),
  };
}

/** The writer in another process. */
export function linkedWriter(link: WriterLink, onWritten?: OnWritten): Writer {
  return createWriter(onWritten, (settle) => {
    link.answered(settle);
    return { send: (request) => link.ask(request), close: () => Promise.resolve() };
  });
}
