import { beyond } from '../../domain/stepped-clock.ts';
import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import { openedCase } from '../../domain/publication.ts';
import type { Comment, CommentId, StaffId } from '../../domain/types.ts';
import type { Cut, Slice } from '../port-types.ts';
import type { Effects } from '../../domain/effects.ts';
import type { ModerationStore, QueueFilter } from '../port-admin.ts';
import type { QueueSort } from '../../domain/queue-lists.ts';
import { readComment } from './comment-writes.ts';
import { caseColumns } from './comment-row.ts';
import { sliced } from './comment-lists.ts';
import type { Db, Params } from './database.ts';
import { applyEffects } from './effects.ts';
import { commentOf, text } from './rows.ts';
import { allOf, among, type Condition, holding, merged, sitesApart } from './search.ts';

function filterOf(filter: QueueFilter, sites = among('site_id', filter.siteIds)): Condition {
  const is = (column: string, value: string | number | undefined): Condition | null =>
    value === undefined ? null : { sql: `${column} = $${column}`, params: { [column]: value } };
  const listed = (column: string, prefix: string | undefined, end: string): Condition | null =>
    prefix === undefined ? null : { sql: `instr(${column}, $${column}) > 0`, params: { [column]: `\n${prefix}${end}` } };
  return allOf([
    { sql: "review_state = 'open'", params: {} },
    sites,
    is('reader_id', filter.readerId),
    is('thread_id', filter.threadId),
    is('status', filter.status),
    is('cluster', filter.cluster),
    is('escalated', filter.escalated === undefined ? undefined : Number(filter.escalated)),
    listed('review_kinds', filter.kind, '\n'),
    listed('review_reasons', filter.reason, ''),
    filter.text === undefined ? null : holding(filter.text),
  ]);
}

const ORDER: { readonly [S in QueueSort]: { by: string; after: string } } = {
  // Priority falls while time and id rise: the position is compared part by part.
  priority: {
    by: 'priority DESC, opened_at, id',
    after: '(priority < $priority OR (priority = $priority AND (opened_at, id) > ($openedAt, $id)))',
  },
  newest: { by: 'opened_at DESC, id DESC', after: '(opened_at, id) < ($openedAt, $id)' },
  oldest: { by: 'opened_at, id', after: '(opened_at, id) > ($openedAt, $id)' },
};

const IN_ORDER: { readonly [S in QueueSort]: (one: Comment, other: Comment) => number } = {
  priority: (one, other) => (other.review?.priority ?? 0) - (one.review?.priority ?? 0) || IN_ORDER.oldest(one, other),
  newest: (one, other) => IN_ORDER.oldest(other, one),
  oldest: (one, other) => (one.review?.openedAt ?? 0) - (other.review?.openedAt ?? 0) || (one.id < other.id ? -1 : 1),
};

/** See the port. */
export function queue(db: Db, q: { filter: QueueFilter; sort: QueueSort } & Cut): Slice<Comment> {
  const list = `queue:${q.sort}`;
  const key = q.cursor === undefined ? null : decodeCursor(list, q.cursor, ['number', 'number', 'string']);
  const { by, after } = ORDER[q.sort];
  const position: Params = key === null ? {} : { openedAt: Number(key[1]), id: String(key[2]) };
  if (key !== null && q.sort === 'priority') position.priority = Number(key[0]);
  const walks = sitesApart(q.filter.siteIds, q.filter.readerId !== undefined || q.filter.threadId !== undefined).map((site) => {
    const { sql, params } = filterOf(q.filter, site);
    const rows = db.all(`SELECT * FROM comments WHERE ${sql} ${key === null ? '' : `AND ${after}`} ORDER BY ${by} LIMIT $limit`, {
      ...params,
      ...position,
      limit: q.limit + 1,
    });
    return rows.map(commentOf);
  });
  const cases = merged(walks, IN_ORDER[q.sort], q.limit + 1);
  return sliced(cases, q.limit, ({ id, review }) => encodeCursor(list, [review?.priority ?? 0, review?.openedAt ?? 0, id]));
}

/** See the port. */
export function queueSize(db: Db, filter: QueueFilter, most?: number): number {
  const { sql, params } = filterOf(filter);
  // A negative limit is none.
  const row = db.get(`SELECT count(*) AS count FROM (SELECT 1 FROM comments WHERE ${sql} LIMIT $most)`, { ...params, most: most ?? -1 });
  return Number(row?.count ?? 0);
}

/** See the port. */
export function claim(db: Db, q: Parameters<ModerationStore['claim']>[0], fx: Effects): Comment[] {
  const { sql, params } = filterOf(q.filter ?? { siteIds: null });
  const named = q.ids === undefined ? '' : 'AND id IN (SELECT value FROM json_each($ids))';
  const rows = db.all(
    `UPDATE comments SET claim_by = $staffId, claim_name = $staffName, claim_until = $until WHERE id IN (
       SELECT id FROM comments WHERE ${sql} ${named} AND (claim_by IS NULL OR claim_by = $staffId OR claim_until <= $now OR claim_until > $beyond)
       ORDER BY priority DESC, opened_at, id LIMIT $limit
     ) RETURNING *`,
    {
      ...params,
      ...q.by,
      now: q.now,
      beyond: beyond(q.now, q.by.until - q.now),
      limit: q.limit,
      ...(q.ids === undefined ? {} : { ids: JSON.stringify(q.ids) }),
    },
  );
  if (rows.length > 0) applyEffects(db, fx);
  return rows.map(commentOf).sort(IN_ORDER.priority);
}

/** See the port. */
export function renew(db: Db, staffId: StaffId, ids: CommentId[], now: number, until: number): CommentId[] {
  const rows = db.all(
    `UPDATE comments SET claim_until = $until WHERE claim_by = $staffId AND claim_until > $now
       AND id IN (SELECT value FROM json_each($ids)) RETURNING id`,
    { staffId, now, until, ids: JSON.stringify(ids) },
  );
  return rows.map((row) => text(row, 'id'));
}

/** See the port. */
export function release(db: Db, staffId: StaffId, ids: CommentId[] | null): CommentId[] {
  const named = ids === null ? '' : 'AND id IN (SELECT value FROM json_each($ids))';
  const rows = db.all(
    `UPDATE comments SET claim_by = NULL, claim_name = NULL, claim_until = NULL WHERE claim_by = $staffId ${named} RETURNING id`,
    {
      staffId,
      ...(ids === null ? {} : { ids: JSON.stringify(ids) }),
    },
  );
  return rows.map((row) => text(row, 'id'));
}

/** See the port. */
export function openCase(
  db: Db,
  id: CommentId,
  add: Parameters<ModerationStore['openCase']>[1],
  fx: Effects,
): { comment: Comment; opened: boolean } {
  const before = readComment(db, id);
  const review = openedCase(before.review, add);
  db.run(
    `UPDATE comments SET review = $review, review_state = $reviewState, review_kinds = $kinds, review_reasons = $reasons,
       escalated = $escalated, priority = $priority, opened_at = $openedAt, claim_by = $claimBy, claim_name = $claimName,
       claim_until = $claimUntil, cluster = $cluster WHERE id = $id`,
    { id, ...caseColumns(review) },
  );
  applyEffects(db, fx);
  return { comment: { ...before, review }, opened: before.review?.state !== 'open' };
}
