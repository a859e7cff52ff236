import type { SQLInputValue } from 'node:sqlite';
import type { BackupData, BackupKind } from '../port-backup.ts';
import type { Db, Row } from './database.ts';
import { bytes, json, jsonOrNull, number, numberOrNull, text, textOrNull } from './rows.ts';

/** How a field of a record lies in a column. */
export interface Column<T> {
  name: string;
  read: (row: Row) => T;
  write: (value: T) => SQLInputValue;
}

/** A kind of record: the tables in which it lies, how it is read, and how it is stored. */
export interface BackupTable<K extends BackupKind> {
  tables: readonly string[];
  read: (db: Db) => Iterable<BackupData[K]>;
  write: (db: Db, records: readonly BackupData[K][]) => void;
}

/** Words of a closed set were checked where the record came from, or written by this adapter. */
export const textColumn = <T extends string = string>(name: string): Column<T> => ({
  name,
  read: (row) => text(row, name) as T,
  write: (value) => value,
});
export const textOrNullColumn = <T extends string = string>(name: string): Column<T | null> => ({
  name,
  read: (row) => textOrNull(row, name) as T | null,
  write: (value) => value,
});
export const numberColumn = (name: string): Column<number> => ({ name, read: (row) => number(row, name), write: (value) => value });
export const numberOrNullColumn = (name: string): Column<number | null> => ({
  name,
  read: (row) => numberOrNull(row, name),
  write: (value) => value,
});
export const flagColumn = (name: string): Column<boolean> => ({
  name,
  read: (row) => number(row, name) === 1,
  write: (value) => (value ? 1 : 0),
});
export const bytesColumn = (name: string): Column<Uint8Array> => ({ name, read: (row) => bytes(row, name), write: (value) => value });
export const jsonColumn = <T>(name: string): Column<T> => ({
  name,
  read: (row) => json<T>(row, name),
  write: (value) => JSON.stringify(value),
});
export const jsonOrNullColumn = <T>(name: string): Column<T | null> => ({
  name,
  read: (row) => jsonOrNull<T>(row, name),
  write: (value) => (value === null ? null : JSON.stringify(value)),
});

type Columns<R> = { readonly [F in keyof R]-?: Column<R[F]> };

/** A row as a record. */
export function recordOf<R extends object>(columns: Columns<R>, row: Row): R {
  const record: Partial<R> = {};
  for (const field in columns) record[field] = columns[field].read(row);
  // Every field has its column.
  return record as R;
}

/** Inserts a record as a row of the table. */
export function insertRecord<R extends object>(db: Db, table: string, columns: Columns<R>, record: R): void {
  const names: string[] = [];
  const params: Record<string, SQLInputValue> = {};
  for (const field in columns) {
    const { name, write } = columns[field];
    names.push(name);
    params[name] = write(record[field]);
  }
  db.run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `$${name}`).join(', ')})`, params);
}

/** The rows of a table as records, one by one. */
export function* recordsIn<R extends object>(db: Db, table: string, order: string, columns: Columns<R>): Generator<R> {
  const names: string[] = [];
  for (const field in columns) names.push(columns[field].name);
  for (const row of db.iterate(`SELECT ${names.join(', ')} FROM ${table} ORDER BY ${order}`)) yield recordOf(columns, row);
}

/** A table whose rows are the records. */
export function plainTable<K extends BackupKind>(table: string, order: string, columns: Columns<BackupData[K]>): BackupTable<K> {
  return {
    tables: [table],
    read: (db) => recordsIn<BackupData[K]>(db, table, order, columns),
    write(db, records) {
      for (const record of records) insertRecord<BackupData[K]>(db, table, columns, record);
    },
  };
}
