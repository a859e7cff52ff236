/** What has to be known of a Valine or Waline file before its comments are read. */
import type { SourceEntry } from '../input/source-entry.ts';
import { readId, readReference } from './field-values.ts';
import type { SourceAuthor } from './format.ts';
import { withoutLeadingMention } from './leading-mention.ts';
import { readTables, type TableRow } from './leancloud-rows.ts';
import { sourceAuthor } from './source-author.ts';

/** The people by id, and the comments that texts point to. */
export interface Surroundings {
  users: ReadonlyMap<string, SourceAuthor>;
  /** Ids of comments in the file that a text without a direct parent points to. */
  mentioned: ReadonlySet<string>;
}

/** The id of a row: each store of Waline has its own name for it. */
export function idOfRow({ value }: TableRow): string {
  return readId(value.objectId) || readId(value._id) || readId(value.id);
}

/** Reads the people, and which of the comments that only a link points to are there. */
export async function readSurroundings(entries: readonly SourceEntry[]): Promise<Surroundings> {
  const users = new Map<string, SourceAuthor>();
  const targets = new Set<string>();
  await eachRow(entries, (row) => {
    if (row.table === 'users') users.set(idOfRow(row), userOf(row));
    else addTarget(targets, row);
  });
  const mentioned = new Set<string>();
  if (targets.size === 0) return { users, mentioned };
  await eachRow(entries, (row) => {
    const id = idOfRow(row);
    if (row.table === 'comments' && targets.has(id)) mentioned.add(id);
  });
  return { users, mentioned };
}

async function eachRow(entries: readonly SourceEntry[], take: (row: TableRow) => void): Promise<void> {
  for await (const rows of readTables(entries)) for (const row of rows) if (row.type === 'row') take(row);
}

function addTarget(targets: Set<string>, { value }: TableRow): void {
  if (readReference(value.pid) !== null || typeof value.comment !== 'string') return;
  const { target } = withoutLeadingMention(value.comment);
  if (target !== null) targets.add(target);
}

/** Only what is named here is taken: these rows have password hashes and seeds of one-time passwords too. */
function userOf(row: TableRow): SourceAuthor {
  const { display_name: name, email, url, avatar, type } = row.value;
  return sourceAuthor({ id: idOfRow(row), name, email, url, avatar, isOwner: type === 'administrator' });
}
