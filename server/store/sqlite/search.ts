import { foldText, queryGrams } from '../../domain/text.ts';
import type { Comment, CommentStatus, Ms, SiteId } from '../../domain/types.ts';
import type { Cut, Slice } from '../port.ts';
import { pageOf } from './comment-lists.ts';
import type { Db, Params } from './database.ts';

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

/** Comments that hold the text: found by their grams, confirmed by comparing. */
export function holding(query: string): Condition | null {
  const folded = foldText(query);
  if (folded === '') return null;
  const confirm = 'instr(folded, $text) > 0';
  const grams = queryGrams(folded);
  if (grams.length === 0) return { sql: confirm, params: { text: folded } };
  // Each gram in quotes is one term; grams hold letters and digits alone.
  const match = grams.map((gram) => `"${gram}"`).join(' AND ');
  return { sql: `n IN (SELECT rowid FROM comment_grams WHERE comment_grams MATCH $match) AND ${confirm}`, params: { match, text: folded } };
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

/** See the port. */
export function search(db: Db, q: SearchQuery): Slice<Comment> {
  const is = (column: string, value: string | undefined): Condition | null =>
    value === undefined ? null : { sql: `${column} = $${column}`, params: { [column]: value } };
  const { sql, params } = allOf([
    among('site_id', q.siteIds),
    is('status', q.status),
    is('reader_id', q.readerId),
    is('thread_id', q.threadId),
    q.from === undefined ? null : { sql: 'created_at >= $from', params: { from: q.from } },
    q.to === undefined ? null : { sql: 'created_at < $to', params: { to: q.to } },
    q.text === undefined ? null : holding(q.text),
  ]);
  return pageOf(db, 'search', { where: sql, params, column: 'created_at', direction: 'DESC' }, q);
}
