/**
 * Comments of Valine and of Waline, which are rows of the same table with more columns as the years went by. Old rows have
 * `rid` alone, HTML and `isSpam`; newer ones `pid`, Markdown and `status`.
 */
import { isRecord } from '../input/json-text.ts';
import { NotImportable } from '../input/not-importable.ts';
import { readTime } from '../input/read-time.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { readFirstText, readFlag, readOptionalText, readReference, readText, votesOfScore } from './field-values.ts';
import type { SourceAuthor, SourceComment, SourceItem, SourcePage, SourceState } from './format.ts';
import { withoutLeadingMention } from './leading-mention.ts';
import { idOfRow, readSurroundings, type Surroundings } from './leancloud-people.ts';
import { readTables, type TableRow } from './leancloud-rows.ts';
import { sourceAuthor } from './source-author.ts';
import { htmlOrMarkdownText } from './text-markup.ts';

/** Where both systems keep their comments: a comment that came by one format is known by the other. */
export const LEANCLOUD_SOURCE = 'leancloud';

/** A host before a path, without its scheme. */
const HOST_AND_PATH = /^(?:(?:[\w-]+\.)+[a-z]{2,}|localhost)(?::\d+)?\//i;
const HAS_NO_ZONE = /^\d{4}-\d\d-\d\d[ T][\d:.]+$/;

/**
 * The comments in any of the forms of these files.
 * @throws NotImportable as reading JSON and CSV do, and `page-counts`.
 */
export async function* readLeancloudComments(entries: readonly SourceEntry[]): AsyncGenerator<SourceItem> {
  const surroundings = await readSurroundings(entries);
  let hasCounts = false;
  let hasComments = false;
  for await (const rows of readTables(entries)) {
    for (const row of rows) {
      if (row.type !== 'row') yield row;
      else if (row.table === 'comments') {
        if (isPageCount(row)) hasCounts = true;
        else {
          hasComments = true;
          yield* commentsOf(row, surroundings, null);
        }
      }
    }
  }
  if (hasCounts && !hasComments) throw new NotImportable('page-counts');
}

/** Is it a row of the table that counts how often a page was seen? */
function isPageCount({ value }: TableRow): boolean {
  return !hasText(value) && value.time !== undefined;
}

const hasText = ({ comment, orig }: TableRow['value']): boolean => comment !== undefined || orig !== undefined;

/** Answers in each other that are read: the API puts all of a conversation into its first comment. */
const DEEPEST = 50;

/** A row, and the answers that the API puts into it. */
function* commentsOf(row: TableRow, surroundings: Surroundings, above: SourcePage | null, depth = 0): Generator<SourceItem> {
  const { value, at } = row;
  if (!hasText(value) && value.nick === undefined) {
    yield { type: 'unreadable', at };
    return;
  }
  const page = pageOf(row) ?? above ?? { address: '' };
  yield commentOf(row, surroundings, page);
  const children: readonly unknown[] = Array.isArray(value.children) && depth < DEEPEST ? value.children : [];
  for (const child of children) if (isRecord(child)) yield* commentsOf({ ...row, value: child }, surroundings, page, depth + 1);
}

function pageOf({ value }: TableRow): SourcePage | null {
  const address = readFirstText(value.url, value.path);
  if (address === undefined) return null;
  return { address: HOST_AND_PATH.test(address) ? `https://${address}` : address };
}

function commentOf(row: TableRow, { users, mentioned }: Surroundings, page: SourcePage): SourceComment {
  const { value, at, isUtc } = row;
  // The API gives HTML in `comment`, and what was written in `orig`.
  const { text, target } = withoutLeadingMention(readText(value.orig) || readText(value.comment));
  const rootId = readReference(value.rid);
  const pointed = target !== null && mentioned.has(target) ? target : null;
  return {
    type: 'comment',
    at,
    id: idOfRow(row),
    page,
    parentId: readReference(value.pid) ?? pointed ?? rootId,
    rootId,
    author: authorOf(row, users),
    text: htmlOrMarkdownText(text),
    createdAt: timeOf([value.insertedAt, value.createdAt, value.time], isUtc),
    state: stateOf(row),
    votes: votesOfScore(value.like),
    isPinned: readFlag(value.sticky) || readFlag(value.pin),
  };
}

/** What somebody with an account is called there comes before what the comment itself has. */
function authorOf({ value }: TableRow, users: Surroundings['users']): SourceAuthor {
  const id = readReference(value.user_id);
  const user = id === null ? undefined : users.get(id);
  return sourceAuthor({
    id,
    name: user?.name ?? value.nick,
    email: user?.email ?? value.mail,
    url: user?.url ?? value.link,
    avatar: user?.avatar ?? value.avatar,
    isOwner: user?.isOwner === true || value.type === 'administrator',
  });
}

function stateOf({ value }: TableRow): SourceState {
  const status = readOptionalText(value.status);
  if (status === undefined) return readFlag(value.isSpam) ? 'spam' : 'published';
  if (status === 'approved') return 'published';
  return status === 'spam' ? 'spam' : 'pending';
}

function timeOf(values: readonly unknown[], isUtc: boolean): unknown {
  // The first that can be read; where none can be, what is there is reported.
  const time = values.find((value) => readTime(value, 'UTC') !== null) ?? values[0];
  return isUtc && typeof time === 'string' && HAS_NO_ZONE.test(time) ? `${time}Z` : time;
}
