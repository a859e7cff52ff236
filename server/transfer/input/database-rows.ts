/** Tables of a SQLite file, read-only. Columns that nobody asks for are not read: they hold secrets. */
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { types } from 'node:util';
import { NotImportable } from './not-importable.ts';
import type { SourceEntry } from './source-entry.ts';

/** The beginning of every SQLite file, as text. */
const MAGIC = 'SQLite format 3\0';
/** Does a file that begins so hold a SQLite database? @param text its beginning, bytes taken as Latin-1. */
export const isDatabase = (text: string): boolean => text.startsWith(MAGIC);

/** `sqlite3_errcode` of a file that is none. */
const NOT_A_DATABASE = 26;
/** A longer value is none of a comment's, bytes: it is not read. */
const LONGEST_VALUE = 16 * 1024 * 1024;

/** A row; whole numbers are `bigint`. A column that the table does not have is left out. */
export type DatabaseRow = Readonly<Record<string, SQLOutputValue>>;

/** An open file. */
export interface Database {
  /** Its tables with their columns. @throws NotImportable `damaged`, `not-a-database`. */
  tables(): Map<string, string[]>;
  /** @throws NotImportable `damaged`. */
  rows(table: string, columns: readonly string[]): Generator<DatabaseRow>;
  close(): void;
}

/**
 * Does nothing where it is no database, or one that can be opened.
 * @param text the beginning of the first file.
 * @throws NotImportable `not-a-database`, `damaged`.
 */
export function checkDatabase(entries: readonly SourceEntry[], text: string): void {
  const [entry] = entries;
  if (entry === undefined || !isDatabase(text)) return;
  const database = guarded(() => open(entry));
  try {
    guarded(() => database.prepare('SELECT name FROM sqlite_master').all());
  } finally {
    database.close();
  }
}

/**
 * Is it a database with these tables, of these columns at least? Never throws.
 * @param text the beginning of the first file.
 */
export function hasTables(entries: readonly SourceEntry[], text: string, tables: Readonly<Record<string, readonly string[]>>): boolean {
  const [entry] = entries;
  if (entry === undefined || !isDatabase(text)) return false;
  let database: DatabaseSync | null = null;
  try {
    const opened = open(entry);
    database = opened;
    return Object.entries(tables).every(([table, columns]) => {
      const there = columnsOf(opened, table);
      return columns.every((column) => there.includes(column));
    });
  } catch {
    return false;
  } finally {
    database?.close();
  }
}

/** @throws NotImportable `not-a-database`, `damaged`. */
export function openDatabase(entry: SourceEntry): Database {
  const database = guarded(() => open(entry));
  return {
    tables: () => guarded(() => new Map(tableNames(database).map((table) => [table, columnsOf(database, table)]))),
    *rows(table, columns) {
      const rows = guarded(() => {
        const there = columnsOf(database, table);
        const names = columns
          .filter((column) => there.includes(column))
          .map((column) => `CASE WHEN octet_length("${column}") <= ${LONGEST_VALUE} THEN "${column}" END AS "${column}"`);
        if (names.length === 0) return null;
        const statement = database.prepare(`SELECT ${names.join(', ')} FROM "${table}"`);
        statement.setReadBigInts(true);
        return statement.iterate();
      });
      if (rows === null) return;
      for (let next = guarded(() => rows.next()); next.done !== true; next = guarded(() => rows.next())) yield next.value;
    },
    close: () => database.close(),
  };
}

function open(entry: SourceEntry): DatabaseSync {
  const database = new DatabaseSync(entry.path, { readOnly: true });
  try {
    // The file is from outside: what its schema calls is not trusted.
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function tableNames(database: DatabaseSync): string[] {
  return database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'")
    .all()
    .map(({ name }) => String(name));
}

/** The columns of a table; none when there is no such table, or it is none with rows of its own. */
function columnsOf(database: DatabaseSync, table: string): string[] {
  const found = database.prepare("SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = ? AND sql LIKE 'CREATE TABLE%'");
  if (found.get(table) === undefined) return [];
  return database
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => String(name));
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotImportable) throw error;
    const code = types.isNativeError(error) && 'errcode' in error ? error.errcode : 0;
    throw new NotImportable(code === NOT_A_DATABASE ? 'not-a-database' : 'damaged', { detail: 'SQLite' });
  }
}
