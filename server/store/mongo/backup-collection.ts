import type { mongo } from 'mongoose';
import type { BackupData, BackupKind } from '../port-backup.ts';
import type { Models } from './models.ts';
import { driverCollection } from './driver.ts';

export type CollectionName = keyof Models;

/** What is read of the database for a backup: all at one moment where it has sessions that do so. */
export interface BackupSource {
  find<D extends mongo.Document>(name: CollectionName, filter?: object, options?: mongo.FindOptions): AsyncIterable<D>;
}

/** A kind of record: the collections in which it lies, how it is read, and how it is stored. */
export interface BackupCollection<K extends BackupKind> {
  collections: readonly CollectionName[];
  read: (source: BackupSource) => AsyncIterable<BackupData[K]>;
  write: (records: readonly BackupData[K][]) => Promise<void>;
}

/** Documents that the database gives at once. */
const AT_ONCE = 500;

/** A source of everything that is stored. */
export function sourceOf(models: Models, session: mongo.ClientSession | null): BackupSource {
  return {
    find<D extends mongo.Document>(name: CollectionName, filter: object = {}, options: mongo.FindOptions = {}): AsyncIterable<D> {
      // More at once would be a heap of hundreds of megabytes for nothing.
      const within = { batchSize: AT_ONCE, ...options, ...(session === null ? {} : { session }) };
      return driverCollection(models[name]).find<D>(filter, within);
    },
  };
}

/** Inserts documents that were made here. */
export async function insertAll(models: Models, name: CollectionName, documents: readonly object[]): Promise<void> {
  if (documents.length > 0) await driverCollection(models[name]).insertMany([...documents], { ordered: false });
}

/** A collection whose documents are the records, in the order of their ids. */
export function plainCollection<K extends BackupKind, D extends { _id: string }>(
  models: Models,
  name: CollectionName,
  {
    filter = {},
    toRecord,
    toDocument,
  }: { filter?: object; toRecord: (document: D) => BackupData[K]; toDocument: (record: BackupData[K]) => D },
): BackupCollection<K> {
  return {
    collections: [name],
    async *read(source) {
      for await (const document of source.find<D>(name, filter, { sort: { _id: 1 } })) yield toRecord(document);
    },
    write: (records) => insertAll(models, name, records.map(toDocument)),
  };
}
