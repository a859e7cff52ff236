import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Id, Ms } from '../domain/types.ts';
import type { Bus, Change, OpenBus, Signal } from './bus.ts';

/** Most changes in one signal. */
const AT_ONCE = 500;
/** Most own events that are remembered until the log shows them. */
const MOST_OWN = 10_000;
/** When the log could not be asked, the changes are published so much later. */
const AGAIN_AFTER: Ms = 500;

/** The other processes of the service, on this machine and on others. */
export interface Peers {
  /** Opens the bus. */
  start(open: OpenBus): Promise<void>;
  /** Writes of this process changed something: publishes it to the others once the log has it. */
  changed(changes: readonly Change[]): void;
  publish(signal: Omit<Signal, 'from'>): void;
  stop(): Promise<void>;
}

/**
 * @param deps.flushed resolves when what writes have left is in the log.
 * @param deps.onChanges gets the changes of other processes.
 * @param deps.onSignal gets every signal of another process.
 * @param deps.onLost is called when some may have been missed.
 */
export function createPeers(deps: {
  flushed: () => Promise<void>;
  onChanges: (changes: readonly Change[]) => void;
  onSignal: (signal: Signal) => void;
  onLost: () => void;
}): Peers {
  const me = randomUUID();
  const own = new LRUCache<Id, true>({ max: MOST_OWN });
  let bus: Bus | null = null;
  let waiting: Change[] = [];
  let publishing: Promise<void> | null = null;
  let stopped = false;

  function publish(signal: Omit<Signal, 'from'>): void {
    bus?.publish({ ...signal, from: me });
  }

  async function flushQueued(): Promise<void> {
    while (waiting.length > 0) {
      const changes = waiting;
      waiting = [];
      // The others look into the log as soon as they are notified: by then it has to be there.
      await deps.flushed().catch(() => new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER)));
      for (let i = 0; i < changes.length; i += AT_ONCE) publish({ changes: changes.slice(i, i + AT_ONCE) });
    }
  }

  return {
    async start(open) {
      bus = await open({
        onChange(signal) {
          if (signal.from === me || stopped) return;
          if (signal.changes !== undefined) deps.onChanges(signal.changes);
          deps.onSignal(signal);
        },
        logged(changes) {
          const foreign = changes.filter(({ id }) => id === undefined || !own.has(id));
          if (foreign.length > 0 && !stopped) deps.onChanges(foreign);
        },
        lost: deps.onLost,
      });
    },
    changed(changes) {
      if (bus === null || stopped) return;
      if (bus.followsLog) {
        for (const { id } of changes) if (id !== undefined) own.set(id, true);
        return;
      }
      for (const { type, channel, siteId } of changes) waiting.push({ type, channel, siteId });
      publishing ??= flushQueued().finally(() => {
        publishing = null;
      });
    },
    publish,
    async stop() {
      stopped = true;
      await publishing;
      await bus?.stop();
    },
  };
}
