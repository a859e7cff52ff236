import { trusted } from 'mongoose';
import { heatOfVotes } from '../../domain/heat.ts';
import type { Import, ImportedReader, ImportOrigin, OriginChange } from '../../domain/imports.ts';
import type { CommentId, Id, ReaderId, ThreadId } from '../../domain/types.ts';
import { erasedMark } from '../../domain/own-data.ts';
import { NotFound, StaleRevision } from '../port.ts';
import type { ImportStore } from '../port-imports.ts';
import type { MongoContext } from './context.ts';
import { createDeletingFrom } from './delete-conversations.ts';
import type { CommentDocument, ImportDocument, OriginDocument } from './documents.ts';
import { driverCollection } from './driver.ts';
import { page, type SortField } from './walk.ts';

const NEWEST: readonly SortField<ImportDocument>[] = [
  { path: 'createdAt', direction: -1, of: ({ createdAt }) => createdAt },
  { path: '_id', direction: -1, of: ({ _id }) => _id },
];

type Context = Pick<MongoContext, 'models'>;

/** An import from its document. */
export function toImport({ _id, outbox, ...made }: ImportDocument): Import {
  return { id: _id, ...made };
}

/** Where a comment came from, from its document. */
export function toOrigin({ _id, ...origin }: OriginDocument): ImportOrigin {
  return { commentId: _id, ...origin };
}

async function originsOf({ models }: Context, ids: CommentId[]): Promise<Map<CommentId, ImportOrigin>> {
  const found = await models.importedComments.find({ _id: trusted({ $in: ids }) }).lean<OriginDocument[]>();
  return new Map(found.map((origin) => [origin._id, toOrigin(origin)]));
}

async function note(
  { models }: Context,
  { origins, readers }: Parameters<ImportStore['note']>[0],
): Promise<{ changed: CommentId[]; erased: ReaderId[] }> {
  const ids = origins.map(({ commentId }) => commentId);
  const [rows, known] = await Promise.all([
    models.comments.find({ _id: trusted({ $in: ids }) }, { _id: 1 }).lean<{ _id: CommentId }[]>(),
    originsOf({ models }, ids),
  ]);
  const there = new Set(rows.map(({ _id }) => _id));
  const fresh = origins.filter(({ commentId }) => !there.has(commentId));
  if (fresh.length > 0)
    await models.importedComments.bulkWrite(
      fresh.map(({ commentId, ...origin }) => ({ updateOne: { filter: { _id: commentId }, update: { $set: origin }, upsert: true } })),
      { ordered: false },
    );
  const erased = readers.length > 0 ? await noteReaders({ models }, readers) : [];
  const isOther = ({ commentId, fingerprint }: ImportOrigin): boolean => {
    const before = known.get(commentId);
    return there.has(commentId) && before !== undefined && before.fingerprint !== fingerprint;
  };
  return { changed: origins.filter(isOther).map(({ commentId }) => commentId), erased };
}

async function noteReaders({ models }: Context, readers: readonly ImportedReader[]): Promise<ReaderId[]> {
  const marks = readers.map(({ reader }) => erasedMark(reader.id));
  const erased = await models.erasures.find({ _id: trusted({ $in: marks }) }, { _id: 1 }).lean<{ _id: string }[]>();
  // Who was erased does not come back with the file.
  const gone = new Set(erased.map(({ _id }) => _id));
  const isGone = ({ reader }: ImportedReader): boolean => gone.has(erasedMark(reader.id));
  const goneIds = readers.filter(isGone).map(({ reader }) => reader.id);
  const coming = readers.filter((one) => !isGone(one));
  if (coming.length === 0) return goneIds;
  await models.readers.bulkWrite(
    coming.map(({ reader: { id, ...reader }, importId, source }) => ({
      updateOne: { filter: { _id: id }, update: { $setOnInsert: { ...reader, tokens: [], importId, source } }, upsert: true },
    })),
    { ordered: false },
  );
  return goneIds;
}

async function changeOrigin({ models }: Context, id: CommentId, { votes, ...change }: OriginChange): Promise<void> {
  const { matchedCount } = await models.importedComments.updateOne({ _id: id }, { $set: change });
  if (matchedCount === 0) return;
  const found = await models.comments.findById(id, { imported: 1 }).lean<Pick<CommentDocument, 'imported'> | null>();
  if (found === null) return;
  const by = { up: votes.up - found.imported.up, down: votes.down - found.imported.down };
  if (by.up === 0 && by.down === 0) return;
  // Another change of the same kind in between leaves this one nothing to do.
  await models.comments.updateOne(
    { _id: id, 'imported.up': found.imported.up, 'imported.down': found.imported.down },
    { $set: { imported: votes }, $inc: { 'votes.up': by.up, 'votes.down': by.down, heat: heatOfVotes(by) } },
  );
}

async function threadsOf(
  { models }: Context,
  importId: Id,
  { after, limit }: { after: ThreadId | null; limit: number },
): Promise<ThreadId[]> {
  const groups = await driverCollection(models.importedComments)
    .aggregate<{ _id: ThreadId }>(
      [
        { $match: { importId, threadId: { $gt: after ?? '' } } },
        { $group: { _id: '$threadId' } },
        { $sort: { _id: 1 } },
        { $limit: limit },
      ],
      { hint: 'import' },
    )
    .toArray();
  return groups.map(({ _id }) => _id);
}

async function deleteReaders({ models }: Context, importId: Id, limit: number): Promise<number> {
  let deleted = 0;
  let after = '';
  while (deleted < limit) {
    const found = await models.readers
      .find({ importId, _id: trusted({ $gt: after }) }, { _id: 1 })
      .sort({ _id: 1 })
      .limit(1_000)
      .lean<{ _id: ReaderId }[]>();
    const last = found.at(-1);
    if (last === undefined) return deleted;
    after = last._id;
    const ids = found.map(({ _id }) => _id);
    const busy = new Set<ReaderId>(await models.comments.distinct('readerId', { readerId: trusted({ $in: ids }) }));
    const idle = ids.filter((id) => !busy.has(id)).slice(0, limit - deleted);
    if (idle.length > 0) deleted += (await models.readers.deleteMany({ _id: trusted({ $in: idle }), importId })).deletedCount;
  }
  return deleted;
}

/** @returns where comments came from. */
export function createImports(context: Context & Pick<MongoContext, 'outbox'>): ImportStore {
  const { models, outbox } = context;
  const { imports, importedComments } = models;
  const deleteFrom = createDeletingFrom(context, { withOrigins: false });
  return {
    async create(made, fx, job) {
      const items = outbox.items(fx, undefined, job);
      const { id, ...rest } = made;
      await imports.insertMany([{ _id: id, ...rest, outbox: items }], { lean: true });
      await outbox.settle('imports', id, items);
      return made;
    },

    async get(id) {
      const found = await imports.findById(id).lean<ImportDocument | null>();
      return found === null ? null : toImport(found);
    },

    list({ siteId, cursor, limit }) {
      return page({
        model: imports,
        hint: 'age',
        branches: [{ siteId }],
        sort: NEWEST,
        limit,
        list: 'imports',
        shape: ['number', 'string'],
        cursor,
        give: toImport,
      });
    },

    async change(id, patch, fx, from, job) {
      const items = outbox.items(fx, undefined, job);
      const changed = await imports
        .findOneAndUpdate(
          { _id: id, ...(from === undefined ? {} : { state: from }) },
          { $set: patch, $push: { outbox: { $each: items } } },
          { returnDocument: 'after' },
        )
        .lean<ImportDocument | null>();
      if (changed === null) {
        if (await imports.exists({ _id: id })) throw new StaleRevision('the import is in another state');
        throw new NotFound(`no import ${id}`);
      }
      await outbox.settle('imports', id, items);
      return toImport(changed);
    },

    note: (batch) => note(context, batch),
    origins: (ids) => originsOf(context, ids),
    changeOrigin: (id, change) => changeOrigin(context, id, change),
    threads: (importId, q) => threadsOf(context, importId, q),

    async originsIn(importId, threadId) {
      return (await models.importedComments.find({ importId, threadId }).lean<OriginDocument[]>()).map(toOrigin);
    },

    async deleteComments(threadId, ids, fx) {
      await deleteFrom(threadId, { _id: trusted({ $in: ids }) }, fx);
      // Last, when the counts are right: while they are there the same is asked for again after this process has died.
      await importedComments.deleteMany({ _id: trusted({ $in: ids }) });
    },

    deleteReaders: (importId, limit) => deleteReaders(context, importId, limit),
  };
}
