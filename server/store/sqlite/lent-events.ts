import type { LoggedEvent } from '../../domain/events.ts';
import type { Id } from '../../domain/types.ts';

/** More than this is not kept in memory; nobody seems to ask for them. */
const MOST = 10_000;

/** The events that are lent to this process and not done. */
export interface LentEvents {
  /** Takes what an act has left, in the order of the commits. */
  add(events: readonly LoggedEvent[]): void;
  /** The oldest. */
  first(limit: number): LoggedEvent[];
  /** Are some of them in the file alone? */
  isBehind(): boolean;
  /** Nothing of this process's is in the file any more. */
  caughtUp(): void;
  done(ids: readonly Id[]): void;
}

/**
 * An act's events come with its answer, so that whoever hands them on need not ask the writer for them. When nobody
 * does, they are forgotten here and stay in the file.
 */
export function createLentEvents(): LentEvents {
  const events = new Map<Id, LoggedEvent>();
  let isBehind = false;
  return {
    add(more) {
      if (isBehind) return;
      for (const event of more) events.set(event.id, event);
      if (events.size <= MOST) return;
      isBehind = true;
      events.clear();
    },
    first: (limit) => Array.from(events.values()).slice(0, limit),
    isBehind: () => isBehind,
    caughtUp() {
      isBehind = false;
    },
    done(ids) {
      for (const id of ids) events.delete(id);
    },
  };
}
