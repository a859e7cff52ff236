import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { ChangeNote, NewEvent } from '../../domain/events.ts';
import type { Ms } from '../../domain/types.ts';
import type { Effects, OnWritten } from '../port.ts';
import type { Batch } from './batch.ts';
import { createBatch } from './batch.ts';
import { SOFT } from './counters.ts';
import type { Clocks } from '../clocks.ts';
import { createAuditWriter } from './audit-writer.ts';
import type { CountChange, OutboxItem, WithOutbox } from './documents.ts';
import { toAuditDocument } from './documents.ts';
import { repairCounts } from './recount.ts';
import type { Models } from './models.ts';

export const KINDS = ['comments', 'threads', 'sites', 'words', 'bans', 'staff', 'sessions', 'tokens', 'jobs'] as const;
/** The collections whose documents carry effects. */
export type Kind = (typeof KINDS)[number];

/** What is older than this was left behind by a process that died or lost the database. */
const LEFT_BEHIND: Ms = 2_000;
/** What is to be in so long was left before the clock was set back. */
const NOT_YET: Ms = 10_000;
const LOOK_EVERY: Ms = 1_000;
/** Effects that are moved are taken off their documents for many writes at once; well before they count as left behind. */
const CLEAR_AFTER: Ms = 50;
const HEAL_EVERY: Ms = 10_000;

/** Moves what writes leave on their documents to the log, the audit and the counters. */
export interface Outbox {
  /** What a write has to store on its document. */
  items(fx: Effects, count?: { id: string; change: CountChange }): OutboxItem[];
  /**
   * Begins to move what the write has stored, announces it, and resolves when its counts are right; the log follows by itself
   * (`flush` waits for it). It never fails: the write stands, and what could not be moved now is found by
   * `collect`.
   */
  settle(kind: Kind, documentId: string, items: readonly OutboxItem[]): Promise<void>;
  /** Resolves when the log has what the writes that have answered left for it. */
  flush(): Promise<void>;
  /** Moves the events and audit lines that dead processes left, and repairs the counts that they left; looks at most once a second. */
  collect(): Promise<void>;
  /** Resolves when nothing is being moved; for closing. */
  idle(): Promise<void>;
}

/** Where an event changed something. */
export const noteOf = ({ id, type, channel, siteId }: NewEvent): ChangeNote => ({ id, type, channel, siteId });

interface Settled {
  kind: Kind;
  documentId: string;
  itemIds: string[];
}

/** The models of these collections, as far as effects go. */
function withOutbox(models: Models, kind: Kind): Model<WithOutbox> {
  // Mongoose's models are invariant in their document: this narrows to the fields that all of these have.
  return models[kind] as unknown as Model<WithOutbox>;
}

function createClearer(models: Models): Batch<Settled, null> {
  return createBatch(
    async (settled: Settled[]) => {
      await Promise.all(
        KINDS.map(async (kind) => {
          const ours = settled.filter((entry) => entry.kind === kind);
          if (ours.length === 0) return;
          const documentIds = [...new Set(ours.map(({ documentId }) => documentId))];
          const itemIds = ours.flatMap((entry) => entry.itemIds);
          await withOutbox(models, kind).updateMany(
            { _id: trusted({ $in: documentIds }) },
            { $pull: { outbox: { id: trusted({ $in: itemIds }) } } },
            { writeConcern: SOFT },
          );
        }),
      );
      return settled.map(() => null);
    },
    200,
    CLEAR_AFTER,
  );
}

/** @param warn is called when effects could not be moved and have to wait. */
export function createOutbox(
  models: Models,
  parts: Clocks & { log: Batch<NewEvent, null>; counters: Batch<CountChange, null>; onWritten: OnWritten; warn: (error: unknown) => void },
): Outbox {
  const audit = createAuditWriter(models);
  const clearer = createClearer(models);
  const { log, counters, onWritten, now, steady, warn } = parts;
  const moving = new Set<Promise<void>>();
  let lastLook = Number.NEGATIVE_INFINITY;
  let lastHeal = steady();

  function clear(kind: Kind, documentId: string, items: readonly OutboxItem[]): void {
    clearer.add({ kind, documentId, itemIds: items.map(({ id }) => id) }).catch(warn);
  }

  /** Brings events and audit lines to the log; what is there is then taken off the document. */
  async function move(kind: Kind, documentId: string, items: readonly OutboxItem[], counted: Promise<unknown>): Promise<void> {
    const moved = items.map((item): Promise<unknown> => (item.event ? log.add(item.event) : item.audit ? audit.add(item.audit) : counted));
    await Promise.all(moved);
    clear(kind, documentId, items);
  }

  async function collectFrom(kind: Kind): Promise<void> {
    const model = withOutbox(models, kind);
    const at = now();
    const waiting = await model
      .find(
        {
          $or: [{ 'outbox.at': trusted({ $lt: at - LEFT_BEHIND }) }, { 'outbox.at': trusted({ $gt: at + NOT_YET }) }],
          // Counts alone wait for `repairCounts`.
          outbox: trusted({ $elemMatch: { count: { $exists: false } } }),
        },
        { outbox: 1 },
      )
      .hint('outbox')
      .limit(200)
      .lean<WithOutbox[]>();
    for (const { _id, outbox } of waiting) {
      const movable = outbox.filter((item) => item.count === undefined);
      if (movable.length > 0) await move(kind, _id, movable, Promise.resolve());
    }
  }

  return {
    items(fx, count) {
      const at = now();
      const items: OutboxItem[] = fx.events.map((event) => ({ id: event.id, at, event }));
      for (const entry of fx.audit) items.push({ id: entry.id, at, audit: toAuditDocument(entry) });
      if (count !== undefined) items.push({ id: count.id, at, count: count.change });
      return items;
    },
    async settle(kind, documentId, items) {
      if (items.length === 0) return;
      const changes = items.flatMap(({ count }) => (count ? [counters.add(count)] : []));
      const counted = Promise.all(changes);
      const moved = move(kind, documentId, items, counted).catch(warn);
      moving.add(moved);
      void moved.finally(() => moving.delete(moved));
      // A failure is reported by `move`.
      await counted.catch(() => undefined);
      // The write is acknowledged and its counts are right: every read from here on gives it.
      const written = items.flatMap(({ event }) => (event ? [noteOf(event)] : []));
      if (written.length > 0) onWritten(written);
    },
    async flush() {
      await Promise.all([log.caughtUp(), audit.caughtUp()]);
    },
    async collect() {
      if (steady() - lastLook < LOOK_EVERY) return;
      lastLook = steady();
      await Promise.all(KINDS.map(collectFrom));
      if (steady() - lastHeal < HEAL_EVERY) return;
      lastHeal = steady();
      await repairCounts(models, now());
    },
    async idle() {
      while (moving.size > 0) await Promise.all(moving);
      await clearer.caughtUp();
    },
  };
}
