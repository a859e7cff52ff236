import { LRUCache } from 'lru-cache';
import { mongo, trusted } from 'mongoose';
import type { Channel, NewEvent } from '../../domain/events.ts';
import type { Batch } from './batch.ts';
import { createBatch } from './batch.ts';
import type { EventDocument } from './documents.ts';
import type { Models } from './models.ts';
import { driverCollection } from './driver.ts';

/** Attempts against other processes that write to the same channels, before giving up for this time. */
const ATTEMPTS = 200;
const DUPLICATE_KEY = 11000;

/** The number of the channel's last event, 0 without any. */
export async function headOf(models: Models, channel: Channel): Promise<number> {
  const last = await models.events.findOne({ channel }, { seq: 1 }).sort({ seq: -1 }).lean<{ seq: number } | null>();
  return last?.seq ?? 0;
}

/** The position of the log's last event, 0 without any. It is the last of its channel too, which stays. */
export async function lastPosition(models: Models): Promise<number> {
  const [last] = await models.events
    .find({ position: trusted({ $exists: true }) }, { position: 1 })
    .sort({ position: -1 })
    .limit(1)
    .hint('position')
    .lean<{ position: number }[]>();
  return last?.position ?? 0;
}

/** Which event of an ordered insert was refused for a key that is taken, and by which index; null for any other failure. */
function refusedKey(error: unknown): { index: number; by: string } | null {
  if (!(error instanceof mongo.MongoBulkWriteError)) return null;
  const first = Array.isArray(error.writeErrors) ? error.writeErrors[0] : error.writeErrors;
  if (first === undefined || first.code !== DUPLICATE_KEY) return null;
  return { index: first.index, by: /index: (\S+) dup key/.exec(first.errmsg ?? '')?.[1] ?? '' };
}

/**
 * The log's writer: numbers events in their channel and in the whole log without a gap. Events are inserted in order and
 * one round trip at a time, so that neither number is ever visible before the one below it: who reads the log by
 * position misses nothing. A number that another process took meanwhile is refused by the unique index and the rest is
 * numbered anew. An event that is in the log already is left as it is.
 */
export function createEventLog(models: Models): Batch<NewEvent, null> {
  const heads = new LRUCache<Channel, number>({ max: 20_000 });
  /** The log's last position as far as this process knows; null: it has to look. */
  let last: number | null = null;

  async function findHeads(events: readonly NewEvent[]): Promise<void> {
    const unknown = new Set(events.map(({ channel }) => channel).filter((channel) => !heads.has(channel)));
    await Promise.all([...unknown].map(async (channel) => heads.set(channel, await headOf(models, channel))));
  }

  async function number(events: readonly NewEvent[]): Promise<EventDocument[]> {
    const [top] = await Promise.all([last ?? lastPosition(models), findHeads(events)]);
    const tops = new Map<Channel, number>();
    return events.map(({ id, ...event }, i) => {
      const seq = (tops.get(event.channel) ?? heads.get(event.channel) ?? 0) + 1;
      tops.set(event.channel, seq);
      return { _id: id, ...event, seq, position: top + i + 1, deletable: true };
    });
  }

  function keep(documents: readonly EventDocument[]): void {
    for (const { channel, seq, position } of documents) {
      heads.set(channel, seq);
      last = position;
    }
  }

  async function insert(events: readonly NewEvent[]): Promise<void> {
    let rest = events;
    for (let attempt = 0; rest.length > 0; attempt++) {
      const documents = await number(rest);
      try {
        await driverCollection(models.events).insertMany(documents as object[], { ordered: true });
        keep(documents);
        return;
      } catch (error) {
        const refused = refusedKey(error);
        if (refused === null || attempt >= ATTEMPTS) {
          heads.clear();
          last = null;
          throw error;
        }
        keep(documents.slice(0, refused.index));
        const channel = rest[refused.index]?.channel;
        if (channel !== undefined) heads.delete(channel);
        // What is taken has been taken by another process: where the log ends has to be looked up.
        last = null;
        rest = rest.slice(refused.by === '_id_' ? refused.index + 1 : refused.index);
      }
    }
  }

  return createBatch(async (events: NewEvent[]) => {
    await insert(events);
    return events.map(() => null);
  }, 500);
}
