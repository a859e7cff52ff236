import type { Ms, SiteId } from '../../domain/types.ts';
import { beyond } from '../../domain/stepped-clock.ts';
import type { Clocks } from '../clocks.ts';
import { SOFT } from './counters.ts';
import type { CommentDocument } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import type { Models } from './models.ts';
import { eraseFrom, NOT_INDEXED, writeBlocks } from './search-blocks.ts';
import { driverCollection } from './driver.ts';

/** So many comments of a site that wait make a block; fewer are cheap to read one by one. */
const ENOUGH = 1_000;
const AT_ONCE = 2_000;
/** One process indexes at a time; the others wait so long for one that died. */
const LEASE: Ms = 60_000;
const LEASE_ID = 'index-queue';

/** Indexes texts in the background: it gives comments that wait a position in a block, so that the search finds them without reading them. */
export interface IndexQueue {
  /** Counts comments of the site that wait; the queue indexes them in the background when they are many. */
  noticed(siteId: SiteId, comments: number): void;
  /** Takes the pieces of former texts of a comment out of their blocks; a failure is reported, and the next round tries again. */
  takeOut(comment: Backlog): Promise<void>;
  /** Indexes in the background all comments that wait, of every process. */
  processAll(): void;
  /** Finishes what is under way, and starts nothing more; for closing. */
  stop(): Promise<void>;
}

type Backlog = Pick<CommentDocument, '_id' | 'backlog'>;
type Waiting = Pick<CommentDocument, '_id' | 'folded' | 'reported' | 'createdAt' | 'revision'>;

/** @param warn is called with the error of what failed; the next round tries again. */
export function createIndexQueue(models: Models, { now }: Pick<Clocks, 'now'>, warn: (error: unknown) => void): IndexQueue {
  const { comments, searchBlocks } = models;
  const noticed = new Map<SiteId, number>();
  let isStopped = false;
  let underWay: Promise<void> = Promise.resolve();
  let isWanted = false;

  async function lease(until: Ms, from: Ms): Promise<boolean> {
    try {
      const free = { _id: LEASE_ID, $or: [{ until: { $lte: from } }, { until: { $gt: beyond(from, LEASE) } }] };
      const { matchedCount, upsertedCount } = await driverCollection(searchBlocks).updateOne(
        free as object,
        { $set: { until } },
        { upsert: true },
      );
      return matchedCount + upsertedCount > 0;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Indexes some of those that wait; gives how many there were. */
  async function indexSome(siteId: SiteId): Promise<number> {
    const waiting = await driverCollection(comments)
      .find<Waiting>(
        { position: NOT_INDEXED, siteId },
        { projection: { folded: 1, reported: 1, createdAt: 1, revision: 1 }, hint: 'position', limit: AT_ONCE },
      )
      .toArray();
    if (waiting.length === 0) return 0;
    const texts = waiting.map(({ folded, reported = '', createdAt }) => ({ folded: `${folded}\n${reported}`, createdAt }));
    const positions = await writeBlocks(models, siteId, texts);
    // A comment that was changed or reported meanwhile has another text, and waits on.
    const moves = waiting.map(({ _id, revision, reported = null }, i) => ({
      updateOne: { filter: { _id, revision, reported, position: NOT_INDEXED } as object, update: { $set: { position: positions[i] } } },
    }));
    const { matchedCount } = await driverCollection(comments).bulkWrite(moves, { ordered: false, writeConcern: SOFT });
    if (matchedCount < waiting.length) await eraseUntaken(positions);
    return waiting.length;
  }

  /** Of those that were changed meanwhile the block has a former text. */
  async function eraseUntaken(positions: readonly number[]): Promise<void> {
    const taken = await driverCollection(comments)
      .find<{ position: number }>({ position: { $in: [...positions] } }, { projection: { _id: 0, position: 1 }, hint: 'position' })
      .toArray();
    const kept = new Set(taken.map(({ position }) => position));
    for (const position of positions) if (!kept.has(position)) await eraseFrom(models, position);
  }

  async function takeOut({ _id, backlog = [] }: Backlog): Promise<void> {
    for (const position of backlog) {
      await eraseFrom(models, position);
      const gone = { $setDifference: ['$backlog', [position]] };
      const stages = [{ $set: { backlog: { $cond: [{ $eq: [gone, []] }, '$$REMOVE', gone] } } }];
      await driverCollection(comments).updateOne({ _id } as object, stages);
    }
  }

  async function takeOutAll(): Promise<void> {
    const behind = driverCollection(comments).find<Backlog>(
      { backlog: { $exists: true } },
      { projection: { backlog: 1 }, hint: 'backlog' },
    );
    for await (const comment of behind) await takeOut(comment);
  }

  async function isMany(siteId: SiteId): Promise<boolean> {
    return (
      (await driverCollection(comments).countDocuments({ position: NOT_INDEXED, siteId }, { limit: ENOUGH, hint: 'position' })) >= ENOUGH
    );
  }

  async function round(isEverything: boolean): Promise<void> {
    if (isEverything) await takeOutAll();
    const siteIds: readonly SiteId[] = isEverything ? await models.threads.distinct('siteId') : [...noticed.keys()];
    for (const siteId of siteIds) {
      if (!isEverything && (noticed.get(siteId) ?? 0) < ENOUGH) continue;
      noticed.delete(siteId);
      while (!isStopped && (await isMany(siteId))) await indexSome(siteId);
    }
  }

  async function work(): Promise<void> {
    const isEverything = isWanted;
    isWanted = false;
    if (isStopped || !(await lease(now() + LEASE, now()))) return;
    try {
      await round(isEverything);
    } finally {
      await lease(0, Number.POSITIVE_INFINITY);
    }
  }

  function begin(): void {
    underWay = underWay.then(work).catch(warn);
  }

  function processAll(): void {
    if (isWanted) return;
    isWanted = true;
    begin();
  }

  return {
    noticed(siteId, more) {
      const known = (noticed.get(siteId) ?? 0) + more;
      noticed.set(siteId, known);
      // Each time again, as another process may have been at it.
      if (Math.floor(known / ENOUGH) > Math.floor((known - more) / ENOUGH)) begin();
    },
    async takeOut(comment) {
      if (comment.backlog !== undefined) await takeOut(comment).catch(warn);
    },
    processAll,
    async stop() {
      isStopped = true;
      await underWay;
    },
  };
}
