import { heatOfReplies } from '../../domain/heat.ts';
import type { CommentId, ThreadId } from '../../domain/types.ts';
import type { ImportedComment } from '../port-admin.ts';
import { insertComment, type Standing } from './comment-acts.ts';
import type { Db } from './database.ts';
import { number, text } from './rows.ts';

/** Rows whose ids are not there yet, each id once. */
function unknownOf(db: Db, rows: readonly ImportedComment[]): ImportedComment[] {
  const ids = JSON.stringify(rows.map(({ comment }) => comment.id));
  const seen = new Set(
    db.all('SELECT id FROM comments WHERE id IN (SELECT value FROM json_each($ids))', { ids }).map((row) => text(row, 'id')),
  );
  return rows.filter(({ comment }) => {
    if (seen.has(comment.id)) return false;
    seen.add(comment.id);
    return true;
  });
}

type Counts = Map<CommentId, number>;

function add(counts: Counts, id: string, by: number): void {
  counts.set(id, (counts.get(id) ?? 0) + by);
}

/** Public answers that were there before the comment that they answer. */
function earlyAnswers(db: Db, rows: readonly ImportedComment[]): Counts {
  const counts: Counts = new Map();
  for (const [column, isRoot] of [
    ['root_id', true],
    ['parent_id', false],
  ] as const) {
    const ids = rows.filter(({ comment }) => (comment.depth === 0) === isRoot).map(({ comment }) => comment.id);
    const found = db.all(
      `SELECT ${column} AS id, count(*) AS count FROM comments
       WHERE ${column} IN (SELECT value FROM json_each($ids)) AND listed = 1 AND depth > 0 AND published_at IS NOT NULL GROUP BY ${column}`,
      { ids: JSON.stringify(ids) },
    );
    for (const row of found) add(counts, text(row, 'id'), number(row, 'count'));
  }
  return counts;
}

/** What the public comments among the rows add to their threads, and to their roots and parents. */
function additions(rows: readonly ImportedComment[]): { threads: Map<ThreadId, number>; answered: Counts } {
  const threads = new Map<ThreadId, number>();
  const answered: Counts = new Map();
  for (const { comment } of rows) {
    if (comment.published === null) continue;
    add(threads, comment.threadId, 1);
    if (comment.depth === 0 || comment.parentId === null) continue;
    add(answered, comment.rootId, 1);
    if (comment.parentId !== comment.rootId) add(answered, comment.parentId, 1);
  }
  return { threads, answered };
}

/**
 * See the port. What the batch adds is counted once for all of it: a new comment is inserted with the count that
 * it will have, so that its places in the indexes are written once. `version`
 * is another when another process has written meanwhile.
 */
export function importBatch(db: Db, rows: ImportedComment[]): { inserted: number; known: number; version: number } {
  const fresh = unknownOf(db, rows);
  const { threads, answered } = additions(fresh);
  const early = earlyAnswers(db, fresh);
  for (const { comment, votes } of fresh) {
    const { id } = comment;
    const standing: Standing = { votes, replyCount: (answered.get(id) ?? 0) + (early.get(id) ?? 0) };
    answered.delete(id);
    insertComment(db, comment, standing);
  }
  for (const [id, by] of answered) {
    db.run('UPDATE comments SET reply_count = reply_count + $by, heat = heat + $heat, listed = 1 WHERE id = $id', {
      by,
      heat: heatOfReplies(by),
      id,
    });
  }
  for (const [id, by] of threads) db.run('UPDATE threads SET comment_count = comment_count + $by WHERE id = $id', { by, id });
  const version = number(db.get('PRAGMA data_version') ?? {}, 'data_version');
  return { inserted: fresh.length, known: rows.length - fresh.length, version };
}
