import type { Ms, SiteId } from '../../domain/types.ts';
import { beyond } from '../../domain/stepped-clock.ts';
import type { Clocks } from '../clocks.ts';
import { SOFT } from './counters.ts';
import type { CommentDocument } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import type { Models } from './models.ts';
import { eraseFrom, WAITS, writeBlocks } from './search-blocks.ts';

/** So many comments of a site that wait make a block; fewer are cheap to read one by one. */
const ENOUGH = 1_000;
const AT_ONCE = 2_000;
/** One process at a time: another that dies meanwhile is waited for so long. */
const LEASE: Ms = 60_000;
const LEASE_ID = 'filing';

/** Gives comments that wait for it their place in a block, so that their texts are found without reading them. */
export interface IndexQueue {
  /** So many comments of the site have come to wait; when they are many, they are filed in the background. */
  noticed(siteId: SiteId, comments: number): void;
  /** Takes the pieces of former texts of a comment out of their blocks; what fails is told and done by the next round. */
  takeOut(comment: Backlog): Promise<void>;
  /** Looks in the background for all that waits, whoever left it. */
  lookRound(): void;
  /** Ends with what is under way; for closing. */
  stop(): Promise<void>;
}

type Backlog = Pick<CommentDocument, '_id' | 'left'>;
type Waiting = Pick<CommentDocument, '_id' | 'folded' | 'reported' | 'createdAt' | 'revision'>;

/** @param warn is told of what failed; it is tried again later. */
export function createIndexQueue(models: Models, { now }: Pick<Clocks, 'now'>, warn: (error: unknown) => void): IndexQueue {
  const { comments, searchBlocks } = models;
  const noticed = new Map<SiteId, number>();
  let isStopped = false;
  let underWay: Promise<void> = Promise.resolve();
  let isWanted = false;

  async function lease(until: Ms, from: Ms): Promise<boolean> {
    try {
      const free = { _id: LEASE_ID, $or: [{ until: { $lte: from } }, { until: { $gt: beyond(from, LEASE) } }] };
      const { matchedCount, upsertedCount } = await searchBlocks.collection.updateOne(
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

  /** Files some of those that wait; gives how many there were. */
  async function fileSome(siteId: SiteId): Promise<number> {
    const waiting = await comments.collection
      .find<Waiting>(
        { place: WAITS, siteId },
        { projection: { folded: 1, reported: 1, createdAt: 1, revision: 1 }, hint: 'place', limit: AT_ONCE },
      )
      .toArray();
    if (waiting.length === 0) return 0;
    const texts = waiting.map(({ folded, reported = '', createdAt }) => ({ folded: `${folded}\n${reported}`, createdAt }));
    const places = await writeBlocks(models, siteId, texts);
    // Whoever was changed or reported meanwhile has another text, and waits on.
    const moves = waiting.map(({ _id, revision, reported = null }, i) => ({
      updateOne: { filter: { _id, revision, reported, place: WAITS } as object, update: { $set: { place: places[i] } } },
    }));
    const { matchedCount } = await comments.collection.bulkWrite(moves, { ordered: false, writeConcern: SOFT });
    if (matchedCount < waiting.length) await eraseUntaken(places);
    return waiting.length;
  }

  /** Of those that were changed meanwhile the block has a former text. */
  async function eraseUntaken(places: readonly number[]): Promise<void> {
    const taken = await comments.collection
      .find<{ place: number }>({ place: { $in: [...places] } }, { projection: { _id: 0, place: 1 }, hint: 'place' })
      .toArray();
    const kept = new Set(taken.map(({ place }) => place));
    for (const place of places) if (!kept.has(place)) await eraseFrom(models, place);
  }

  async function takeOut({ _id, left = [] }: Backlog): Promise<void> {
    for (const place of left) {
      await eraseFrom(models, place);
      const gone = { $setDifference: ['$left', [place]] };
      const stages = [{ $set: { left: { $cond: [{ $eq: [gone, []] }, '$$REMOVE', gone] } } }];
      await comments.collection.updateOne({ _id } as object, stages);
    }
  }

  async function takeOutAll(): Promise<void> {
    const behind = comments.collection.find<Backlog>({ left: { $exists: true } }, { projection: { left: 1 }, hint: 'left' });
    for await (const comment of behind) await takeOut(comment);
  }

  async function isMany(siteId: SiteId): Promise<boolean> {
    return (await comments.collection.countDocuments({ place: WAITS, siteId }, { limit: ENOUGH, hint: 'place' })) >= ENOUGH;
  }

  async function round(isEverything: boolean): Promise<void> {
    if (isEverything) await takeOutAll();
    const siteIds: readonly SiteId[] = isEverything ? await models.threads.distinct('siteId') : [...noticed.keys()];
    for (const siteId of siteIds) {
      if (!isEverything && (noticed.get(siteId) ?? 0) < ENOUGH) continue;
      noticed.delete(siteId);
      while (!isStopped && (await isMany(siteId))) await fileSome(siteId);
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

  function lookRound(): void {
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
      if (comment.left !== undefined) await takeOut(comment).catch(warn);
    },
    lookRound,
    async stop() {
      isStopped = true;
      await underWay;
    },
  };
}
