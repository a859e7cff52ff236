import type { Channel } from '../domain/events.ts';
import type { Ms } from '../domain/types.ts';
import type { Signal } from './bus.ts';

/** The number of readers is told at most this often. */
const PUBLISH_INTERVAL: Ms = 2_000;
/** Each process says so often that it is there, and is forgotten after so long without a word. */
const ALIVE_EVERY: Ms = 15_000;
const FORGOTTEN_AFTER: Ms = 45_000;
/** Most channels in one signal, and most that are remembered of another process. */
const AT_ONCE = 500;
const MOST_CHANNELS = 100_000;

/** How many readers each thread has, in all processes. */
export interface Presence {
  total(channel: Channel): number;
  /** The number in this process changed. */
  changed(channel: Channel): void;
  /** What another process says of itself. */
  onPeerCounts(signal: Signal): void;
  /** Begins to speak with the others. */
  start(): void;
  stop(): void;
}

/**
 * Adds up what the processes say of their readers: each tells only what has changed, and everything to one that
 * has just come.
 * @param deps.here readers of a channel in this process.
 * @param deps.channels the channels that have any.
 * @param deps.show tells the readers here.
 */
export function createPresence(deps: {
  here: (channel: Channel) => number;
  channels: () => Iterable<Channel>;
  show: (channel: Channel, readers: number) => void;
  publish: (signal: Omit<Signal, 'from'>) => void;
  /** Never steps. */
  now: () => Ms;
}): Presence {
  const others = new Map<string, { heardAt: Ms; counts: Map<Channel, number> }>();
  const toShow = new Set<Channel>();
  const unpublished = new Set<Channel>();
  let timer: NodeJS.Timeout | undefined;
  let alive: NodeJS.Timeout | undefined;

  function total(channel: Channel): number {
    let readers = deps.here(channel);
    for (const { counts } of others.values()) readers += counts.get(channel) ?? 0;
    return readers;
  }

  function publishOnline(channels: Iterable<Channel>): void {
    const online = [...channels].map((channel): [Channel, number] => [channel, deps.here(channel)]);
    for (let i = 0; i < online.length; i += AT_ONCE) deps.publish({ online: online.slice(i, i + AT_ONCE) });
  }

  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const channel of toShow) deps.show(channel, total(channel));
      toShow.clear();
      publishOnline(unpublished);
      unpublished.clear();
    }, PUBLISH_INTERVAL);
  }

  /** What others said of a channel changed: whoever reads it here is told. */
  function changedElsewhere(channel: Channel): void {
    if (deps.here(channel) === 0) return;
    toShow.add(channel);
    soon();
  }

  function forget(from: string): void {
    const gone = others.get(from);
    others.delete(from);
    for (const channel of gone?.counts.keys() ?? []) changedElsewhere(channel);
  }

  return {
    total,
    changed(channel) {
      toShow.add(channel);
      unpublished.add(channel);
      soon();
    },
    onPeerCounts({ from, online = [], state }) {
      if (state === 'bye') return forget(from);
      const known = others.get(from) ?? { heardAt: 0, counts: new Map<Channel, number>() };
      others.set(from, known);
      known.heardAt = deps.now();
      if (state === 'hello') publishOnline(deps.channels());
      for (const [channel, readers] of online) {
        if (readers === 0) known.counts.delete(channel);
        else if (known.counts.size < MOST_CHANNELS || known.counts.has(channel)) known.counts.set(channel, readers);
        changedElsewhere(channel);
      }
    },
    start() {
      deps.publish({ state: 'hello' });
      alive = setInterval(() => {
        deps.publish({});
        const since = deps.now() - FORGOTTEN_AFTER;
        for (const [from, { heardAt }] of others) if (heardAt < since) forget(from);
      }, ALIVE_EVERY);
    },
    stop() {
      clearTimeout(timer);
      clearInterval(alive);
      deps.publish({ state: 'bye' });
    },
  };
}
