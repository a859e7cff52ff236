import { encodeCursor } from '../../domain/cursor.ts';
import { foldText, queryGrams } from '../../domain/text.ts';
import type { Comment, CommentStatus, Ms, SiteId } from '../../domain/types.ts';
import type { CommentStore } from '../port-comments.ts';
import type { Cut, Slice } from '../port-types.ts';
import { placeOf, sliced, walk } from './comment-lists.ts';
import type { Db, Params } from './database.ts';
import { commentOf } from './rows.ts';

/** A condition with its parameters. */
export interface Condition {
  sql: string;
  params: Params;
}

/** `column IN (…)` of a list of texts; null = all. */
export function among(column: string, values: readonly string[] | null): Condition | null {
  if (values === null) return null;
  if (values.length === 1 && values[0] !== undefined) return { sql: `${column} = $${column}`, params: { [column]: values[0] } };
  return { sql: `${column} IN (SELECT value FROM json_each($${column}))`, params: { [column]: JSON.stringify(values) } };
}

/**
 * The sites of a list, each to be walked along its own index: a walk over several at once would read and
 * sort all that they have. null = all sites, in one walk.
 * @param isNarrow something else of the list begins a narrower index: the sites are only compared.
 */
export function sitesApart(siteIds: readonly string[] | null, isNarrow: boolean): (Condition | null)[] {
  // A plus keeps SQLite from taking the index of the site.
  if (isNarrow)
    return [
      siteIds === null ? null : { sql: '+site_id IN (SELECT value FROM json_each($sites))', params: { sites: JSON.stringify(siteIds) } },
    ];
  return siteIds === null ? [null] : [...new Set(siteIds)].map((siteId) => ({ sql: 'site_id = $site_id', params: { site_id: siteId } }));
}

/** Puts walks of one order together, each read to the limit. */
export function merged<T>(walks: readonly T[][], order: (one: T, other: T) => number, limit: number): T[] {
  const [first = [], ...more] = walks;
  return more.length === 0 ? first : walks.flat().sort(order).slice(0, limit);
}

/** What finds a text by its grams; null when it has none that are kept. */
function matchOf(folded: string): string | null {
  // Of the single characters only Han ones are kept apart from the pairs that they stand in.
  const grams = queryGrams(folded).filter((gram) => [...gram].length === 2 || /\p{Script=Han}/u.test(gram));
  // Each gram in quotes is one term; grams hold letters and digits alone.
  return grams.length === 0 ? null : grams.map((gram) => `"${gram}"`).join(' AND ');
}

/**
 * Comments that hold the text: found by their grams, confirmed by comparing.
 * @param isRare the grams begin the look-up; else the list is walked in its order and the grams are asked for each.
 */
export function holding(query: string, isRare = false): Condition | null {
  const folded = foldText(query);
  if (folded === '') return null;
  const confirm = '(instr(folded, $text) > 0 OR instr(reported_folded, $text) > 0)';
  const match = matchOf(folded);
  if (match === null) return { sql: confirm, params: { text: folded } };
  const found = `${isRare ? '' : '+'}n IN (SELECT rowid FROM comment_grams WHERE comment_grams MATCH $match)`;
  return { sql: `${found} AND ${confirm}`, params: { match, text: folded } };
}

/** Up to so many comments are read and sorted; of more one is never far away in the order of the list. */
const FEW = 2_000;

function isRare(db: Db, query: string): boolean {
  const match = matchOf(foldText(query));
  if (match === null) return false;
  const sql = 'SELECT count(*) AS count FROM (SELECT 1 FROM comment_grams WHERE comment_grams MATCH $match LIMIT $few)';
  return Number(db.get(sql, { match, few: FEW })?.count) < FEW;
}

/** Puts conditions together; all must hold. */
export function allOf(conditions: readonly (Condition | null)[]): Condition {
  const held = conditions.filter((one) => one !== null);
  return {
    sql: held.length === 0 ? '1' : held.map(({ sql }) => sql).join(' AND '),
    params: Object.assign({}, ...held.map(({ params }) => params)),
  };
}

export interface SearchQuery extends Cut {
  siteIds: SiteId[] | null;
  text?: string;
  status?: CommentStatus;
  readerId?: string;
  threadId?: string;
  from?: Ms;
  to?: Ms;
}

/** When the comments were made. */
function spanOf({ from, to }: { from?: Ms | undefined; to?: Ms | undefined }): Condition[] {
  return [
    ...(from === undefined ? [] : [{ sql: 'created_at >= $from', params: { from } }]),
    ...(to === undefined ? [] : [{ sql: 'created_at < $to', params: { to } }]),
  ];
}

/** See the port. */
export function search(db: Db, q: SearchQuery): Slice<Comment> {
  const is = (column: string, value: string | undefined): Condition | null =>
    value === undefined ? null : { sql: `${column} = $${column}`, params: { [column]: value } };
  const isFew = q.text !== undefined && isRare(db, q.text);
  const rest = [
    is('status', q.status),
    is('reader_id', q.readerId),
    is('thread_id', q.threadId),
    ...spanOf(q),
    q.text === undefined ? null : holding(q.text, isFew),
  ];
  const after = placeOf('search', q);
  const walks = sitesApart(q.siteIds, isFew || q.readerId !== undefined || q.threadId !== undefined).map((site) => {
    const { sql, params } = allOf([site, ...rest]);
    return walk(db, { where: sql, params, column: 'created_at', direction: 'DESC' }, after, q.limit + 1).map(commentOf);
  });
  const newest = (one: Comment, other: Comment): number => other.createdAt - one.createdAt || (one.id < other.id ? 1 : -1);
  return sliced(merged(walks, newest, q.limit + 1), q.limit, (last) => encodeCursor('search', [last.createdAt, last.id]));
}

/** See the port. */
export function walkComments(db: Db, q: Parameters<CommentStore['walk']>[0]): Slice<Comment> {
  const { siteId, threadId } = q;
  const of =
    threadId === undefined
      ? { sql: 'site_id = $siteId', params: { siteId } }
      : { sql: 'thread_id = $threadId AND +site_id = $siteId', params: { threadId, siteId } };
  const { sql, params } = allOf([of, ...spanOf(q)]);
  const rows = walk(db, { where: sql, params, column: 'created_at', direction: 'ASC' }, placeOf('walk', q), q.limit + 1);
  return sliced(rows.map(commentOf), q.limit, (last) => encodeCursor('walk', [last.createdAt, last.id]));
}
