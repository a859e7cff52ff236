import { randomUUID } from 'node:crypto';
import { type Connection, mongo } from 'mongoose';
import {
  BACKUP_KINDS,
  type BackupBatch,
  type BackupKind,
  type BackupStore,
  RESTORE_MARK,
  RestoreDisturbed,
  SnapshotTooOld,
} from '../port-backup.ts';
import { inBatches } from '../backup-batches.ts';
import { type BackupCollection, type CollectionName, sourceOf } from './backup-collection.ts';
import { backupCollections } from './backup-collections.ts';
import type { MongoContext } from './context.ts';
import { driverCollection } from './driver.ts';
import { isDuplicateKey, toStoreError } from './errors.ts';
import { examine } from './examine.ts';
import type { Models } from './models.ts';
import { hasStreams } from './signals.ts';

/** Whether any document of the collection is there. */
const COUNTED: readonly CollectionName[] = ['staff', 'readers', 'threads', 'comments'];
const SNAPSHOT_TOO_OLD = 239;

async function* allBatches(context: MongoContext, session: mongo.ClientSession | null): AsyncGenerator<BackupBatch, void> {
  const collections = backupCollections(context);
  const source = sourceOf(context.models, session);
  try {
    for (const kind of BACKUP_KINDS) {
      // Kind and collection belong to each other.
      const collection = collections[kind] as BackupCollection<BackupKind>;
      yield* inBatches(kind, collection.read(source)) as AsyncGenerator<BackupBatch>;
    }
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code === SNAPSHOT_TOO_OLD)
      throw new SnapshotTooOld('the moment of the backup is not kept so long', { cause: error });
    throw toStoreError(error);
  } finally {
    await session?.endSession();
  }
}

async function isOurs(models: Models, mark: string): Promise<boolean> {
  const found = await models.facts.findById(RESTORE_MARK).lean<{ value: string } | null>();
  return found?.value === mark;
}

/** Deletes every document but the mark. */
async function emptyAll(models: Models): Promise<void> {
  for (const model of Object.values(models)) await driverCollection(model).deleteMany({ _id: { $ne: RESTORE_MARK } } as object);
}

/** @returns everything as records, and a store filled from them. */
export function createBackup(connection: Connection, context: MongoContext): BackupStore {
  const { models, outbox, indexQueue } = context;

  async function restore(batches: AsyncIterable<BackupBatch>): Promise<void> {
    const mark = randomUUID();
    await models.facts.updateOne({ _id: RESTORE_MARK }, { $set: { value: mark } }, { upsert: true });
    await emptyAll(models);
    const collections = backupCollections(context);
    const stored = new Map<CollectionName, number>();
    for await (const { kind, data } of batches) {
      if (!(await isOurs(models, mark))) throw new RestoreDisturbed('another restore has begun');
      // Kind, records and collection belong to each other.
      const collection = collections[kind] as BackupCollection<BackupKind>;
      await collection.write(data);
      const [name] = collection.collections;
      if (name !== undefined) stored.set(name, (stored.get(name) ?? 0) + data.length);
    }
    for (const name of COUNTED)
      if ((await driverCollection(models[name]).countDocuments({})) !== (stored.get(name) ?? 0))
        throw new RestoreDisturbed(`${name}: there is something else than what was restored`);
    await examine(models, true);
    if (!(await isOurs(models, mark))) throw new RestoreDisturbed('another restore has begun');
    await models.facts.deleteOne({ _id: RESTORE_MARK });
    indexQueue.processAll();
  }

  return {
    async read() {
      // What was answered before is in the log by then.
      await outbox.flush();
      const isOneMoment = await hasStreams(connection);
      const session = isOneMoment ? await connection.startSession({ snapshot: true }) : null;
      return { isOneMoment, batches: allBatches(context, session) };
    },

    async state({ ignoredSite }) {
      if ((await models.facts.exists({ _id: RESTORE_MARK })) !== null) return 'half';
      if ((await driverCollection(models.sites).findOne({ _id: { $ne: ignoredSite } } as object)) !== null) return 'filled';
      for (const name of COUNTED) if ((await driverCollection(models[name]).findOne({})) !== null) return 'filled';
      return 'empty';
    },

    async restore(batches) {
      try {
        await restore(batches);
      } catch (error) {
        // The batches of two restores at once meet in the unique indexes.
        if (isDuplicateKey(error)) throw new RestoreDisturbed('something is there twice', { cause: error });
        throw error;
      }
    },

    async replaceFact(name, before, after) {
      if (before !== null)
        return (await models.facts.updateOne({ _id: name, value: before }, { $set: { value: after } })).matchedCount === 1;
      try {
        await models.facts.insertMany([{ _id: name, value: after }], { lean: true });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
  };
}
