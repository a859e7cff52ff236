import type { ChangeNote } from '../../domain/events.ts';
import { errorCode } from '../../ops/error-code.ts';
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
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
  /** Gives rows one by one until `take` wants no more: the rest is not read. */
  each(sql: string, params: Params, take: (row: Row) => boolean): void;
  /** Gives rows as they are asked for. The same statement is not to be begun again before it has ended. */
  iterate(sql: string): Iterable<Row>;
  exec(sql: string): void;
  close(): void;
}

/** A connection in the hands of a write, with what it has changed so far. */
export type WriteDb = Db & { written?: ChangeNote[] };

/** How long a connection waits for another process that writes, ms. */
const BUSY_TIMEOUT = 5_000;

interface Prepared {
  statement: StatementSync;
  /** The names of the parameters by their numbers. */
  names: readonly string[];
}

/**
 * `$name` as `?1`: SQLite looks a name up among all names of the statement, which for a row of forty columns takes
 * longer than to store it.
 */
function numberParams(sql: string): { numbered: string; names: string[] } {
  const names: string[] = [];
  const numbered = sql.replace(/\$(\w+)/g, (_, name: string) => {
    if (!names.includes(name)) names.push(name);
    return `?${names.indexOf(name) + 1}`;
  });
  return { numbered, names };
}

/** @throws Error for a parameter that has no value: it must not become NULL. */
function valuesOf(names: readonly string[], params: Params): SQLInputValue[] {
  return names.map((name) => {
    const value = params[name];
    if (value === undefined) throw new Error(`the parameter ${name} has no value`);
    return value;
  });
}

/** What every store has; other programs may have one or two of the same name, not all. */
const MARKS = ['schema_migrations', 'sites', 'threads', 'comments', 'readers'];

/**
 * Is there a store in this file? An empty file and a database of another program are none; what cannot be read counts
 * as one, so that opening it reports why.
 */
export function hasSqliteStore(file: string): boolean {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return false;
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT });
    try {
      const there = new Set(
        database
          .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
          .all()
          .map(({ name }) => name),
      );
      return MARKS.every((name) => there.has(name));
    } finally {
      database.close();
    }
  } catch {
    return true;
  }
}

/** Makes the file, and the two that SQLite puts beside it, its owner's alone. A database in memory has none. */
function keepPrivate(file: string): void {
  if (file === ':memory:') return;
  try {
    // Only where there is none: closing a file gives up all locks that this process has on it.
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  for (const each of [file, `${file}-wal`, `${file}-shm`]) {
    const mode = statSync(each, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & 0o077) === 0) continue;
    try {
      chmodSync(each, 0o600);
    } catch (error) {
      // Another user owns the file and decides about its mode; this one may write it all the same.
      if (errorCode(error) !== 'EPERM') throw error;
    }
  }
}

/**
 * Opens the file with what the promises rest on: a write-ahead log, an fsync at every commit, foreign keys.
 * @throws Error when SQLite did not take one of them.
 */
export function openDatabase(file: string, use: 'read' | 'write'): Db {
  if (use === 'write') keepPrivate(file);
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true });
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000; PRAGMA wal_autocheckpoint=2000;',
  );
  if (use === 'read') database.exec('PRAGMA query_only=ON');
  // What is erased or replaced is written over: nothing of it stays in free parts of the file.
  else database.exec('PRAGMA secure_delete=ON');
  const prepared = new Map<string, Prepared>();

  function prepare(sql: string): Prepared {
    let found = prepared.get(sql);
    if (found === undefined) {
      const { numbered, names } = numberParams(sql);
      found = { statement: database.prepare(numbered), names };
      prepared.set(sql, found);
    }
    return found;
  }

  const db: Db = {
    run(sql, params = {}) {
      const { statement, names } = prepare(sql);
      return Number(statement.run(...valuesOf(names, params)).changes);
    },
    insert(sql, params) {
      const { statement, names } = prepare(sql);
      return Number(statement.run(...valuesOf(names, params)).lastInsertRowid);
    },
    get(sql, params = {}) {
      const { statement, names } = prepare(sql);
      return statement.get(...valuesOf(names, params));
    },
    all(sql, params = {}) {
      const { statement, names } = prepare(sql);
      return statement.all(...valuesOf(names, params));
    },
    each(sql, params, take) {
      const { statement, names } = prepare(sql);
      for (const row of statement.iterate(...valuesOf(names, params))) if (!take(row)) return;
    },
    iterate: (sql) => prepare(sql).statement.iterate(),
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
