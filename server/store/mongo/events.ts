import { trusted } from 'mongoose';
import type { Channel, LoggedEvent } from '../../domain/events.ts';
import type { EventStore } from '../port.ts';
import type { MongoContext } from './context.ts';
import type { EventDocument } from './documents.ts';
import { toEvent } from './documents.ts';
import { headOf } from './event-log.ts';

/** Channels asked for in one query. */
const CHANNELS_AT_ONCE = 100;

/** @returns the log of events. */
export function createEvents({ models, outbox, log, leases }: MongoContext): EventStore {
  const { events } = models;

  async function sinceSome(heads: readonly (readonly [Channel, number])[], limit: number): Promise<LoggedEvent[]> {
    const found = await events
      .find({ $or: heads.map(([channel, seq]) => ({ channel, seq: trusted({ $gt: seq }) })) })
      .sort({ channel: 1, seq: 1 })
      .limit(limit)
      .hint('number')
      .lean<EventDocument[]>();
    return found.map(toEvent);
  }

  return {
    async append(list) {
      await Promise.all(list.map((event) => log.add(event)));
    },

    async drain(limit) {
      await Promise.all([outbox.collect(), outbox.flush()]);
      return leases.held(limit);
    },

    async done(ids) {
      leases.done(ids);
    },

    async since({ channel, seq, limit }) {
      await outbox.flush();
      return sinceSome([[channel, seq]], limit);
    },

    async sinceMany(heads, limit) {
      await outbox.flush();
      const waiting = [...heads];
      const found: LoggedEvent[] = [];
      while (waiting.length > 0 && found.length < limit) {
        found.push(...(await sinceSome(waiting.splice(0, CHANNELS_AT_ONCE), limit - found.length)));
      }
      return found;
    },

    async head(channel) {
      await outbox.flush();
      return headOf(models, channel);
    },

    flushed: () => outbox.flush(),
  };
}
