import type { MaintenanceStore } from '../port-admin.ts';
import { cleanUp } from './clean-up.ts';
import type { MongoContext } from './context.ts';
import { createDeleting } from './delete-conversations.ts';
import { examine } from './examine.ts';
import { createImport, type ImportContext } from './import-batch.ts';
import { driverDatabase } from './driver.ts';

async function sizeOfStore({ models }: MongoContext): Promise<{ bytes: number }> {
  const stats = await driverDatabase(models.comments.db)?.stats();
  return { bytes: Number(stats?.storageSize ?? 0) + Number(stats?.indexSize ?? 0) };
}

async function findFact({ models }: MongoContext, name: string): Promise<string | null> {
  return (await models.facts.findById(name).lean<{ value: string } | null>())?.value ?? null;
}

async function setFact({ models }: MongoContext, name: string, value: string): Promise<void> {
  await models.facts.updateOne({ _id: name }, { $set: { value } }, { upsert: true });
}

/** @returns imports, repairs and clearing up. */
export function createMaintenance(context: ImportContext): MaintenanceStore {
  return {
    importBatch: createImport(context),
    deleteConversations: createDeleting(context),
    cleanUp: (q) => cleanUp(context, q),
    size: () => sizeOfStore(context),
    fact: (name) => findFact(context, name),
    setFact: (name, value) => setFact(context, name, value),
    examine: ({ repair }) => examine(context.models, repair),
    backup() {
      return Promise.reject(new Error('MongoDB is backed up by mongodump or by snapshots of its volumes'));
    },
  };
}
