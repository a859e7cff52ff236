import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Id, Ms } from '../domain/types.ts';
import type { Bus, Change, OpenBus, Signal } from './bus.ts';

/** Most changes in one signal. */
const AT_ONCE = 500;
/** Most own events that are remembered until the log's own word of them comes. */
const MOST_OWN = 10_000;
/** When the log could not be asked, what was to be told is told so much later. */
const AGAIN_AFTER: Ms = 500;

/** The other processes of the service, on this machine and on others. */
export interface Peers {
  /** Begins to listen and to speak. */
  start(open: OpenBus): Promise<void>;
  /** Acts of this process changed something: tells the others once the log shows it. */
  changed(news: readonly Change[]): void;
  publish(signal: Omit<Signal, 'from'>): void;
  stop(): Promise<void>;
}

/**
 * @param deps.flushed resolves when what acts have left is in the log.
 * @param deps.heard is given the changes of other processes.
 * @param deps.said is given whatever another process says of itself.
 * @param deps.lost is called when some may have been missed.
 */
export function createPeers(deps: {
  flushed: () => Promise<void>;
  heard: (news: readonly Change[]) => void;
  said: (signal: Signal) => void;
  lost: () => void;
}): Peers {
  const me = randomUUID();
  const own = new LRUCache<Id, true>({ max: MOST_OWN });
  let bus: Bus | null = null;
  let waiting: Change[] = [];
  let telling: Promise<void> | null = null;
  let stopped = false;

  function tell(signal: Omit<Signal, 'from'>): void {
    bus?.publish({ ...signal, from: me });
  }

  async function flushQueued(): Promise<void> {
    while (waiting.length > 0) {
      const news = waiting;
      waiting = [];
      // Whoever hears of it looks into the log at once: by then it has to be there.
      await deps.flushed().catch(() => new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER)));
      for (let i = 0; i < news.length; i += AT_ONCE) tell({ changes: news.slice(i, i + AT_ONCE) });
    }
  }

  return {
    async start(open) {
      bus = await open({
        onChange(signal) {
          if (signal.from === me || stopped) return;
          if (signal.changes !== undefined) deps.heard(signal.changes);
          deps.said(signal);
        },
        logged(news) {
          const foreign = news.filter(({ id }) => id === undefined || !own.has(id));
          if (foreign.length > 0 && !stopped) deps.heard(foreign);
        },
        lost: deps.lost,
      });
    },
    changed(news) {
      if (bus === null || stopped) return;
      if (bus.followsLog) {
        for (const { id } of news) if (id !== undefined) own.set(id, true);
        return;
      }
      for (const { type, channel, siteId } of news) waiting.push({ type, channel, siteId });
      telling ??= flushQueued().finally(() => {
        telling = null;
      });
    },
    publish: tell,
    async stop() {
      stopped = true;
      await telling;
      await bus?.stop();
    },
  };
}
