import { randomUUID } from 'node:crypto';
import { trusted } from 'mongoose';
import type { LoggedEvent } from '../../domain/events.ts';
import type { Id, Ms } from '../../domain/types.ts';
import { beyond, isPast } from '../../domain/stepped-clock.ts';
import { createBatch } from './batch.ts';
import type { Clocks } from './context.ts';
import type { EventDocument } from './documents.ts';
import { toEvent } from './documents.ts';
import type { Models } from './models.ts';

/** How long one process has an event before another may hand it on. */
const LEASE: Ms = 10_000;
/** A process that has asked for events within this time gets its own without another look. */
const ATTENTIVE: Ms = 5_000;
/** What is done is stored for many events at once; well within their lease. */
const DONE_AFTER: Ms = 50;
/** So often it is looked for events that nobody has, while there are own ones to hand on. */
const LOOK_EVERY: Ms = 500;
/** Most events held for a process that asks. */
const HELD_MOST = 2_000;

/**
 * Which events this process has and has not yet finished. They are leased to it in the log: it gets them
 * again until they are done, another process only when the lease is over.
 */
export interface Leases {
  /** The lease that a new event is stored with: this process's own when it asks for events, else free. */
  first(): Pick<EventDocument, 'due' | 'holder'>;
  /** Notes what was stored; those leased to this process are handed out by `held`. */
  take(documents: readonly EventDocument[]): void;
  /** Events that this process may hand on now, oldest first, at most so many. */
  held(limit: number): Promise<LoggedEvent[]>;
  /** They are handed out no more. Stored a moment later: of a process that dies meanwhile they are handed out again. */
  done(ids: readonly Id[]): void;
  /** Resolves when what is done is stored. */
  settled(): Promise<void>;
  /** Lets others have what is held. */
  release(): Promise<void>;
}

/**
 * @param clocks.now gives the time in ms; leases are compared by the clocks of the processes.
 * @param warn is told of what could not be stored.
 */
export function createLeases(models: Models, { now, steady }: Clocks, warn: (error: unknown) => void): Leases {
  const holder = randomUUID();
  const mine = new Map<Id, { event: LoggedEvent; until: Ms }>();
  let lastAsked = Number.NEGATIVE_INFINITY;
  let lastDue = 0;
  let lastLook = Number.NEGATIVE_INFINITY;

  /** Grows strictly, in fractions of a ms, so that events come out in the order they went in, unless the clock was set back. */
  function nextDue(): number {
    const at = now();
    lastDue = isPast(lastDue, at) ? Math.max(at, lastDue + 1 / 1024) : at;
    return lastDue;
  }

  /** From when on others may have what this process has: what it cannot have set was set by a clock that stood wrong. */
  function isEnding(until: Ms, at: Ms): boolean {
    return until < at + LEASE / 2 || until > beyond(at, LEASE);
  }

  const doneWrites = createBatch(
    async (ids: Id[]) => {
      const them: Record<string, unknown> = { _id: { $in: ids } };
      await models.events.collection.updateMany(them, { $unset: { due: 1, holder: 1 } });
      return ids.map(() => null);
    },
    2_000,
    DONE_AFTER,
  );

  async function renew(): Promise<void> {
    const at = now();
    const ending = [...mine].filter(([, { until }]) => isEnding(until, at)).map(([id]) => id);
    if (ending.length === 0) return;
    const until = at + LEASE;
    await models.events.updateMany({ _id: trusted({ $in: ending }), holder }, { $set: { due: until } });
    const still = await models.events.find({ _id: trusted({ $in: ending }), holder }, { _id: 1 }).lean<{ _id: Id }[]>();
    const ids = new Set(still.map(({ _id }) => _id));
    for (const id of ending) {
      const entry = mine.get(id);
      if (entry === undefined) continue;
      if (ids.has(id)) entry.until = until;
      else mine.delete(id);
    }
  }

  async function fetchFree(limit: number): Promise<void> {
    const at = now();
    lastLook = steady();
    const isFree = { $or: [{ due: trusted({ $lte: at }) }, { due: trusted({ $gt: beyond(at, LEASE) }) }] };
    const free = await models.events.find(isFree).sort({ due: 1, _id: 1 }).limit(limit).hint('due').lean<EventDocument[]>();
    if (free.length === 0) return;
    // There may be more.
    if (free.length === limit) lastLook = Number.NEGATIVE_INFINITY;
    const ids = free.map(({ _id }) => _id);
    const due = at + LEASE;
    const taken = await models.events.updateMany({ _id: trusted({ $in: ids }), ...isFree }, { $set: { due, holder } });
    let got = new Set(ids);
    if (taken.modifiedCount < ids.length) {
      const own = await models.events.find({ _id: trusted({ $in: ids }), holder, due }, { _id: 1 }).lean<{ _id: Id }[]>();
      got = new Set(own.map(({ _id }) => _id));
    }
    for (const document of free) if (got.has(document._id)) mine.set(document._id, { event: toEvent(document), until: due });
  }

  return {
    first() {
      if (steady() - lastAsked > ATTENTIVE || mine.size >= HELD_MOST) return { due: nextDue() };
      return { due: nextDue() + LEASE, holder };
    },
    take(documents) {
      for (const document of documents) {
        if (document.holder === holder && document.due !== undefined) {
          mine.set(document._id, { event: toEvent(document), until: document.due });
        }
      }
    },
    async held(limit) {
      lastAsked = steady();
      await renew();
      // What is free was left by others: while there are events of our own it is looked for now and then.
      const isTime = mine.size === 0 || lastAsked - lastLook >= LOOK_EVERY;
      if (mine.size < limit && isTime) await fetchFree(limit - mine.size);
      return [...mine.values()].slice(0, limit).map(({ event }) => event);
    },
    done(ids) {
      for (const id of ids) {
        mine.delete(id);
        doneWrites.add(id).catch(warn);
      }
    },
    settled: doneWrites.caughtUp,
    async release() {
      await doneWrites.caughtUp();
      const ids = [...mine.keys()];
      mine.clear();
      if (ids.length > 0)
        await models.events.updateMany({ _id: trusted({ $in: ids }), holder }, { $set: { due: now() }, $unset: { holder: 1 } });
    },
  };
}
