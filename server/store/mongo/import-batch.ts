import { mongo, trusted } from 'mongoose';
import { heatOf } from '../../domain/heat.ts';
import type { CommentId, ThreadId } from '../../domain/types.ts';
import type { ImportedComment, MaintenanceStore } from '../port-admin.ts';
import { commentDocument, countOf } from './comment-fields.ts';
import type { MongoContext } from './context.ts';
import { SOFT } from './counters.ts';
import type { CommentDocument, CountChange } from './documents.ts';
import { recountThread } from './recount.ts';
import { eraseFrom, NOT_INDEXED, writeBlocks } from './search-blocks.ts';
import { driverCollection } from './driver.ts';
import { bringLate, threadsOf } from './thread-moves.ts';

const DUPLICATE_KEY = 11000;
/** MongoDB does one insert in one thread; what takes it long are the dozens of index keys of each comment. */
const AT_ONCE = 4;
/** So many comments make a block of their own. */
const ENOUGH = 200;

type Counts = Map<CommentId, number>;

/** The same changes, those of one thread, root and parent as one. */
function summed(changes: readonly CountChange[]): CountChange[] {
  const sums = new Map<string, CountChange>();
  for (const change of changes) {
    const key = `${change.threadId} ${change.rootId} ${change.parentId}`;
    const by = (sums.get(key)?.by ?? 0) + change.by;
    sums.set(key, { ...change, by });
  }
  return [...sums.values()];
}

export interface ImportContext extends MongoContext {
  addCount: (change: CountChange) => Promise<unknown>;
}

/** Rows whose ids are not there yet, each id once. */
async function unknownOf({ models }: ImportContext, rows: readonly ImportedComment[]): Promise<ImportedComment[]> {
  const ids = rows.map(({ comment }) => comment.id);
  const there = await models.comments
    .find({ _id: trusted({ $in: ids }) }, { _id: 1 })
    .hint({ _id: 1 })
    .lean<{ _id: CommentId }[]>();
  const seen = new Set(there.map(({ _id }) => _id));
  return rows.filter(({ comment }) => {
    if (seen.has(comment.id)) return false;
    seen.add(comment.id);
    return true;
  });
}

/** Public answers that were there before the comment that they answer. */
async function earlyAnswers({ models }: ImportContext, ids: readonly CommentId[], field: 'rootId' | 'parentId'): Promise<Counts> {
  if (ids.length === 0) return new Map();
  const groups = await driverCollection(models.comments)
    .aggregate<{ _id: CommentId; count: number }>(
      [
        { $match: { [field]: { $in: ids }, listed: true, public: true, depth: { $gt: 0 } } },
        { $group: { _id: `$${field}`, count: { $sum: 1 } } },
      ],
      { hint: field === 'rootId' ? 'answers_of_root' : 'answers_of_parent' },
    )
    .toArray();
  return new Map(groups.map(({ _id, count }) => [_id, count]));
}

/** Writes what the comments are found by, before they are there; those of a site with few of them wait to be indexed with others. */
async function giveBlocks({ models }: ImportContext, documents: readonly CommentDocument[]): Promise<void> {
  for (const [siteId, own] of Map.groupBy(documents, (document) => document.siteId)) {
    if (own.length < ENOUGH) continue;
    const positions = await writeBlocks(models, siteId, own);
    for (const [i, document] of own.entries()) document.position = positions[i] ?? NOT_INDEXED;
  }
}

/** Inserts the documents; gives those that another process has inserted meanwhile. */
async function insert(context: ImportContext, documents: CommentDocument[]): Promise<CommentDocument[]> {
  const size = Math.ceil(documents.length / AT_ONCE);
  const parts = Array.from({ length: AT_ONCE }, (_, i) => documents.slice(i * size, (i + 1) * size)).filter((part) => part.length > 0);
  return (await Promise.all(parts.map((part) => insertPart(context, part)))).flat();
}

async function insertPart({ models }: ImportContext, documents: CommentDocument[]): Promise<CommentDocument[]> {
  try {
    await driverCollection(models.comments).insertMany(documents as object[], { ordered: false });
    return [];
  } catch (error) {
    if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
    const refused = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
    if (refused.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    const known = new Set(refused.map(({ index }) => index));
    return documents.filter((_, i) => known.has(i));
  }
}

/** What was there before of answers to these, by root and by parent. */
function answersThere(context: ImportContext, rows: readonly ImportedComment[]): Promise<[ofRoots: Counts, ofParents: Counts]> {
  const ids = (isTop: boolean): CommentId[] =>
    rows.filter(({ comment }) => (comment.depth === 0) === isTop).map(({ comment }) => comment.id);
  return Promise.all([earlyAnswers(context, ids(true), 'rootId'), earlyAnswers(context, ids(false), 'parentId')]);
}

function documentsOf(
  context: ImportContext,
  fresh: readonly ImportedComment[],
  [ofRoots, ofParents]: readonly [Counts, Counts],
): { documents: CommentDocument[]; changes: CountChange[] } {
  const isNew = new Set(fresh.map(({ comment }) => comment.id));
  const added: Counts = new Map();
  const changes: CountChange[] = [];
  const marked = new Set<ThreadId>();
  const items = fresh.map(({ comment }) => {
    const counted = comment.published === null ? undefined : countOf({ ...comment, _id: comment.id }, 1);
    if (counted === undefined) return [];
    const { rootId, parentId } = counted.change;
    for (const id of [rootId, parentId]) if (id !== null && isNew.has(id)) added.set(id, (added.get(id) ?? 0) + 1);
    const without = (id: CommentId | null): CommentId | null => (id === null || isNew.has(id) ? null : id);
    changes.push({ ...counted.change, rootId: without(rootId), parentId: without(parentId) });
    if (marked.has(comment.threadId)) return [];
    marked.add(comment.threadId);
    return context.outbox.items({ events: [], audit: [] }, counted);
  });
  const documents = fresh.map(({ comment, votes }, i) => {
    const { id, depth, createdAt } = comment;
    const replyCount = (added.get(id) ?? 0) + ((depth === 0 ? ofRoots : ofParents).get(id) ?? 0);
    const document = commentDocument(comment, votes, items[i] ?? []);
    if (replyCount === 0) return document;
    return { ...document, replyCount, heat: heatOf(createdAt, votes, replyCount), listed: true };
  });
  return { documents, changes };
}

/** The same in the threads into which theirs were merged while the import was under way. */
async function inTheirThreads(context: ImportContext, rows: ImportedComment[]): Promise<ImportedComment[]> {
  const ids = [...new Set(rows.map(({ comment }) => comment.threadId))];
  const threads = await threadsOf(context, ids);
  if (ids.every((id) => (threads.get(id)?.id ?? id) === id)) return rows;
  return Promise.all(
    rows.map(async (row) => {
      const thread = threads.get(row.comment.threadId);
      if (thread === undefined || thread.id === row.comment.threadId) return row;
      await context.models.importedComments.updateOne({ _id: row.comment.id }, { $set: { threadId: thread.id } });
      return { ...row, comment: { ...row.comment, threadId: thread.id, threadKey: thread.key } };
    }),
  );
}

async function importOne(context: ImportContext, given: ImportedComment[]): Promise<{ inserted: number; known: number }> {
  const rows = await inTheirThreads(context, given);
  const [fresh, early] = await Promise.all([unknownOf(context, rows), answersThere(context, rows)]);
  if (fresh.length === 0) return { inserted: 0, known: rows.length };
  const reasons = [...new Set(fresh.flatMap(({ comment }) => comment.review?.reasons ?? []))];
  if (reasons.length > 0) await context.reasons.note({ reasons });
  const { documents, changes } = documentsOf(context, fresh, early);
  await giveBlocks(context, documents);
  const alreadyStored = await insert(context, documents);
  await eraseFrom(
    context.models,
    alreadyStored.map(({ position }) => position),
  );
  const waiting = documents.filter(({ position }) => position === NOT_INDEXED);
  for (const [siteId, own] of Map.groupBy(waiting, (document) => document.siteId)) context.indexQueue.noticed(siteId, own.length);
  if (alreadyStored.length === 0) await Promise.all(summed(changes).map((change) => context.addCount(change)));
  // Two imports at once: what each has counted in advance may be the other's.
  else for (const threadId of new Set(documents.map((document) => document.threadId))) await recountThread(context.models, threadId);
  const marked = documents.filter(({ outbox }) => outbox.length > 0);
  await context.models.comments.updateMany(
    { _id: trusted({ $in: marked.map(({ _id }) => _id) }) },
    { $pull: { outbox: { id: trusted({ $in: marked.flatMap(({ outbox }) => outbox.map(({ id }) => id)) }) } } },
    { writeConcern: SOFT },
  );
  // Imports leave no events: what is shown of their threads is another all the same.
  const siteIds = new Map(documents.map(({ threadId, siteId }) => [threadId, siteId]));
  context.onWritten([...siteIds].map(([threadId, siteId]) => ({ type: 'comment.published', channel: `thread:${threadId}`, siteId })));
  for (const document of new Map(documents.map((one) => [one.threadId, one])).values()) await bringLate(context, document);
  return { inserted: fresh.length - alreadyStored.length, known: rows.length - fresh.length + alreadyStored.length };
}

/**
 * See the port. What the batch adds is counted once for all of it: a new comment is inserted with the count that it
 * will have. One new comment of each thread carries the mark by which its thread is counted anew when this process
 * dies before the counts are right.
 */
export function createImport(context: ImportContext): MaintenanceStore['importBatch'] {
  let turn: Promise<unknown> = Promise.resolve();
  return (rows) => {
    // One after another: the counts of a batch rest on what is there when it begins.
    const done = turn.then(() => importOne(context, rows));
    turn = done.catch(() => undefined);
    return done;
  };
}
