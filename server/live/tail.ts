import type { Channel, LoggedEvent } from '../domain/events.ts';
import type { Ms } from '../domain/types.ts';
import type { EventStore } from '../store/port-events.ts';

/** Most events read at once. */
const BATCH = 200;

export interface Tail {
  /** Begins to follow a channel; gives its position: all events up to that number have been delivered. */
  follow(channel: Channel): Promise<number>;
  /** How far a followed channel has been delivered. */
  position(channel: Channel): number | undefined;
  forget(channel: Channel): void;
  /** There may be something new in these channels, or in any. */
  wake(channels?: Iterable<Channel>): void;
  stop(): Promise<void>;
}

/**
 * Follows the channels that clients of this process watch in the stored log: right however many processes write
 * to it; a wake-up only makes it sooner.
 * Over 80 lines: what is followed, what is due, what rests and the one loop that reads are one state machine.
 * @param deliver is given each followed channel's new events in order, each once; it must hand them out
 * without waiting, after which the position counts as delivered.
 * @param prepare makes of events what is handed out; it may wait.
 * @param pause how long a channel rests between two deliveries, ms: crowds get batches.
 */
export function createTail<T>(deps: {
  events: Pick<EventStore, 'head' | 'sinceMany'>;
  prepare: (channel: Channel, events: LoggedEvent[]) => Promise<T>;
  deliver: (channel: Channel, prepared: T) => void;
  pause: (channel: Channel) => Ms;
  /** Never steps: a pause must not last as long as a clock was set back. */
  now: () => Ms;
  every: Ms;
  onError: (error: unknown) => void;
}): Tail {
  const followed = new Map<Channel, { seq: number; restsUntil: Ms }>();
  const beginning = new Map<Channel, Promise<number>>();
  /** Channels in which there may be something new: these, or any. */
  let due = new Set<Channel>();
  let isAllDue = false;
  /** Channels with something new that have been delivered to a moment ago. */
  const resting = new Set<Channel>();
  /** Channels with something new whose beginning is being looked up. */
  const early = new Set<Channel>();
  let running: Promise<void> | null = null;
  let stopped = false;
  let rest: NodeJS.Timeout | undefined;
  const poll = setInterval(() => wake(), deps.every);

  /** Which channels to read now, and from where; those at rest are read when it is over. */
  function takeDue(): Map<Channel, number> {
    const heads = new Map<Channel, number>();
    const now = deps.now();
    let nextRest = Number.POSITIVE_INFINITY;
    for (const channel of isAllDue ? followed.keys() : due) {
      const entry = followed.get(channel);
      if (entry === undefined) continue;
      if (entry.restsUntil <= now) heads.set(channel, entry.seq);
      else {
        resting.add(channel);
        nextRest = Math.min(nextRest, entry.restsUntil);
      }
    }
    isAllDue = false;
    due = new Set();
    if (resting.size > 0) rest ??= setTimeout(endRest, Math.max(1, nextRest - now));
    return heads;
  }

  function endRest(): void {
    rest = undefined;
    const channels = [...resting];
    resting.clear();
    wake(channels);
  }

  async function deliverNew(): Promise<void> {
    while ((isAllDue || due.size > 0) && !stopped) {
      const heads = takeDue();
      if (heads.size === 0) continue;
      const events = await deps.events.sinceMany(heads, BATCH);
      if (events.length === BATCH) for (const channel of heads.keys()) due.add(channel);
      for (const [channel, fresh] of groupByChannel(events)) await deliverTo(channel, fresh);
    }
  }

  async function deliverTo(channel: Channel, events: LoggedEvent[]): Promise<void> {
    const entry = followed.get(channel);
    const last = events.at(-1);
    if (entry === undefined || last === undefined) return;
    const prepared = await deps.prepare(channel, events);
    if (followed.get(channel) !== entry) return;
    entry.seq = last.seq;
    const pause = deps.pause(channel);
    if (pause > 0) entry.restsUntil = deps.now() + pause;
    deps.deliver(channel, prepared);
  }

  function wake(channels?: Iterable<Channel>): void {
    if (stopped || (followed.size === 0 && beginning.size === 0)) return;
    if (channels === undefined) isAllDue = true;
    for (const channel of channels ?? beginning.keys()) {
      if (followed.has(channel)) due.add(channel);
      else if (beginning.has(channel)) early.add(channel);
    }
    if (running !== null || (!isAllDue && due.size === 0)) return;
    running = deliverNew()
      .catch((error: unknown) => {
        // What could not be read now is found by the next poll.
        if (!stopped) deps.onError(error);
      })
      .finally(() => {
        running = null;
        // A wake-up that came in the last moment of the loop must not wait for the next poll.
        if (due.size > 0) wake([]);
      });
  }

  async function begin(channel: Channel): Promise<number> {
    try {
      const seq = await deps.events.head(channel);
      if (!followed.has(channel)) followed.set(channel, { seq, restsUntil: 0 });
      if (early.has(channel)) wake([channel]);
      return followed.get(channel)?.seq ?? seq;
    } finally {
      beginning.delete(channel);
      early.delete(channel);
    }
  }

  return {
    async follow(channel) {
      const entry = followed.get(channel);
      if (entry !== undefined) return entry.seq;
      const begun = beginning.get(channel) ?? begin(channel);
      beginning.set(channel, begun);
      return begun;
    },
    position: (channel) => followed.get(channel)?.seq,
    forget: (channel) => void followed.delete(channel),
    wake,
    async stop() {
      stopped = true;
      clearInterval(poll);
      clearTimeout(rest);
      await running;
    },
  };
}

function groupByChannel(events: readonly LoggedEvent[]): Map<Channel, LoggedEvent[]> {
  const groups = new Map<Channel, LoggedEvent[]>();
  for (const event of events) {
    const group = groups.get(event.channel);
    if (group === undefined) groups.set(event.channel, [event]);
    else group.push(event);
  }
  return groups;
}
