import type { Channel } from '../domain/events.ts';
import type { Ms } from '../domain/types.ts';
import type { Signal } from './bus.ts';

/** The number of readers is sent at most this often. */
const PUBLISH_INTERVAL: Ms = 2_000;
/** Each process signals this often that it runs, and is forgotten after so long without a signal. */
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
  /** Takes the counts of another process. */
  onPeerCounts(signal: Signal): void;
  /** Begins to exchange counts with the other processes. */
  start(): void;
  stop(): void;
}

export interface PresenceDeps {
  /** How many readers a channel has in this process. */
  here: (channel: Channel) => number;
  /** The channels that have any. */
  channels: () => Iterable<Channel>;
  /** Sends the number to the readers of this process. */
  show: (channel: Channel, readers: number) => void;
  /** Sends a signal to the other processes. */
  publish: (signal: Omit<Signal, 'from'>) => void;
  /** Never steps. */
  now: () => Ms;
}

function publishOnline({ here, publish }: PresenceDeps, channels: Iterable<Channel>): void {
  const online = [...channels].map((channel): [Channel, number] => [channel, here(channel)]);
  for (let i = 0; i < online.length; i += AT_ONCE) publish({ online: online.slice(i, i + AT_ONCE) });
}

/**
 * Adds up how many readers the processes report: each publishes only what has changed, and everything when another
 * process has started.
 */
export function createPresence(deps: PresenceDeps): Presence {
  const others = new Map<string, { seenAt: Ms; counts: Map<Channel, number> }>();
  const toShow = new Set<Channel>();
  const unpublished = new Set<Channel>();
  let timer: NodeJS.Timeout | undefined;
  let alive: NodeJS.Timeout | undefined;

  function total(channel: Channel): number {
    let readers = deps.here(channel);
    for (const { counts } of others.values()) readers += counts.get(channel) ?? 0;
    return readers;
  }

  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const channel of toShow) deps.show(channel, total(channel));
      toShow.clear();
      publishOnline(deps, unpublished);
      unpublished.clear();
    }, PUBLISH_INTERVAL);
  }

  /** The count of another process has changed: the readers of the channel here get the new sum. */
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
      const known = others.get(from) ?? { seenAt: 0, counts: new Map<Channel, number>() };
      others.set(from, known);
      known.seenAt = deps.now();
      if (state === 'hello') publishOnline(deps, deps.channels());
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
        for (const [from, { seenAt }] of others) if (seenAt < since) forget(from);
      }, ALIVE_EVERY);
    },
    stop() {
      clearTimeout(timer);
      clearInterval(alive);
      deps.publish({ state: 'bye' });
    },
  };
}
