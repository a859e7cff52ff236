/** The files of an application at LeanCloud, or of another store of Waline: which of them have comments, which people. */
import { readHead } from '../input/expand-files.ts';
import { NotImportable } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { headerNames, readCsvRows } from './csv-rows.ts';
import type { SourceRefusal, SourceUnreadable } from './format.ts';
import { placesIn, readRows, type Row } from './json-rows.ts';

/** The lists that comments stand in: alone, LeanCloud's query, the API, the export of Waline. */
const COMMENT_LISTS = ['', 'results', 'data', 'data.data', 'data.Comment'] as const;
const USER_LIST = 'data.Users';
/** What the migration tool of Waline writes; its times are UTC and do not say so. */
const UTC_HEADER = 'id,nick,updatedAt,mail,ua,ip,status,insertedAt,createdAt,comment,pid,rid,link,url,user_id';

/** Some databases write the names of columns in lower case. */
const COLUMNS = new Map(['objectId', 'insertedAt', 'createdAt', 'updatedAt', 'isSpam'].map((name) => [name.toLowerCase(), name]));

/** The name of a column as the program spells it. */
export const columnName = (name: string): string => COLUMNS.get(name.toLowerCase()) ?? name;

/** A table of the application: its comments, its people, or something else that is not read. */
type Table = 'comments' | 'users' | 'counters' | 'other';

/** A row of one of the tables that are read. */
export interface TableRow extends Row {
  table: 'comments' | 'users';
  /** Are its times in UTC where they name no zone? */
  isUtc: boolean;
}

/** LeanCloud writes the class into the first line and into the name of the file: `Comment.0.jsonl`. */
const CLASS_LINE = /^#filetype:[^\n]*"class"\s*:\s*"(\w+)"/;
const CLASS_NAME = /(?:^|\/)(_?[A-Z]\w*)(?:\.\d+)?\.(?:jsonl?|csv)$/;

/** Does an archive have the table of comments among its files? */
export function hasCommentFile(entries: readonly SourceEntry[], ending: RegExp): boolean {
  return entries.length > 1 && entries.some(({ name }) => CLASS_NAME.exec(name)?.[1] === 'Comment' && ending.test(name));
}

function tableOf(className: string | undefined): Table | undefined {
  if (className === undefined) return undefined;
  const tables: Readonly<Record<string, Table>> = { Comment: 'comments', Users: 'users', Counter: 'counters' };
  return tables[className] ?? 'other';
}

interface TableFile {
  entry: SourceEntry;
  table: Table;
  isCsv: boolean;
  isUtc: boolean;
}

async function tableFiles(entries: readonly SourceEntry[]): Promise<TableFile[]> {
  const files: TableFile[] = [];
  const hasComments = hasCommentFile(entries, /./);
  for (const entry of entries) {
    const text = (await readHead(entry.path)).toString('utf8').replace(/^\ufeff/, '');
    const byLine = CLASS_LINE.exec(text)?.[1];
    const byName = hasComments ? (CLASS_NAME.exec(entry.name)?.[1] ?? '') : undefined;
    const isCsv = !/^\s*[[{#]/.test(text);
    const isUtc = isCsv && headerNames(text).join(',') === UTC_HEADER;
    files.push({ entry, table: tableOf(byLine ?? byName) ?? 'comments', isCsv, isUtc });
  }
  return files;
}

/**
 * The rows of comments and people, some at a time, in the order of the files.
 * @throws NotImportable as reading JSON and CSV do, `page-counts` or `unknown-format` where no class has comments.
 */
export async function* readTables(entries: readonly SourceEntry[]): AsyncGenerator<(TableRow | SourceRefusal | SourceUnreadable)[]> {
  const files = await tableFiles(entries);
  if (files.every(({ table }) => table !== 'comments'))
    throw new NotImportable(files.some(({ table }) => table === 'counters') ? 'page-counts' : 'unknown-format');
  for (const { entry, table, isCsv, isUtc } of files) {
    if (table !== 'comments' && table !== 'users') continue;
    const at = placesIn(entries, entry);
    const read = isCsv ? readCsvRows(entry, at, columnName) : readRows(entry, at, [...COMMENT_LISTS, USER_LIST]);
    for await (const rows of read) {
      yield rows.map((row) => (row.type === 'row' ? { ...row, isUtc, table: row.path === USER_LIST ? 'users' : table } : row));
    }
  }
}
