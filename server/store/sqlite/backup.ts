import { randomUUID } from 'node:crypto';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import {
  BACKUP_KINDS,
  type BackupBatch,
  type BackupKind,
  type BackupStore,
  batchSizeOf,
  RESTORE_MARK,
  RestoreDisturbed,
  type StoredRecords,
} from '../port-backup.ts';
import { inBatches } from '../backup-batches.ts';
import type { BackupTable } from './backup-columns.ts';
import { backupTables } from './backup-tables.ts';
import { type Db, openDatabase } from './database.ts';
import { rebuilt, serializeError } from './errors.ts';
import { repair } from './examine.ts';
import { fact, setFact } from './maintenance.ts';
import { recount } from './recount.ts';
import { text } from './rows.ts';

/** Records that are stored in one transaction. */
const RECORDS_AT_ONCE = 1_500;
/** Threads that are counted in one transaction. */
const THREADS_AT_ONCE = 200;

/** All records in one read transaction of a connection of its own: writes go on beside it, and it does not see them. */
async function* allBatches(file: string): AsyncGenerator<BackupBatch, void> {
  const db = openDatabase(file, 'read');
  try {
    // What has to be sorted is too much for the memory.
    db.exec('PRAGMA temp_store=FILE; BEGIN');
    const tables = backupTables();
    for (const kind of BACKUP_KINDS) {
      // Kind and table belong to each other.
      const table = tables[kind] as BackupTable<BackupKind>;
      for await (const batch of inBatches(kind, table.read(db)) as AsyncGenerator<BackupBatch>) {
        yield batch;
        await othersFirst();
      }
    }
  } catch (error) {
    // What SQLite itself throws has a number of its own.
    throw isNativeError(error) && 'errcode' in error ? rebuilt(serializeError(error), error) : error;
  } finally {
    db.close();
  }
}

/** See the port. */
export function readAll(file: string): StoredRecords {
  return { isOneMoment: true, batches: allBatches(file) };
}

/** See the port. */
export function stateOf(db: Db, { ignoredSite }: { ignoredSite: string }): Awaited<ReturnType<BackupStore['state']>> {
  if (fact(db, RESTORE_MARK) !== null) return 'half';
  const found = db.get(
    `SELECT EXISTS (SELECT 1 FROM sites WHERE id <> $ignoredSite) OR EXISTS (SELECT 1 FROM staff) OR EXISTS (SELECT 1 FROM readers)
       OR EXISTS (SELECT 1 FROM threads) OR EXISTS (SELECT 1 FROM comments) AS filled`,
    { ignoredSite },
  );
  return found?.filled === 0 ? 'empty' : 'filled';
}

/** See the port. */
export function replaceFact(db: Db, name: string, before: string | null, after: string): boolean {
  if (fact(db, name) !== before) return false;
  setFact(db, name, after);
  return true;
}

/** Everything that the schema has, but for its own version. */
function emptyAll(db: Db): void {
  const rows = db.all(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'comment_grams_%' AND name <> 'schema_migrations'",
  );
  for (const row of rows) db.exec(`DELETE FROM ${text(row, 'name')}`);
  db.exec('DELETE FROM sqlite_sequence');
}

/** Batches that are stored in one transaction: each writes the same pages of the indexes anew. */
async function* groupsOf(batches: AsyncIterable<BackupBatch>): AsyncGenerator<BackupBatch[]> {
  let group: BackupBatch[] = [];
  let size = 0;
  for await (const batch of batches) {
    group.push(batch);
    // What comes in small batches is large.
    size += Math.max(batch.data.length, RECORDS_AT_ONCE / batchSizeOf(batch.kind));
    if (size < RECORDS_AT_ONCE) continue;
    yield group;
    [group, size] = [[], 0];
  }
  if (group.length > 0) yield group;
}

/** See the port. @param file of the latest schema. */
export async function restoreAll(file: string, batches: AsyncIterable<BackupBatch>): Promise<void> {
  const db = openDatabase(file, 'write');
  const mark = randomUUID();

  /** One transaction, as long as no other restore has begun meanwhile. */
  function transaction(work: () => void): void {
    db.exec('BEGIN IMMEDIATE');
    try {
      if (fact(db, RESTORE_MARK) !== mark) throw new RestoreDisturbed('another restore has begun');
      work();
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }

  try {
    // Until the last step the mark says that nothing of it counts: the disk need not be waited for.
    setFact(db, RESTORE_MARK, mark);
    db.exec('PRAGMA synchronous=NORMAL; PRAGMA secure_delete=OFF; PRAGMA cache_size=-48000; PRAGMA wal_autocheckpoint=20000');
    transaction(() => {
      emptyAll(db);
      setFact(db, RESTORE_MARK, mark);
    });
    const tables = backupTables();
    for await (const group of groupsOf(batches)) {
      transaction(() => {
        for (const { kind, data } of group) {
          // Kind, records and table belong to each other.
          const table = tables[kind] as BackupTable<BackupKind>;
          table.write(db, data);
        }
      });
      await othersFirst();
    }
    let threads: string[] = [];
    transaction(() => {
      threads = repair(db);
    });
    for (let i = 0; i < threads.length; i += THREADS_AT_ONCE) {
      transaction(() => {
        for (const id of threads.slice(i, i + THREADS_AT_ONCE)) recount(db, id);
      });
      await othersFirst();
    }
    db.exec('PRAGMA synchronous=FULL');
    transaction(() => db.run('DELETE FROM facts WHERE name = $name', { name: RESTORE_MARK }));
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}
