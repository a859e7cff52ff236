import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

export type Row = Record<string, unknown>;
export type Params = Record<string, SQLInputValue>;

/** A connection that prepares each statement once. */
export interface Db {
  run(sql: string, params?: Params): number;
  /** Inserts one row; gives its number. */
  insert(sql: string, params: Params): number;
  get(sql: string, params?: Params): Row | undefined;
  all(sql: string, params?: Params): Row[];
  exec(sql: string): void;
  close(): void;
}

/** How long a connection waits for another process that writes, ms. */
const BUSY_TIMEOUT = 5_000;

/**
 * Opens the file with what the promises rest on: a write-ahead log, an fsync at every commit, foreign keys.
 * @throws Error when SQLite did not take one of them.
 */
export function openDatabase(file: string, use: 'read' | 'write'): Db {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000; PRAGMA wal_autocheckpoint=8000;',
  );
  if (use === 'read') database.exec('PRAGMA query_only=ON');
  const prepared = new Map<string, StatementSync>();

  function statement(sql: string): StatementSync {
    let found = prepared.get(sql);
    if (found === undefined) {
      found = database.prepare(sql);
      prepared.set(sql, found);
    }
    return found;
  }

  const db: Db = {
    run: (sql, params = {}) => Number(statement(sql).run(params).changes),
    insert: (sql, params) => Number(statement(sql).run(params).lastInsertRowid),
    get: (sql, params = {}) => statement(sql).get(params),
    all: (sql, params = {}) => statement(sql).all(params),
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
  };
  for (const [pragma, wanted] of [
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
  ] as const) {
    const value = Object.values(db.get(`PRAGMA ${pragma}`) ?? {})[0];
    if (value !== wanted) throw new Error(`SQLite has ${pragma}=${String(value)} instead of ${wanted}`);
  }
  return db;
}
