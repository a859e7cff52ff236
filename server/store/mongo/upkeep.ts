import { mongo, trusted } from 'mongoose';
import type { CommentId, CommentStatus, Id, Ms } from '../../domain/types.ts';
import type { ImportedComment, UpkeepStore } from '../port-admin.ts';
import { commentDocument, countOf } from './comment-fields.ts';
import type { MongoContext } from './context.ts';
import { FOLLOWING, SOFT } from './counters.ts';
import type { CommentDocument, CountChange, EventDocument } from './documents.ts';
import { headOf } from './event-log.ts';
import { healCounts, recountThread } from './recount.ts';

const STATUSES: readonly CommentStatus[] = ['published', 'pending', 'rejected', 'spam', 'removed', 'purged'];
const DUPLICATE_KEY = 11000;

/** @returns imports, repairs and clearing up. */
export function createUpkeep(context: MongoContext & { addCount: (change: CountChange) => Promise<unknown> }): UpkeepStore {
  const { models, now } = context;

  /** Inserts those that are not there and gives them. */
  async function insertNew(documents: CommentDocument[]): Promise<CommentDocument[]> {
    try {
      await models.comments.insertMany(documents, { lean: true, ordered: false });
      return documents;
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
      const refused = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
      if (refused.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
      const known = new Set(refused.map(({ index }) => index));
      return documents.filter((_, i) => !known.has(i));
    }
  }

  async function answersBelow(documents: readonly CommentDocument[], field: 'rootId' | 'parentId'): Promise<Map<CommentId, number>> {
    if (documents.length === 0) return new Map();
    const groups = await models.comments.collection
      .aggregate<{ _id: CommentId; count: number }>(
        [
          { $match: { [field]: { $in: documents.map(({ _id }) => _id) }, listed: true, public: true, depth: { $gt: 0 } } },
          { $group: { _id: `$${field}`, count: { $sum: 1 } } },
        ],
        { hint: field === 'rootId' ? 'answers_of_root' : 'answers_of_parent' },
      )
      .toArray();
    return new Map(groups.map(({ _id, count }) => [_id, count]));
  }

  /**
   * Counts for what a batch brought: new comments get the answers that are there, of this batch or an earlier
   * one; roots and parents that were there before get what was added.
   */
  async function count(inserted: readonly CommentDocument[]): Promise<void> {
    const isNew = new Set(inserted.map(({ _id }) => _id));
    const [below, direct] = await Promise.all([
      answersBelow(
        inserted.filter(({ depth }) => depth === 0),
        'rootId',
      ),
      answersBelow(
        inserted.filter(({ depth }) => depth > 0),
        'parentId',
      ),
    ]);
    const own = [...below, ...direct].map(([_id, replyCount]) => ({
      updateOne: { filter: { _id }, update: [{ $set: { replyCount } }, FOLLOWING] },
    }));
    if (own.length > 0) await models.comments.bulkWrite(own, { ordered: false, writeConcern: SOFT });
    const changes = inserted.flatMap((document): CountChange[] => {
      const change = document.public ? countOf(document, 1)?.change : undefined;
      if (change === undefined) return [];
      const without = (id: CommentId | null): CommentId | null => (id === null || isNew.has(id) ? null : id);
      return [{ ...change, rootId: without(change.rootId), parentId: without(change.parentId) }];
    });
    await Promise.all(changes.map((change) => context.addCount(change)));
  }

  async function importBatch(rows: ImportedComment[]): Promise<{ inserted: number; known: number }> {
    const documents = rows.map(({ comment, votes }) => {
      const counted = comment.published === null ? undefined : countOf({ ...comment, _id: comment.id }, 1);
      return commentDocument(comment, votes, context.outbox.items({ events: [], audit: [] }, counted));
    });
    if (documents.length === 0) return { inserted: 0, known: 0 };
    await context.reasons.note({ reasons: [...new Set(rows.flatMap(({ comment }) => comment.review?.reasons ?? []))] });
    const inserted = await insertNew(documents);
    await count(inserted);
    const counted = inserted.filter(({ public: isPublic }) => isPublic);
    await models.comments.updateMany(
      { _id: trusted({ $in: counted.map(({ _id }) => _id) }) },
      { $pull: { outbox: { id: trusted({ $in: counted.flatMap(({ outbox }) => outbox.map(({ id }) => id)) }) } } },
      { writeConcern: SOFT },
    );
    return { inserted: inserted.length, known: rows.length - inserted.length };
  }

  async function forgetAnswers(before: Ms, limit: number): Promise<number> {
    const old = await models.comments
      .find({ 'answer.at': trusted({ $lt: before }) }, { _id: 1 })
      .hint('answer_age')
      .limit(limit)
      .lean<{ _id: Id }[]>();
    if (old.length === 0) return 0;
    const ids = old.map(({ _id }) => _id);
    const { modifiedCount } = await models.comments.updateMany({ _id: trusted({ $in: ids }) }, { $unset: { answer: 1 } });
    return modifiedCount;
  }

  async function endSessions(at: Ms, limit: number): Promise<number> {
    const ended = await models.sessions
      .find({ expiresAt: trusted({ $lte: at }) }, { _id: 1 })
      .limit(limit)
      .lean<{ _id: string }[]>();
    if (ended.length === 0) return 0;
    return (await models.sessions.deleteMany({ _id: trusted({ $in: ended.map(({ _id }) => _id) }) })).deletedCount;
  }

  async function endReaderTokens(at: Ms, limit: number): Promise<number> {
    const over = { 'tokens.expiresAt': trusted({ $gt: 0, $lte: at }) };
    const having = await models.readers.find(over, { _id: 1 }).hint('token_age').limit(limit).lean<{ _id: string }[]>();
    if (having.length === 0) return 0;
    const ids = having.map(({ _id }) => _id);
    const ended = await models.readers.updateMany(
      { _id: trusted({ $in: ids }) },
      { $pull: { tokens: { expiresAt: { $gt: 0, $lte: at } } } },
    );
    return ended.modifiedCount;
  }

  async function forgetEvents(before: Ms, limit: number): Promise<number> {
    const old = await models.events
      .find({ sweepable: true, at: trusted({ $lt: before }), due: trusted({ $exists: false }) }, { channel: 1, seq: 1 })
      .sort({ at: 1, _id: 1 })
      .hint('sweep')
      .limit(limit)
      .lean<Pick<EventDocument, '_id' | 'channel' | 'seq'>[]>();
    let forgotten = 0;
    for (const channel of new Set(old.map((event) => event.channel))) {
      const head = await headOf(models, channel);
      // The last stays, so that numbers go on; the one that stayed the last time goes with these.
      await models.events.updateOne({ channel, seq: head }, { $set: { sweepable: false } });
      const seqs = old.filter((event) => event.channel === channel && event.seq < head).map(({ seq }) => seq);
      const gone = trusted({ $in: seqs });
      forgotten += (await models.events.deleteMany({ channel, seq: gone })).deletedCount;
      forgotten += (
        await models.events.deleteMany({ channel, seq: trusted({ $lt: head }), sweepable: false, at: trusted({ $lt: before }) })
      ).deletedCount;
    }
    return forgotten;
  }

  /** What was lifted or deleted stays only until its effects are moved. */
  async function dropGone(limit: number): Promise<number> {
    const settled = { gone: true, outbox: trusted({ $size: 0 }) };
    const [bans, tokens] = await Promise.all([
      models.bans.find(settled, { _id: 1 }).limit(limit).lean<{ _id: Id }[]>(),
      models.tokens.find(settled, { _id: 1 }).limit(limit).lean<{ _id: Id }[]>(),
    ]);
    await models.bans.deleteMany({ _id: trusted({ $in: bans.map(({ _id }) => _id) }) });
    await models.tokens.deleteMany({ _id: trusted({ $in: tokens.map(({ _id }) => _id) }) });
    return bans.length + tokens.length;
  }

  return {
    importBatch,

    async recount(threadId) {
      return { repaired: await recountThread(models, threadId) };
    },

    async sweep({ now: at, answersBefore, eventsBefore, limit }) {
      await context.outbox.collect();
      await healCounts(models, now());
      await dropGone(limit);
      let swept = 0;
      const left = (): number => Math.max(0, limit - swept);
      for (const step of [
        () => forgetAnswers(answersBefore, left()),
        () => endSessions(at, left()),
        () => endReaderTokens(at, left()),
        () => forgetEvents(eventsBefore, left()),
      ]) {
        if (left() > 0) swept += await step();
      }
      return swept;
    },

    async totals() {
      const counts = await Promise.all(
        STATUSES.map(async (status) => [status, await models.comments.countDocuments({ status }).hint('site')] as const),
      );
      return new Map(counts.filter(([, count]) => count > 0));
    },

    backup() {
      return Promise.reject(new Error('MongoDB is backed up by mongodump or by snapshots of its volumes'));
    },
  };
}
