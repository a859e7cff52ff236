import { randomUUID } from 'node:crypto';
import { trusted } from 'mongoose';
import { MOST_ACCEPTED } from '../../domain/accepted-terms.ts';
import type { JoinStep } from '../../domain/members.ts';
import type { CommentId, Ms, ReaderId, SiteId, ThreadId } from '../../domain/types.ts';
import { NotFound } from '../port.ts';
import type { ReaderStore } from '../port-readers.ts';
import type { MongoContext } from './context.ts';
import { FOLLOWING, plus } from './counters.ts';
import type { ReaderDocument, ReportDocument, VoteDocument } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import { joinMailFollowers } from './mail-followers.ts';
import { QUEUE_TAGS } from './queue-tags.ts';

interface Join {
  from: ReaderId;
  into: ReaderId;
  limit: number;
}

/** What goes over at once: from here on nobody acts as the guest. */
async function begin({ models }: MongoContext, from: ReaderId, into: ReaderId, at: Ms): Promise<void> {
  const found = await models.readers.find({ _id: trusted({ $in: [from, into] }) }).lean<ReaderDocument[]>();
  const [guest, member] = [from, into].map((id) => found.find(({ _id }) => _id === id));
  const isPair = guest?.kind === 'guest' && member?.kind === 'member' && guest.siteId === member.siteId;
  if (!isPair) throw new NotFound(`no guest ${from} and member ${into}`);
  const forgets = guest.importId === undefined ? { name: '', emailHash: null, email: null } : {};
  // A guest goes to one member, however many ask at once; what an import knows of its author is asked for again by the next one.
  const begun = await models.readers.updateOne(
    { _id: from, $or: [{ joined: trusted({ $exists: false }) }, { 'joined.into': into }] },
    [{ $set: { joined: { $ifNull: ['$joined', { $literal: { into, at } }] }, tokens: [], ...forgets } }],
    { updatePipeline: true },
  );
  if (begun.matchedCount !== 1) throw new NotFound(`no guest ${from} and member ${into}`);
  await moveAccepted(models, from, into);
  await models.bans.updateMany({ siteId: guest.siteId, kind: 'reader', value: from }, { $set: { value: into } });
  await models.identities.updateMany({ readerId: from }, { $set: { readerId: into } });
  await joinMailFollowers({ models }, from, into);
}

/** What the guest accepted the member has, of each version the earlier time; beside what the member accepts at this moment. */
async function moveAccepted({ readers }: MongoContext['models'], from: ReaderId, into: ReaderId): Promise<void> {
  const guest = await readers.findById(from, { acceptedTerms: 1 }).lean<Pick<ReaderDocument, 'acceptedTerms'> | null>();
  const accepted = guest?.acceptedTerms ?? [];
  if (accepted.length === 0) return;
  for (const { version, at } of accepted) {
    const { matchedCount } = await readers.updateOne(
      { _id: into, 'acceptedTerms.version': version },
      { $min: { 'acceptedTerms.$.at': at } },
    );
    if (matchedCount === 0)
      await readers.updateOne(
        { _id: into, 'acceptedTerms.version': trusted({ $ne: version }) },
        { $push: { acceptedTerms: { $each: [{ version, at }] } } },
      );
  }
  await readers.updateOne({ _id: into }, { $push: { acceptedTerms: { $each: [], $sort: { at: 1 }, $slice: -MOST_ACCEPTED } } });
  const versions = accepted.map(({ version }) => version);
  await readers.updateOne({ _id: from }, { $pull: { acceptedTerms: { version: trusted({ $in: versions }) } } });
}

async function moveComments(context: MongoContext, { from, into, limit }: Join): Promise<number> {
  const { models, onWritten } = context;
  const found = await models.comments
    .find({ readerId: from }, { threadId: 1, siteId: 1 })
    .hint('reader')
    .limit(limit)
    .lean<{ _id: CommentId; threadId: ThreadId; siteId: SiteId }[]>();
  if (found.length === 0) return 0;
  const ids = found.map(({ _id }) => _id);
  // Nobody votes on their own comment; these go first, so that a step which ends here finds them again.
  for (const vote of await models.votes.find({ readerId: into, commentId: trusted({ $in: ids }) }).lean<VoteDocument[]>())
    await dropVote(context, vote);
  const own = { readerId: { $literal: into }, 'author.readerId': { $literal: into } };
  await models.comments.updateMany({ _id: trusted({ $in: ids }), readerId: from }, [{ $set: own }, { $set: { queueTags: QUEUE_TAGS } }], {
    updatePipeline: true,
  });
  // A join leaves no event for each comment: what is shown of their threads is another all the same.
  const siteIds = new Map(found.map(({ threadId, siteId }) => [threadId, siteId]));
  onWritten([...siteIds].map(([threadId, siteId]) => ({ type: 'thread.updated', channel: `thread:${threadId}`, siteId })));
  return found.length;
}

const counted = ({ value, uncounted }: Pick<VoteDocument, 'value' | 'uncounted'>): number => (uncounted === true ? 0 : value);

/** Brings a comment's tally from what was counted to what is. */
async function count({ models, onWritten }: MongoContext, id: CommentId, before: readonly number[], after: number): Promise<void> {
  const change = (side: 1 | -1): number => Number(after === side) - before.filter((value) => value === side).length;
  const [up, down] = [change(1), change(-1)];
  if (up === 0 && down === 0) return;
  const set = { 'votes.up': plus('votes.up', up), 'votes.down': plus('votes.down', down) };
  const changed = await models.comments
    .findOneAndUpdate({ _id: id }, [{ $set: set }, FOLLOWING], { updatePipeline: true, projection: { threadId: 1, siteId: 1 } })
    .lean<{ threadId: ThreadId; siteId: SiteId } | null>();
  if (changed !== null) onWritten([{ type: 'comment.votes', channel: `thread:${changed.threadId}`, siteId: changed.siteId }]);
}

/** Takes a vote back. A process that dies in between leaves its mark, by which the tally is counted anew. */
async function dropVote(context: MongoContext, { commentId, readerId }: Pick<VoteDocument, 'commentId' | 'readerId'>): Promise<void> {
  const { votes } = context.models;
  const mark = { id: randomUUID(), at: context.now() };
  const before = await votes
    .findOneAndUpdate(
      { readerId, commentId },
      { $set: { value: 0 }, $unset: { seat: 1, uncounted: 1 }, $push: { pending: mark } },
      { returnDocument: 'before' },
    )
    .lean<VoteDocument | null>();
  if (before === null) return;
  await count(context, commentId, [counted(before)], 0);
  await votes.updateOne({ readerId, commentId }, { $pull: { pending: { id: mark.id } } });
}

/** The guest's vote on a comment on which the member has voted too. */
async function settleVotes(context: MongoContext, given: VoteDocument, { into }: Join): Promise<void> {
  const { votes } = context.models;
  const { commentId } = given;
  const of = { readerId: into, commentId };
  const mark = { id: randomUUID(), at: context.now() };
  const isPromoted = counted(given) !== 0;
  // The marks of both stand on the vote that stays, until the tally is right.
  const own = await votes
    .findOneAndUpdate(
      of,
      { $push: { pending: { $each: [...given.pending, mark] } }, ...(isPromoted ? { $unset: { uncounted: 1 } } : {}) },
      { returnDocument: 'before' },
    )
    .lean<VoteDocument | null>();
  if (own === null) return;
  const { deletedCount } = await votes.deleteOne({ readerId: given.readerId, commentId });
  if (isPromoted && own.uncounted === true && given.seat !== undefined) await takeSeat(context, of, given.seat);
  if (deletedCount === 1) await count(context, commentId, [counted(given), counted(own)], isPromoted ? own.value : counted(own));
  await votes.updateOne(of, { $pull: { pending: { id: mark.id } } });
}

/** The network's one counted vote is the one that stands; another may have become it in between. */
async function takeSeat({ models }: MongoContext, of: { readerId: ReaderId; commentId: CommentId }, seat: string): Promise<void> {
  try {
    await models.votes.updateOne(of, { $set: { seat } });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

async function moveVote(context: MongoContext, given: VoteDocument, step: Join): Promise<void> {
  const { votes, comments } = context.models;
  const { commentId } = given;
  if ((await comments.exists({ _id: commentId, readerId: step.into })) !== null) await dropVote(context, given);
  // A vote that the member has taken back is none.
  await votes.deleteOne({ readerId: step.into, commentId, value: 0, pending: trusted({ $size: 0 }) });
  try {
    await votes.updateOne({ readerId: step.from, commentId }, { $set: { readerId: step.into } });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const now = await votes.findOne({ readerId: step.from, commentId }).lean<VoteDocument | null>();
    if (now !== null) await settleVotes(context, now, step);
  }
}

async function moveVotes(context: MongoContext, step: Join): Promise<number> {
  const found = await context.models.votes.find({ readerId: step.from }).hint('reader').limit(step.limit).lean<VoteDocument[]>();
  for (const vote of found) await moveVote(context, vote, step);
  return found.length;
}

async function moveReports({ models, reported }: MongoContext, { from, into, limit }: Join): Promise<number> {
  const found = await models.reports.find({ readerId: from }).hint('reader').limit(limit).lean<ReportDocument[]>();
  for (const { _id, commentId } of found) {
    try {
      await models.reports.updateOne({ _id }, { $set: { readerId: into } });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      await models.reports.deleteOne({ _id });
      await reported.findByReported(commentId);
    }
  }
  return found.length;
}

/** @returns how guests go to members. */
export function createJoins(context: MongoContext): Pick<ReaderStore, 'join' | 'joinedSince'> {
  return {
    async join(from, into, limit, at): Promise<JoinStep> {
      await begin(context, from, into, at);
      const step = { from, into, limit };
      // Comments first: whose they are decides which votes are on one's own.
      const moved = [await moveComments(context, step), await moveVotes(context, step), await moveReports(context, step)];
      return { isDone: moved.every((some) => some < limit) };
    },

    async joinedSince(since, limit) {
      const found = await context.models.readers
        .find({ 'joined.at': trusted({ $gte: Math.max(1, since) }) }, { joined: 1 })
        .sort({ 'joined.at': -1, _id: -1 })
        .hint('joined')
        .limit(limit)
        .lean<Pick<ReaderDocument, '_id' | 'joined'>[]>();
      return found.flatMap(({ _id, joined }) => (joined === undefined ? [] : [{ from: _id, into: joined.into }]));
    },
  };
}
