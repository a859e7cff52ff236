import type { Model } from 'mongoose';
import { trusted } from 'mongoose';
import type { ChangeNote, NewEvent } from '../../domain/events.ts';
import type { Job } from '../../domain/jobs.ts';
import type { Ms } from '../../domain/types.ts';
import type { Effects } from '../../domain/effects.ts';
import type { OnWritten } from '../port-events.ts';
import type { Batch } from './batch.ts';
import { createBatch } from './batch.ts';
import { SOFT } from './counters.ts';
import type { Clocks } from '../clocks.ts';
import { createAuditWriter } from './audit-writer.ts';
import type { AuditDocument, CountChange, OutboxItem, WithOutbox } from './documents.ts';
import { toAuditDocument } from './documents.ts';
import { jobDocument } from './job-document.ts';
import { repairCounts } from './recount.ts';
import type { Models } from './models.ts';

export const KINDS = [
  'comments',
  'threads',
  'sites',
  'words',
  'bans',
  'staff',
  'sessions',
  'tokens',
  'jobs',
  'imports',
  'threadMoves',
  'webhooks',
] as const;
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
  items(fx: Effects, count?: { id: string; change: CountChange }, job?: Job): OutboxItem[];
  /**
   * Begins to move what the write has stored, announces it, and resolves when its counts are right and its job is there; the log follows by itself
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

interface OutboxParts extends Clocks {
  log: Batch<NewEvent, null>;
  counters: Batch<CountChange, null>;
  onWritten: OnWritten;
  warn: (error: unknown) => void;
}

/** What moves the effects, and what is on its way. */
interface OutboxWork extends OutboxParts {
  models: Models;
  audit: Batch<AuditDocument, null>;
  clearer: Batch<Settled, null>;
  moving: Set<Promise<void>>;
  /** When `collect` last looked, and last repaired counts; by the clock that never steps. */
  lastLook: Ms;
  lastHeal: Ms;
}

function clear(work: OutboxWork, kind: Kind, documentId: string, items: readonly OutboxItem[]): void {
  work.clearer.add({ kind, documentId, itemIds: items.map(({ id }) => id) }).catch(work.warn);
}

/** Brings events and audit lines to the log; what is there is then taken off the document. */
async function move(
  work: OutboxWork,
  kind: Kind,
  documentId: string,
  items: readonly OutboxItem[],
  counted: Promise<unknown>,
): Promise<void> {
  const moved = items.map(
    (item): Promise<unknown> => (item.event ? work.log.add(item.event) : item.audit ? work.audit.add(item.audit) : counted),
  );
  await Promise.all(moved);
  clear(work, kind, documentId, items);
}

/** The same again, from the process that wrote it and from one that found it, is one job. */
async function putJob({ models }: OutboxWork, { job }: OutboxItem): Promise<void> {
  if (job === undefined) return;
  const { _id, ...rest } = job;
  await models.jobs.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
}

async function collectFrom(work: OutboxWork, kind: Kind): Promise<void> {
  const model = withOutbox(work.models, kind);
  const at = work.now();
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
    if (movable.length > 0) await move(work, kind, _id, movable, Promise.all(movable.map((item) => putJob(work, item))));
  }
}

function itemsOf(work: OutboxWork, fx: Effects, count?: { id: string; change: CountChange }, job?: Job): OutboxItem[] {
  const at = work.now();
  const items: OutboxItem[] = fx.events.map((event) => ({ id: event.id, at, event }));
  for (const entry of fx.audit) items.push({ id: entry.id, at, audit: toAuditDocument(entry) });
  if (count !== undefined) items.push({ id: count.id, at, count: count.change });
  if (job !== undefined) items.push({ id: job.id, at, job: jobDocument(job, []) });
  return items;
}

async function settle(work: OutboxWork, kind: Kind, documentId: string, items: readonly OutboxItem[]): Promise<void> {
  if (items.length === 0) return;
  const changes = items.flatMap(({ count }) => (count ? [work.counters.add(count)] : []));
  const counted = Promise.all([...changes, ...items.map((item) => putJob(work, item))]);
  const moved = move(work, kind, documentId, items, counted).catch(work.warn);
  work.moving.add(moved);
  void moved.finally(() => work.moving.delete(moved));
  // A failure is reported by `move`.
  await counted.catch(() => undefined);
  // The write is acknowledged and its counts are right: every read from here on gives it.
  const written = items.flatMap(({ event }) => (event ? [noteOf(event)] : []));
  if (written.length > 0) work.onWritten(written);
}

async function collect(work: OutboxWork): Promise<void> {
  if (work.steady() - work.lastLook < LOOK_EVERY) return;
  work.lastLook = work.steady();
  await Promise.all(KINDS.map((kind) => collectFrom(work, kind)));
  if (work.steady() - work.lastHeal < HEAL_EVERY) return;
  work.lastHeal = work.steady();
  await repairCounts(work.models, work.now());
}

async function idle(work: OutboxWork): Promise<void> {
  while (work.moving.size > 0) await Promise.all(work.moving);
  await work.clearer.caughtUp();
}

/** @param warn is called when effects could not be moved and have to wait. */
export function createOutbox(models: Models, parts: OutboxParts): Outbox {
  const work: OutboxWork = {
    ...parts,
    models,
    audit: createAuditWriter(models),
    clearer: createClearer(models),
    moving: new Set(),
    lastLook: Number.NEGATIVE_INFINITY,
    lastHeal: parts.steady(),
  };
  return {
    items: (fx, count, job) => itemsOf(work, fx, count, job),
    settle: (kind, documentId, items) => settle(work, kind, documentId, items),
    async flush() {
      await Promise.all([work.log.caughtUp(), work.audit.caughtUp()]);
    },
    collect: () => collect(work),
    idle: () => idle(work),
  };
}
