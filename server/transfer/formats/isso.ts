/**
 * Isso: its SQLite file of any schema, or the JSON that its own importer takes (pages with their comments, without answers).
 * Neither names a host. The table `preferences` and what is known of who voted are not read.
 */
import { type DatabaseRow, hasTables, openDatabase } from '../input/database-rows.ts';
import { headOf } from '../input/entry-head.ts';
import { isRecord } from '../input/json-text.ts';
import { readJson } from '../input/json-values.ts';
import type { Place } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { readCount, readList, readRecord, readText } from './field-values.ts';
import type { ImportFormat, SourceComment, SourceItem, SourcePage, SourceState } from './format.ts';
import { fieldNames, placesIn } from './json-rows.ts';

const TABLES = { threads: ['id', 'uri'], comments: ['tid', 'id', 'parent', 'created', 'mode', 'text'] };
const COLUMNS = [...TABLES.comments, 'modified', 'author', 'email', 'website', 'likes', 'dislikes'];

/** The states in the column `mode`; any other one waits. */
const STATES: ReadonlyMap<string, SourceState> = new Map([
  ['', 'published'],
  ['1', 'published'],
  ['2', 'pending'],
  ['4', 'deleted'],
]);

export const isso: ImportFormat = {
  name: 'isso',
  source: 'isso',
  recognises(sample) {
    const { entries, json, text } = sample;
    if (json === null) return hasTables(entries, text, TABLES);
    const names = fieldNames(sample);
    const isList = json.form === 'array' && ['id', 'comments', 'text'].every((name) => names.has(name));
    return isList && (names.has('remote_addr') || names.has('created'));
  },
  async *read(entries) {
    for (const entry of entries) {
      const place = placesIn(entries, entry);
      if (/^\s*\[/.test(headOf(entry))) yield* readPages(entry, place);
      else yield* readTables(entry, place);
    }
  },
};

function* readTables(entry: SourceEntry, place: (line: number) => Place): Generator<SourceItem> {
  const database = openDatabase(entry);
  try {
    const pages = new Map<string, SourcePage>();
    for (const { id, uri, title } of database.rows('threads', ['id', 'uri', 'title']))
      pages.set(readText(id), { address: readText(uri), title: readText(title) });
    let number = 0;
    for (const row of database.rows('comments', COLUMNS)) yield rowOf(row, pages, place(++number));
  } finally {
    database.close();
  }
}

function rowOf(row: DatabaseRow, pages: ReadonlyMap<string, SourcePage>, at: Place): SourceComment {
  const state = STATES.get(readText(row.mode)) ?? 'pending';
  const isDeleted = state === 'deleted';
  return {
    type: 'comment',
    at,
    id: readText(row.id),
    page: pages.get(readText(row.tid)) ?? { address: '' },
    parentId: readText(row.parent),
    author: isDeleted ? null : { name: readText(row.author), email: readText(row.email), url: readText(row.website) },
    text: { markup: 'markdown', text: isDeleted ? '' : readText(row.text) },
    createdAt: row.created,
    editedAt: row.modified,
    state,
    votes: { up: readCount(row.likes), down: readCount(row.dislikes) },
  };
}

async function* readPages(entry: SourceEntry, place: (line: number) => Place): AsyncGenerator<SourceItem> {
  for await (const values of readJson(entry.path))
    for (const { isRecord: isIn, value, line } of values) {
      if (!isIn || !isRecord(value)) continue;
      const page = { address: readText(value.id), title: decodedTitle(readText(value.title)) };
      for (const [number, comment] of readList(value.comments).map(readRecord).entries())
        yield {
          type: 'comment',
          at: place(line),
          id: readText(comment.id ?? number),
          isIdOfPage: true,
          page,
          author: { name: readText(comment.author), email: readText(comment.email), url: readText(comment.website) },
          text: { markup: 'markdown', text: readText(comment.text) },
          createdAt: comment.created,
          state: 'published',
        };
    }
}

/** Titles come as in a query, with `+` for blanks, where a program has written them so. */
function decodedTitle(title: string): string {
  if (/\s/.test(title) || !/%[\da-f]{2}|[^+]\+[^+]/i.test(title)) return title;
  try {
    return decodeURIComponent(title.replaceAll('+', ' '));
  } catch {
    return title;
  }
}
