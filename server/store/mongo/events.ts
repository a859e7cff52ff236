import { trusted } from 'mongoose';
import type { Channel, LoggedEvent } from '../../domain/events.ts';
import type { EventStore } from '../port-events.ts';
import type { MongoContext } from './context.ts';
import type { EventDocument } from './documents.ts';
import { toEvent, toPlacedEvent } from './documents.ts';
import { headOf, lastPosition } from './event-log.ts';
import { noteOf } from './outbox.ts';

/** Channels asked for in one query. */
const CHANNELS_AT_ONCE = 100;

/** @returns the log of events. */
export function createEvents({ models, outbox, log, onWritten }: MongoContext): EventStore {
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
      if (list.length > 0) onWritten(list.map(noteOf));
    },

    async after({ position, types, limit }) {
      await Promise.all([outbox.collect(), outbox.flush()]);
      // Read before the events: what is stored in between is given or comes after it.
      const head = await lastPosition(models);
      if (head <= position) return { events: [], upTo: position };
      const found = await events
        .find({ position: trusted({ $gt: position }), type: trusted({ $in: types }) })
        .sort({ position: 1 })
        .limit(limit)
        .hint('position')
        .lean<EventDocument[]>();
      const last = found.at(-1)?.position ?? position;
      return { events: found.map(toPlacedEvent), upTo: found.length < limit ? Math.max(head, last) : last };
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
