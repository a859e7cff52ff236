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

/** What the queue works with, and how far it is. */
interface IndexWork {
  models: Models;
  now: Clocks['now'];
  warn: (error: unknown) => void;
  /** Comments that wait since their site was last looked at. */
  noticed: Map<SiteId, number>;
  /** The rounds that have begun, one after the other. */
  underWay: Promise<void>;
  /** Is the next round one over all sites? */
  isWanted: boolean;
  isStopped: boolean;
}

async function lease(work: IndexWork, until: Ms, from: Ms): Promise<boolean> {
  try {
    const free = { _id: LEASE_ID, $or: [{ until: { $lte: from } }, { until: { $gt: beyond(from, LEASE) } }] };
    const { matchedCount, upsertedCount } = await driverCollection(work.models.searchBlocks).updateOne(
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
async function indexSome(work: IndexWork, siteId: SiteId): Promise<number> {
  const waiting = await driverCollection(work.models.comments)
    .find<Waiting>(
      { position: NOT_INDEXED, siteId },
      { projection: { folded: 1, reported: 1, createdAt: 1, revision: 1 }, hint: 'position', limit: AT_ONCE },
    )
    .toArray();
  if (waiting.length === 0) return 0;
  const texts = waiting.map(({ folded, reported = '', createdAt }) => ({ folded: `${folded}\n${reported}`, createdAt }));
  const positions = await writeBlocks(work.models, siteId, texts);
  // A comment that was changed or reported meanwhile has another text, and waits on.
  const moves = waiting.map(({ _id, revision, reported = null }, i) => ({
    updateOne: { filter: { _id, revision, reported, position: NOT_INDEXED } as object, update: { $set: { position: positions[i] } } },
  }));
  const { matchedCount } = await driverCollection(work.models.comments).bulkWrite(moves, { ordered: false, writeConcern: SOFT });
  if (matchedCount < waiting.length) await eraseUntaken(work, positions);
  return waiting.length;
}

/** Of those that were changed meanwhile the block has a former text. */
async function eraseUntaken(work: IndexWork, positions: readonly number[]): Promise<void> {
  const taken = await driverCollection(work.models.comments)
    .find<{ position: number }>({ position: { $in: [...positions] } }, { projection: { _id: 0, position: 1 }, hint: 'position' })
    .toArray();
  const kept = new Set(taken.map(({ position }) => position));
  await eraseFrom(
    work.models,
    positions.filter((position) => !kept.has(position)),
  );
}

async function takeOut(work: IndexWork, { _id, backlog = [] }: Backlog): Promise<void> {
  await eraseFrom(work.models, backlog);
  const remaining = { $setDifference: ['$backlog', backlog] };
  const stages = [{ $set: { backlog: { $cond: [{ $eq: [remaining, []] }, '$$REMOVE', remaining] } } }];
  await driverCollection(work.models.comments).updateOne({ _id } as object, stages);
}

async function takeOutAll(work: IndexWork): Promise<void> {
  const behind = driverCollection(work.models.comments).find<Backlog>(
    { backlog: { $exists: true } },
    { projection: { backlog: 1 }, hint: 'backlog' },
  );
  for await (const comment of behind) await takeOut(work, comment);
}

async function isMany(work: IndexWork, siteId: SiteId): Promise<boolean> {
  return (
    (await driverCollection(work.models.comments).countDocuments({ position: NOT_INDEXED, siteId }, { limit: ENOUGH, hint: 'position' })) >=
    ENOUGH
  );
}

async function indexAll(work: IndexWork, isEverything: boolean): Promise<void> {
  if (isEverything) await takeOutAll(work);
  const siteIds: readonly SiteId[] = isEverything ? await work.models.threads.distinct('siteId') : [...work.noticed.keys()];
  for (const siteId of siteIds) {
    if (!isEverything && (work.noticed.get(siteId) ?? 0) < ENOUGH) continue;
    work.noticed.delete(siteId);
    while (!work.isStopped && (await isMany(work, siteId))) await indexSome(work, siteId);
  }
}

async function runRound(work: IndexWork): Promise<void> {
  const isEverything = work.isWanted;
  work.isWanted = false;
  if (work.isStopped || !(await lease(work, work.now() + LEASE, work.now()))) return;
  try {
    await indexAll(work, isEverything);
  } finally {
    await lease(work, 0, Number.POSITIVE_INFINITY);
  }
}

function beginRound(work: IndexWork): void {
  work.underWay = work.underWay.then(() => runRound(work)).catch(work.warn);
}

function processAll(work: IndexWork): void {
  if (work.isWanted) return;
  work.isWanted = true;
  beginRound(work);
}

function notice(work: IndexWork, siteId: SiteId, more: number): void {
  const known = (work.noticed.get(siteId) ?? 0) + more;
  work.noticed.set(siteId, known);
  // Each time again, as another process may have been at it.
  if (Math.floor(known / ENOUGH) > Math.floor((known - more) / ENOUGH)) beginRound(work);
}

/** @param warn is called with the error of what failed; the next round tries again. */
export function createIndexQueue(models: Models, { now }: Pick<Clocks, 'now'>, warn: (error: unknown) => void): IndexQueue {
  const work: IndexWork = { models, now, warn, noticed: new Map(), underWay: Promise.resolve(), isWanted: false, isStopped: false };
  return {
    noticed: (siteId, more) => notice(work, siteId, more),
    async takeOut(comment) {
      if (comment.backlog !== undefined) await takeOut(work, comment).catch(work.warn);
    },
    processAll: () => processAll(work),
    async stop() {
      work.isStopped = true;
      await work.underWay;
    },
  };
}
