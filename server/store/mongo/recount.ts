import { trusted } from 'mongoose';
import type { CommentId, Ms, Tally, ThreadId } from '../../domain/types.ts';
import { heatOf } from '../../domain/heat.ts';
import type { CommentDocument, ThreadDocument, VoteDocument } from './documents.ts';
import { FOLLOWING } from './counters.ts';
import type { Models } from './models.ts';
import { driverCollection } from './driver.ts';

/** A count that was not confirmed for this long belongs to a process that died. */
const UNCONFIRMED: Ms = 30_000;
const CHUNK = 500;

type Counted = Pick<CommentDocument, '_id' | 'depth' | 'createdAt' | 'votes' | 'imported' | 'replyCount' | 'heat' | 'listed' | 'public'>;

async function publicAnswers(
  models: Models,
  threadId: ThreadId,
  by: 'rootId' | 'parentId',
  deeperThan: number,
): Promise<Map<CommentId, number>> {
  const counts = new Map<CommentId, number>();
  const groups = driverCollection(models.comments).aggregate<{ _id: CommentId; count: number }>(
    [{ $match: { threadId, listed: true, public: true, depth: { $gt: deeperThan } } }, { $group: { _id: `$${by}`, count: { $sum: 1 } } }],
    { hint: 'tower_time', allowDiskUse: true },
  );
  for await (const { _id, count } of groups) counts.set(_id, count);
  return counts;
}

async function tallies(models: Models, comments: readonly Counted[]): Promise<Map<CommentId, Tally>> {
  const votes = new Map<CommentId, Tally>(comments.map(({ _id, imported }) => [_id, { ...imported }]));
  const groups = await driverCollection(models.votes)
    .aggregate<{ _id: { commentId: CommentId; value: VoteDocument['value'] }; count: number }>(
      [
        { $match: { commentId: { $in: comments.map(({ _id }) => _id) }, uncounted: { $ne: true } } },
        { $group: { _id: { commentId: '$commentId', value: '$value' }, count: { $sum: 1 } } },
      ],
      { hint: 'comment' },
    )
    .toArray();
  for (const { _id, count } of groups) {
    const tally = votes.get(_id.commentId);
    if (tally !== undefined && _id.value === 1) tally.up += count;
    if (tally !== undefined && _id.value === -1) tally.down += count;
  }
  return votes;
}

/** Sets a comment's counts where they differ and have not moved since they were read. Gives how many were wrong. */
async function repair(models: Models, comment: Counted, right: { votes: Tally; replyCount: number }, change: boolean): Promise<number> {
  const { votes, replyCount } = right;
  const wrongs = [
    comment.votes.up !== votes.up || comment.votes.down !== votes.down,
    comment.replyCount !== replyCount,
    comment.heat !== heatOf(comment.createdAt, comment.votes, comment.replyCount),
    comment.listed !== (comment.public || comment.replyCount > 0),
  ].filter((wrong) => wrong).length;
  if (wrongs === 0 || !change) return wrongs;
  const asRead = { _id: comment._id, replyCount: comment.replyCount, 'votes.up': comment.votes.up, 'votes.down': comment.votes.down };
  const set = { 'votes.up': { $literal: votes.up }, 'votes.down': { $literal: votes.down }, replyCount: { $literal: replyCount } };
  const { matchedCount } = await models.comments.updateOne(asRead, [{ $set: set }, FOLLOWING], { updatePipeline: true });
  return matchedCount === 1 ? wrongs : 0;
}

async function repairComments(
  models: Models,
  comments: readonly Counted[],
  counts: { ofRoots: Map<CommentId, number>; ofParents: Map<CommentId, number> },
  change: boolean,
): Promise<number> {
  const votes = await tallies(models, comments);
  let repaired = 0;
  for (const comment of comments) {
    const replies = (comment.depth === 0 ? counts.ofRoots : counts.ofParents).get(comment._id) ?? 0;
    repaired += await repair(models, comment, { votes: votes.get(comment._id) ?? comment.votes, replyCount: replies }, change);
  }
  return repaired;
}

async function repairThread(models: Models, threadId: ThreadId, change: boolean): Promise<number> {
  const thread = await models.threads.findById(threadId, { commentCount: 1 }).lean<Pick<ThreadDocument, 'commentCount'> | null>();
  if (thread === null) return 0;
  const count = await models.comments.countDocuments({ threadId, listed: true, public: true }).hint('tower_time');
  if (count === thread.commentCount) return 0;
  if (!change) return 1;
  const { matchedCount } = await models.threads.updateOne(
    { _id: threadId, commentCount: thread.commentCount },
    { $set: { commentCount: count } },
  );
  return matchedCount;
}

/**
 * Counts a thread anew and sets what was off; what moves while it is counted is left alone. Gives how many
 * numbers were wrong.
 * @param change false: only counts what is wrong.
 */
export async function recountThread(models: Models, threadId: ThreadId, change = true): Promise<number> {
  const [ofRoots, ofParents] = await Promise.all([
    publicAnswers(models, threadId, 'rootId', 0),
    publicAnswers(models, threadId, 'parentId', 1),
  ]);
  let repaired = 0;
  let chunk: Counted[] = [];
  const fields = { depth: 1, createdAt: 1, votes: 1, imported: 1, replyCount: 1, heat: 1, listed: 1, public: 1 };
  for await (const comment of models.comments.find({ threadId }, fields).hint('tower_time').lean<Counted[]>().cursor()) {
    chunk.push(comment);
    if (chunk.length < CHUNK) continue;
    repaired += await repairComments(models, chunk, { ofRoots, ofParents }, change);
    chunk = [];
  }
  repaired += await repairComments(models, chunk, { ofRoots, ofParents }, change);
  return repaired + (await repairThread(models, threadId, change));
}

/**
 * Counts anew the threads in which a process died between a write and its counts.
 * @param now in ms; marks younger than half a minute may belong to a write that is under way. Marks that are to be later
 * than that were left before the clock was set back.
 */
export async function repairCounts(models: Models, now: Ms): Promise<void> {
  const isOld = (path: string): object => ({
    $or: [{ [path]: trusted({ $lt: now - UNCONFIRMED }) }, { [path]: trusted({ $gt: now + UNCONFIRMED }) }],
  });
  const marked = await models.comments
    .find({ ...isOld('outbox.at'), 'outbox.count.by': trusted({ $exists: true }) }, { threadId: 1 })
    .hint('outbox')
    .limit(1_000)
    .lean<Pick<CommentDocument, 'threadId'>[]>();
  const voted = await models.votes.find(isOld('pending.at'), { threadId: 1 }).hint('pending').limit(1_000).lean<VoteDocument[]>();
  for (const threadId of new Set([...marked, ...voted].map((found) => found.threadId))) {
    await recountThread(models, threadId);
    await models.comments.updateMany(
      { threadId, ...isOld('outbox.at') },
      { $pull: { outbox: { ...isOld('at'), 'count.by': { $exists: true } } } },
    );
    await models.votes.updateMany({ threadId, ...isOld('pending.at') }, { $pull: { pending: isOld('at') } });
  }
}
