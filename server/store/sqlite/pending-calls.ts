import { StoreBusy } from '../port.ts';
import { rebuilt } from './errors.ts';
import type { Done, Outcome } from './writes.ts';

/** Calls of the writer that have no answer yet, by number. */
export interface PendingCalls {
  /** Gives a call a number and resolves with its outcome. @throws what the write threw, or StoreBusy when the writer was lost. */
  add(start: (call: number) => void): Promise<Done>;
  settle(outcomes: readonly Outcome[]): void;
  /** Rejects all of them: their outcomes will never come. */
  lose(cause: Error): void;
  /** Resolves when there is none. */
  settled(): Promise<void>;
}

interface Pending {
  resolve: (done: Done) => void;
  reject: (error: Error) => void;
}

export function createPendingCalls(): PendingCalls {
  const pending = new Map<number, Pending>();
  let calls = 0;
  let whenIdle: (() => void) | null = null;

  function settleOne(outcome: Outcome): void {
    const waiter = pending.get(outcome.call);
    pending.delete(outcome.call);
    if ('error' in outcome) waiter?.reject(rebuilt(outcome.error));
    else waiter?.resolve(outcome);
  }

  return {
    add: (start) =>
      new Promise((resolve, reject) => {
        const call = ++calls;
        pending.set(call, { resolve, reject });
        start(call);
      }),
    settle(outcomes) {
      for (const outcome of outcomes) settleOne(outcome);
      if (pending.size === 0) whenIdle?.();
    },
    lose(cause) {
      for (const { reject } of pending.values()) reject(new StoreBusy('the writer was lost', { cause }));
      pending.clear();
      whenIdle?.();
    },
    async settled() {
      if (pending.size === 0) return;
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
      });
    },
  };
}
