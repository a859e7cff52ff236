import type { Collection } from 'mongoose';
import { mongo, trusted } from 'mongoose';
import { withoutLost } from '../../domain/ancestry.ts';
import { newThread } from '../../domain/new-thread.ts';
import type { CommentId, ThreadId } from '../../domain/types.ts';
import type { Examination } from '../port-admin.ts';
import type { CommentDocument } from './documents.ts';
import { missingIndexes } from './indexes.ts';
import type { Models } from './models.ts';
import { recountThread } from './recount.ts';
import { driverCollection, driverDatabase } from './driver.ts';
import { threadsOf } from './thread-moves.ts';

const UNAUTHORIZED = 13;
const BATCH = 500;

/** Comments, sessions and tokens have texts for ids, votes and reports what MongoDB gives. */
type Id = mongo.ObjectId | string;

/** Documents of `from` whose `field` names nothing in `to`. */
async function strays(from: Collection, field: string, to: Collection): Promise<Id[]> {
  const found = from.aggregate<{ _id: mongo.ObjectId | string }>(
    [
      { $match: { [field]: { $ne: null } } },
      { $lookup: { from: to.collectionName, localField: field, foreignField: '_id', pipeline: [{ $project: { _id: 1 } }], as: 'of' } },
      { $match: { of: { $size: 0 } } },
      { $project: { _id: 1 } },
    ],
    { allowDiskUse: true },
  );
  const ids: Id[] = [];
  for await (const { _id } of found) ids.push(_id);
  return ids;
}

/** What belongs to something that is not there, and can go with it. */
function strayPairs(models: Models): [from: Collection, field: string, to: Collection][] {
  const { comments, votes, reports, sessions, tokens, staff } = models;
  return [
    [driverCollection(votes), 'commentId', driverCollection(comments)],
    [driverCollection(reports), 'commentId', driverCollection(comments)],
    [driverCollection(sessions), 'staffId', driverCollection(staff)],
    [driverCollection(tokens), 'staffId', driverCollection(staff)],
  ];
}

/** What the server reports about damaged collections, looked at beside writes. */
async function damageOf(models: Models): Promise<string[]> {
  const damage: string[] = [];
  for (const model of Object.values(models)) {
    const collection = driverCollection(model);
    try {
      const reported = await driverDatabase(model.db)?.command({ validate: collection.collectionName, background: true });
      if (reported !== undefined && reported.valid === false)
        damage.push(`${collection.collectionName}: ${JSON.stringify(reported.errors ?? [])}`);
    } catch (error) {
      // A collection that is not there yet is whole; who may not ask learns nothing.
      if (!(error instanceof mongo.MongoServerError) || (error.code !== UNAUTHORIZED && error.codeName !== 'NamespaceNotFound'))
        throw error;
    }
  }
  return damage;
}

/** Counts, and with `repair` sets, the wrong numbers of all threads. */
async function countThreads(models: Models, repair: boolean): Promise<number> {
  let wrong = 0;
  for await (const { _id } of models.threads.find({}, { _id: 1 }).lean<{ _id: ThreadId }[]>().cursor())
    wrong += await recountThread(models, _id, repair);
  return wrong;
}

interface Unplaced {
  lost: CommentId[];
  /** Merged threads whose comments have not all followed. */
  merged: ThreadId[];
}

/** Comments without a thread: those of a merged one follow it by themselves, the others are lost. */
async function unplaced(models: Models, ids: CommentId[]): Promise<Unplaced> {
  if (ids.length === 0) return { lost: [], merged: [] };
  const found = await models.comments
    .find({ _id: trusted({ $in: ids }) }, { threadId: 1 })
    .lean<Pick<CommentDocument, '_id' | 'threadId'>[]>();
  const leading = await threadsOf({ models }, [...new Set(found.map(({ threadId }) => threadId))]);
  return { lost: found.filter(({ threadId }) => !leading.has(threadId)).map(({ _id }) => _id), merged: [...leading.keys()] };
}

/** Merges that have left comments behind, such as one that a backup was made in the middle of, are done by `finishMoves`. */
async function reopen(models: Models, ids: ThreadId[]): Promise<void> {
  await models.threadMoves.updateMany({ _id: trusted({ $in: ids }), state: 'done' }, { $set: { state: 'moving', openUntil: 0 } });
}

/** Threads for comments that have none: their key is all that is known of them. */
async function makeThreads(models: Models, ids: CommentId[]): Promise<void> {
  const lost = await models.comments
    .find({ _id: trusted({ $in: ids }) }, { threadId: 1, threadKey: 1, siteId: 1, createdAt: 1 })
    .lean<CommentDocument[]>();
  for (const { threadId, threadKey, siteId, createdAt } of lost) {
    const { id: _id, ...made } = newThread(siteId, threadKey, { id: threadId, url: threadKey, title: '', now: createdAt });
    await models.threads.updateOne({ _id }, { $setOnInsert: { ...made, outbox: [] } }, { upsert: true });
  }
}

/** Makes comments whose parents are lost top-level ones, with all that is below them. */
async function rootBranches(models: Models, ids: CommentId[]): Promise<void> {
  for (const id of ids) {
    const own = await models.comments.findById(id, { threadId: 1 }).lean<Pick<CommentDocument, 'threadId'> | null>();
    if (own === null) continue;
    const below = await models.comments
      .find({ threadId: own.threadId, ancestors: id }, { ancestors: 1 })
      .lean<Pick<CommentDocument, '_id' | 'ancestors'>[]>();
    await models.comments.updateOne({ _id: id }, { $set: { parentId: null, rootId: id, ancestors: [], depth: 0 } });
    for (const { _id, ancestors } of below) {
      const kept = withoutLost(ancestors, id);
      await models.comments.updateOne({ _id }, { $set: { rootId: id, ancestors: kept, depth: kept.length } });
    }
  }
}

/** See the port. */
export async function examine(models: Models, repair: boolean): Promise<Examination> {
  const { comments, threads } = models;
  const damage = await damageOf(models);
  let orphans = 0;
  for (const [from, field, to] of strayPairs(models)) {
    const ids = await strays(from, field, to);
    orphans += ids.length;
    for (let i = 0; repair && i < ids.length; i += BATCH) await from.deleteMany({ _id: { $in: ids.slice(i, i + BATCH) } } as object);
  }
  const { lost, merged } = await unplaced(
    models,
    (await strays(driverCollection(comments), 'threadId', driverCollection(threads))).map(String),
  );
  const withoutParent = await strays(driverCollection(comments), 'parentId', driverCollection(comments));
  orphans += lost.length + withoutParent.length;
  if (repair) {
    await makeThreads(models, lost);
    await reopen(models, merged);
    await rootBranches(models, withoutParent.map(String));
  }
  return { damage, missing: await missingIndexes(models), orphans, wrongCounts: await countThreads(models, repair) };
}
