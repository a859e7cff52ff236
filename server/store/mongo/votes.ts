import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CommentId, Ms, ReaderId, SiteId, Tally, ThreadId } from '../../domain/types.ts';
import type { CommentStore } from '../port-comments.ts';
import { NotFound } from '../port.ts';
import { type Batch, createBatch } from './batch.ts';
import type { MongoContext } from './context.ts';
import { FOLLOWING, plus, SOFT } from './counters.ts';
import type { VoteDocument } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import { trusted } from 'mongoose';

/** Attempts of an upsert against others that insert the same vote. */
const ATTEMPTS = 10;

interface Voted {
  commentId: CommentId;
  readerId: ReaderId;
  threadId: ThreadId;
  value: -1 | 0 | 1;
  at: Ms;
}

/** Is the refusal about the network's one counted vote? */
const isOfSeat = (error: unknown): boolean => error instanceof Error && /index: seat dup key/.test(error.message);

const difference = (from: number, to: number, side: 1 | -1): number => Number(to === side) - Number(from === side);

interface VoteContext extends MongoContext {
  /** The threads of comments; one whose thread was merged is noticed when its votes are counted. */
  threadOf: LRUCache<CommentId, ThreadId>;
  /** Marks of changes that the tallies have. */
  applied: Batch<string, null>;
}

async function findThread({ threadOf, models }: VoteContext, id: CommentId): Promise<ThreadId> {
  const known = threadOf.get(id);
  if (known !== undefined) return known;
  const found = await models.comments.findById(id, { threadId: 1 }).lean<{ threadId: ThreadId } | null>();
  if (found === null) throw new NotFound('no such comment');
  threadOf.set(id, found.threadId);
  return found.threadId;
}

async function tallyOf({ models }: MongoContext, id: CommentId): Promise<Tally> {
  const found = await models.comments.findById(id, { votes: 1 }).lean<{ votes: Tally } | null>();
  if (found === null) throw new NotFound('no such comment');
  return found.votes;
}

async function isAnothers({ models }: MongoContext, seat: string, readerId: ReaderId): Promise<boolean> {
  const holder = await models.votes.findOne({ seat }, { readerId: 1 }).hint('seat').lean<Pick<VoteDocument, 'readerId'> | null>();
  return holder !== null && holder.readerId !== readerId;
}

/** Stores the vote, counted or not, and gives what was counted before; null: another of its network is counted. */
async function storeAs(context: MongoContext, vote: Voted, mark: string, seat: string | null, isCounted: boolean): Promise<number | null> {
  const { commentId, readerId, threadId, value, at } = vote;
  const isOther = { $ne: [{ $ifNull: ['$value', 0] }, value] };
  const wasCounted = { $cond: [{ $ifNull: ['$uncounted', false] }, 0, { $ifNull: ['$value', 0] }] };
  const isCountChanged = { $ne: [wasCounted, isCounted ? value : 0] };
  const pending = { $ifNull: ['$pending', []] };
  // A reader who is counted stays so from wherever they vote: by themselves where no network was known.
  const isAlone = { $and: [{ $ne: [wasCounted, 0] }, { $eq: [{ $type: '$seat' }, 'missing'] }] };
  const ownSeat = { $cond: [isAlone, '$$REMOVE', { $ifNull: ['$seat', seat === null ? '$$REMOVE' : { $literal: seat }] }] };
  const update = {
    $set: {
      threadId: { $literal: threadId },
      value: { $literal: value },
      seat: value === 0 || !isCounted ? '$$REMOVE' : ownSeat,
      uncounted: isCounted ? '$$REMOVE' : true,
      at: { $cond: [isOther, { $literal: at }, { $ifNull: ['$at', { $literal: at }] }] },
      pending: { $cond: [isCountChanged, { $concatArrays: [pending, [{ $literal: { id: mark, at: context.now() } }]] }, pending] },
    },
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const before = await context.models.votes
        .findOneAndUpdate({ readerId, commentId }, [update], { upsert: true, updatePipeline: true, returnDocument: 'before' })
        .lean<VoteDocument | null>();
      return before === null || before.uncounted === true ? 0 : before.value;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Of one reader sent twice at once both indexes refuse the second, and either may be named.
      if (seat !== null && isOfSeat(error) && (await isAnothers(context, seat, readerId))) return null;
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** Stores the vote and gives what was counted of it before, and is now. */
async function storeVote(
  context: MongoContext,
  vote: Voted,
  mark: string,
  network: string | null,
): Promise<{ before: number; after: number }> {
  const seat = network === null ? null : `${vote.commentId} ${network}`;
  const before = await storeAs(context, vote, mark, seat, true);
  if (before !== null) return { before, after: vote.value };
  // Only who had no seat is refused one: what was counted before was nothing.
  return { before: (await storeAs(context, vote, mark, null, false)) ?? 0, after: 0 };
}

async function voteFor(
  context: VoteContext,
  id: CommentId,
  readerId: ReaderId,
  value: -1 | 0 | 1,
  at: Ms,
  network: string | null = null,
): Promise<{ votes: Tally; changed: boolean }> {
  const threadId = await findThread(context, id);
  const mark = randomUUID();
  const { before, after } = await storeVote(context, { commentId: id, readerId, threadId, value, at }, mark, network);
  if (before === after) return { votes: await tallyOf(context, id), changed: false };
  const up = difference(before, after, 1);
  const down = difference(before, after, -1);
  const counted = await context.models.comments
    .findOneAndUpdate({ _id: id }, [{ $set: { 'votes.up': plus('votes.up', up), 'votes.down': plus('votes.down', down) } }, FOLLOWING], {
      updatePipeline: true,
      returnDocument: 'after',
      projection: { votes: 1, siteId: 1, threadId: 1 },
      writeConcern: SOFT,
    })
    .lean<{ votes: Tally; siteId: SiteId; threadId: ThreadId } | null>();
  if (counted !== null && counted.threadId !== threadId) {
    // Its thread was merged into another.
    context.threadOf.set(id, counted.threadId);
    await context.models.votes.updateOne({ readerId, commentId: id }, { $set: { threadId: counted.threadId } });
  }
  // Votes leave no event of their own: they are gathered into tallies.
  if (counted !== null) context.onWritten([{ type: 'comment.votes', channel: `thread:${counted.threadId}`, siteId: counted.siteId }]);
  context.applied.add(mark).catch(context.warn);
  return { votes: counted?.votes ?? (await tallyOf(context, id)), changed: true };
}

async function listVotes({ models }: MongoContext, threadId: ThreadId, readerId: ReaderId, limit: number): Promise<Map<CommentId, -1 | 1>> {
  const found = await models.votes
    .find({ readerId, threadId, value: trusted({ $ne: 0 }) })
    .sort({ at: -1, _id: -1 })
    .hint('reader')
    .limit(limit)
    .lean<VoteDocument[]>();
  const votes = new Map<CommentId, -1 | 1>();
  for (const { commentId, value } of found) if (value !== 0) votes.set(commentId, value);
  return votes;
}

/** Takes marks off their votes: a change that the tally has is no longer pending. What a crash leaves is found by `repairCounts`. */
async function clearPending({ models }: MongoContext, ids: readonly string[]): Promise<null[]> {
  await models.votes.updateMany(
    { 'pending.id': trusted({ $in: ids }), 'pending.at': trusted({ $exists: true }) },
    { $pull: { pending: { id: trusted({ $in: ids }) } } },
    { writeConcern: SOFT },
  );
  return ids.map(() => null);
}

/** @returns the votes of readers. */
export function createVotes(parts: MongoContext): Pick<CommentStore, 'vote' | 'votesIn'> {
  const context: VoteContext = {
    ...parts,
    threadOf: new LRUCache({ max: 50_000 }),
    applied: createBatch((ids) => clearPending(parts, ids), 200),
  };
  return {
    vote: (id, readerId, value, at, network) => voteFor(context, id, readerId, value, at, network),
    votesIn: (threadId, readerId, limit) => listVotes(context, threadId, readerId, limit),
  };
}
