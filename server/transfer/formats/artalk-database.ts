/** The SQLite database of an Artalk server: comments, and the pages, people and sites that they belong to. */
import { type Database, openDatabase } from '../input/database-rows.ts';
import { NotImportable } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { commentOfArtalk, pageOfArtalk } from './artalk-comment.ts';
import { readFlag, readText } from './field-values.ts';
import type { Sample, SourceItem } from './format.ts';
import { placesIn } from './json-rows.ts';

/** The names of the tables; a setting of that server puts a prefix before all of them. */
const COMMENTS = /^(\w*)comments$/;
/** What no other system's table of comments has. */
const OWN_COLUMNS = ['id', 'content', 'page_key', 'site_name', 'user_id', 'rid'] as const;
/** The columns of people that are read, and no others: the table has password hashes too. */
const USER_COLUMNS = ['id', 'name', 'email', 'link', 'badge_name', 'is_admin'] as const;
const PAGE_COLUMNS = ['key', 'site_name', 'title', 'admin_only'] as const;
const SITE_COLUMNS = ['name', 'urls'] as const;

/** The columns of comments that are read: the table has addresses of networks too. */
const COMMENT_COLUMNS = [
  ...OWN_COLUMNS,
  ...['root_id', 'created_at', 'date', 'deleted_at', 'is_pending', 'vote_up', 'vote_down', 'is_pinned'],
] as const;

/** Is it a database with the tables of Artalk? One that is damaged is known by the words that made the tables. */
export function isArtalkDatabase({ entries: [entry], text }: Sample): boolean {
  if (entry === undefined) return false;
  let database: Database | undefined;
  try {
    database = openDatabase(entry);
    return prefixOf(database) !== null;
  } catch {
    return OWN_COLUMNS.every((column) => text.includes(column));
  } finally {
    database?.close();
  }
}

/**
 * The comments, and the pages that are closed.
 * @throws NotImportable `damaged`, and `not-a-database` for one of another program.
 */
export async function* readArtalkDatabase(entries: readonly SourceEntry[], entry: SourceEntry): AsyncGenerator<SourceItem> {
  const database = openDatabase(entry);
  try {
    const prefix = prefixOf(database);
    if (prefix === null) throw new NotImportable('not-a-database', { detail: entry.name });
    yield* itemsOf(database, prefix, placesIn(entries, entry));
  } finally {
    database.close();
  }
}

/** What stands before the names of the tables; null when it is the database of another program. */
function prefixOf(database: Database): string | null {
  for (const [table, columns] of database.tables()) {
    const prefix = COMMENTS.exec(table)?.[1];
    if (prefix !== undefined && OWN_COLUMNS.every((column) => columns.includes(column))) return prefix;
  }
  return null;
}

/** A page is known by its key and its site: two sites may have the same path. */
const pageId = (siteName: unknown, key: unknown): string => JSON.stringify([readText(siteName), readText(key)]);

function* itemsOf(database: Database, prefix: string, at: ReturnType<typeof placesIn>): Generator<SourceItem> {
  const users = new Map([...database.rows(`${prefix}users`, USER_COLUMNS)].map((row) => [readText(row.id), row]));
  const pages = new Map([...database.rows(`${prefix}pages`, PAGE_COLUMNS)].map((row) => [pageId(row.site_name, row.key), row]));
  const urls = new Map([...database.rows(`${prefix}sites`, SITE_COLUMNS)].map((row) => [readText(row.name), row.urls]));
  for (const { key, site_name: siteName, title, admin_only: isClosed } of pages.values()) {
    const page = pageOfArtalk({ page_key: key, page_title: title, site_urls: urls.get(readText(siteName)) });
    if (readFlag(isClosed)) yield { type: 'page', page, isClosed: true };
  }
  let line = 0;
  for (const row of database.rows(`${prefix}comments`, COMMENT_COLUMNS)) {
    line++;
    const { name: nick, ...user } = users.get(readText(row.user_id)) ?? {};
    const page = pages.get(pageId(row.site_name, row.page_key));
    const joined = { ...user, nick, page_title: page?.title, site_urls: urls.get(readText(row.site_name)), ...row };
    yield commentOfArtalk({ at: at(line), value: joined });
  }
}
