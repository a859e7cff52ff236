/**
 * The database of a Twikoo server of one's own (LokiJS): `db.json` names the collections, and the rows of the first one are in
 * `db.json.0` beside it, those of the second in `db.json.1`. The settings, with the hash of the password, are such a file too:
 * only the one with the comments is opened.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readHead } from '../input/expand-files.ts';
import { readJson } from '../input/json-values.ts';
import { NotImportable } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';

/** The rows of a collection where they stand in the database itself. */
export const INLINE_ROWS = 'collections[].data';
const COMMENTS = 'comment';
/** A file beside the database with the rows of a collection. */
const PART = /\.json\.(\d+)$/;
const DATABASE = /"collections"\s*:\s*\[\s*\{\s*"name"\s*:/;

/** Does a text begin as such a database? */
export function isLokiDatabase(text: string): boolean {
  return text.trimStart().startsWith('{') && DATABASE.test(text);
}

/** A file with comments; the database itself where the rows stand in it. */
export interface TwikooFile {
  entry: SourceEntry;
  isDatabase: boolean;
}

/**
 * Which of the files have comments.
 * @throws NotImportable `no-file` when the file with the rows is not beside its database.
 */
export async function twikooFiles(entries: readonly SourceEntry[]): Promise<TwikooFile[]> {
  const databases = new Map<SourceEntry, SourceEntry | null>();
  for (const entry of entries) {
    if (PART.test(entry.name)) continue;
    const text = (await readHead(entry.path)).toString('utf8');
    if (isLokiDatabase(text)) databases.set(entry, await partOf(entry, entries));
  }
  const parts = new Set([...databases.keys()].map(({ name }) => name));
  return entries.flatMap((entry): TwikooFile[] => {
    const part = databases.get(entry);
    if (part !== undefined) return [part === null ? { entry, isDatabase: true } : { entry: part, isDatabase: false }];
    const isOther = parts.has(entry.name.replace(/\.\d+$/, '')) || (entries.length > 1 && (PART.exec(entry.name)?.[1] ?? '0') !== '0');
    return isOther ? [] : [{ entry, isDatabase: false }];
  });
}

/** The file with the rows of the comments; null when they are in the database itself. */
async function partOf(database: SourceEntry, entries: readonly SourceEntry[]): Promise<SourceEntry | null> {
  const { index, hasRows, hadRows } = await commentsIn(database);
  if (hasRows || index === -1) return null;
  const name = `${database.name}.${index}`;
  const unpacked = entries.find((entry) => entry.name === name);
  if (unpacked !== undefined) return unpacked;
  const path = database.given === null ? null : `${database.given}.${index}`;
  const found = path === null ? null : await stat(path).catch(() => null);
  if (path !== null && found !== null) return { name, path, given: path, size: found.size };
  if (hadRows) throw new NotImportable('no-file', { detail: basename(name) });
  return null;
}

/** Where in the database the collection of comments is, and whether its rows are with it. */
async function commentsIn(database: SourceEntry): Promise<{ index: number; hasRows: boolean; hadRows: boolean }> {
  let at = -1;
  let index = -1;
  let hasRows = false;
  let hadRows = false;
  for await (const values of readJson(database.path, (path) => path === INLINE_ROWS)) {
    for (const { path, value } of values) {
      if (path === 'collections[].name') {
        at++;
        if (value === COMMENTS) index = at;
      }
      if (index !== at || index === -1) continue;
      if (path === INLINE_ROWS) hasRows = true;
      if (path === 'collections[].maxId' && value !== 0) hadRows = true;
    }
  }
  return { index, hasRows, hadRows };
}

/** The rows of the comments in the database itself, with their lines. */
export async function* readInlineRows(database: SourceEntry): AsyncGenerator<{ value: unknown; line: number }[]> {
  let isComments = false;
  for await (const values of readJson(database.path, (path) => path === INLINE_ROWS)) {
    const rows: { value: unknown; line: number }[] = [];
    for (const { path, value, line } of values) {
      if (path === 'collections[].name') isComments = value === COMMENTS;
      else if (path === INLINE_ROWS && isComments) rows.push({ value, line });
    }
    if (rows.length > 0) yield rows;
  }
}
