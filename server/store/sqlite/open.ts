import { isNativeError } from 'node:util/types';
import { type Store, StoreBusy } from '../port.ts';
import type { OnWritten } from '../port-events.ts';
import { type Clocks, MACHINE_CLOCKS } from '../clocks.ts';
import { createAccountStore } from './account-store.ts';
import { readAll, restoreAll, stateOf } from './backup.ts';
import { createCommentStore } from './comment-store.ts';
import { type Db, openDatabase } from './database.ts';
import { rebuilt, serializeError } from './errors.ts';
import { createAuditStore, createEventStore, createSubscriptionStore } from './event-store.ts';
import type { FileAccess } from './file-access.ts';
import { createImportStore } from './import-store.ts';
import { createJobStore } from './job-store.ts';
import { createMaintenanceStore } from './maintenance-store.ts';
import { migrate } from './migrate.ts';
import { createModelStore } from './model-store.ts';
import { createModerationStore } from './moderation-store.ts';
import { createMailStore } from './mail-store.ts';
import { createOneTimeStore } from './one-time-store.ts';
import { createPersonalStore, createRetentionStore } from './personal-store.ts';
import { createReaderStore } from './reader-store.ts';
import { linkedWriter, type WriterLink } from './shared-writer.ts';
import { createSiteStore } from './site-store.ts';
import { createThreadStore } from './thread-store.ts';
import { createWebhookStore } from './webhook-store.ts';
import { startWriter } from './writer-client.ts';

/**
 * Opens a store in an SQLite file, made when it is not there; its schema is brought to this version. Reads
 * run here; everything that writes goes to one thread that commits in groups.
 * @param options.writer the channel to that thread when it is in another process.
 * @param options.clocks those of this machine when left out.
 * @param options.onWritten is called with what this process has written.
 * @throws Error when the file is of a newer version or cannot be opened.
 */
export async function openSqlite(
  file: string,
  {
    writer: link,
    onWritten,
    clocks: { now, steady } = MACHINE_CLOCKS,
  }: { writer?: WriterLink | undefined; onWritten?: OnWritten | undefined; clocks?: Clocks | undefined } = {},
): Promise<Store> {
  const setUp = openDatabase(file, 'write');
  try {
    migrate(setUp, now());
  } finally {
    setUp.close();
  }
  const reader = openDatabase(file, 'read');
  const writer = link === undefined ? startWriter(file, onWritten) : linkedWriter(link, onWritten);
  let closed: Promise<void> | null = null;

  /** A read; after close() it is StoreBusy. */
  async function read<T>(look: (db: Db) => T): Promise<T> {
    if (closed !== null) throw new StoreBusy('the store is closed');
    try {
      return look(reader);
    } catch (error) {
      // What SQLite itself throws has a number of its own; anything else is the port's already, or a bug.
      throw isNativeError(error) && 'errcode' in error ? rebuilt(serializeError(error), error) : error;
    }
  }

  async function closeAll(): Promise<void> {
    await writer.close();
    reader.close();
  }

  const access: FileAccess = { read, writer, now, steady };
  return {
    comments: createCommentStore(access),
    threads: createThreadStore(access),
    sites: createSiteStore(access),
    readers: createReaderStore(access),
    moderation: createModerationStore(access),
    accounts: createAccountStore(access),
    audit: createAuditStore(access),
    models: createModelStore(access),
    jobs: createJobStore(access),
    imports: createImportStore(access),
    oneTime: createOneTimeStore(access),
    webhooks: createWebhookStore(access),
    mail: createMailStore(access),
    events: createEventStore(access),
    signals: { open: () => Promise.resolve(null) },
    subscriptions: createSubscriptionStore(access),
    personal: createPersonalStore(access),
    retention: createRetentionStore(access),
    maintenance: createMaintenanceStore(access),
    backup: {
      read: () => read(() => readAll(file)),
      state: (q) => read((db) => stateOf(db, q)),
      restore: (batches) => restoreAll(file, batches),
      replaceFact: (name, before, after) => writer.write('replaceFact', name, before, after),
    },
    health: () => read((db) => void db.get('SELECT version FROM schema_migrations LIMIT 1')),
    close() {
      closed ??= closeAll();
      return closed;
    },
  };
}
