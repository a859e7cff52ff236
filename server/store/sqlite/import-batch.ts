import { heatOfReplies } from '../../domain/heat.ts';
import type { Comment, CommentId, Tally, ThreadId } from '../../domain/types.ts';
import type { ImportedComment } from '../port-admin.ts';
import { insertComment } from './comment-writes.ts';
import { type CommentRow, rowOf } from './comment-row.ts';
import type { Db, WriteDb } from './database.ts';
import { number, text } from './rows.ts';
import { successorOf } from './thread-moves.ts';
import { storedThread } from './threads.ts';

/** An imported comment as it crosses to the writer, which has enough to do: its row is made before. */
export interface ImportedRow {
  row: CommentRow;
  ids: Pick<Comment, 'id' | 'threadId' | 'parentId' | 'rootId' | 'depth'>;
  isPublic: boolean;
  votes: Tally;
}

/** The row of an imported comment. */
export function importedRow({ comment, votes }: ImportedComment): ImportedRow {
  const { id, threadId, parentId, rootId, depth, published } = comment;
  return { row: rowOf(comment), ids: { id, threadId, parentId, rootId, depth }, isPublic: published !== null, votes };
}

/** Rows whose ids are not there yet, each id once. */
function unknownOf(db: Db, rows: readonly ImportedRow[]): ImportedRow[] {
  const wanted = JSON.stringify(rows.map(({ ids }) => ids.id));
  const seen = new Set(
    db.all('SELECT id FROM comments WHERE id IN (SELECT value FROM json_each($wanted))', { wanted }).map((row) => text(row, 'id')),
  );
  return rows.filter(({ ids }) => {
    if (seen.has(ids.id)) return false;
    seen.add(ids.id);
    return true;
  });
}

/** The same in the threads into which theirs were merged while the import was under way. */
function inTheirThreads(db: Db, rows: readonly ImportedRow[]): ImportedRow[] {
  const successors = new Map(
    [...new Set(rows.map(({ ids }) => ids.threadId))].flatMap((id) => {
      const successor = storedThread(db, id) === null ? successorOf(db, id) : null;
      return successor === null ? [] : [[id, successor] as const];
    }),
  );
  if (successors.size === 0) return [...rows];
  return rows.map((given) => {
    const successor = successors.get(given.ids.threadId);
    if (successor === undefined) return given;
    const { threadId } = successor;
    db.run('UPDATE imported_comments SET thread_id = $threadId WHERE comment_id = $id', { threadId, id: given.ids.id });
    return {
      ...given,
      row: { ...given.row, columns: { ...given.row.columns, ...successor } },
      ids: { ...given.ids, threadId },
    };
  });
}

type Counts = Map<CommentId, number>;

function add(counts: Counts, id: string, by: number): void {
  counts.set(id, (counts.get(id) ?? 0) + by);
}

/** Public answers that were there before the comment that they answer. */
function earlyAnswers(db: Db, rows: readonly ImportedRow[]): Counts {
  const counts: Counts = new Map();
  for (const [column, isRoot] of [
    ['root_id', true],
    ['parent_id', false],
  ] as const) {
    const commentIds = rows.filter(({ ids }) => (ids.depth === 0) === isRoot).map(({ ids }) => ids.id);
    const found = db.all(
      `SELECT ${column} AS id, count(*) AS count FROM comments
       WHERE ${column} IN (SELECT value FROM json_each($ids)) AND listed = 1 AND depth > 0 AND published_at IS NOT NULL GROUP BY ${column}`,
      { ids: JSON.stringify(commentIds) },
    );
    for (const row of found) add(counts, text(row, 'id'), number(row, 'count'));
  }
  return counts;
}

/** What the public comments among the rows add to their threads, and to their roots and parents. */
function additions(rows: readonly ImportedRow[]): { threads: Map<ThreadId, number>; answered: Counts } {
  const threads = new Map<ThreadId, number>();
  const answered: Counts = new Map();
  for (const { ids, isPublic } of rows) {
    if (!isPublic) continue;
    add(threads, ids.threadId, 1);
    if (ids.depth === 0 || ids.parentId === null) continue;
    add(answered, ids.rootId, 1);
    if (ids.parentId !== ids.rootId) add(answered, ids.parentId, 1);
  }
  return { threads, answered };
}

/**
 * See the port. What the batch adds is counted once for all of it: a new comment is inserted with the count that
 * it will have, so that its entries in the indexes are written once. `version`
 * is another when another process has written meanwhile.
 */
export function importBatch(db: WriteDb, rows: ImportedRow[]): { inserted: number; known: number; version: number } {
  const fresh = inTheirThreads(db, unknownOf(db, rows));
  const { threads, answered } = additions(fresh);
  const early = earlyAnswers(db, fresh);
  for (const { row, votes } of fresh) {
    const { id } = row;
    const replyCount = (answered.get(id) ?? 0) + (early.get(id) ?? 0);
    answered.delete(id);
    insertComment(db, row, { votes, replyCount });
  }
  for (const [id, by] of answered) {
    db.run('UPDATE comments SET reply_count = reply_count + $by, heat = heat + $heat, listed = 1 WHERE id = $id', {
      by,
      heat: heatOfReplies(by),
      id,
    });
  }
  // Imports leave no events: what is shown of their threads is another all the same.
  const siteIds = new Map(fresh.map(({ row, ids }) => [ids.threadId, row.siteId]));
  for (const [threadId, siteId] of siteIds) db.written?.push({ type: 'comment.published', channel: `thread:${threadId}`, siteId });
  for (const [id, by] of threads) db.run('UPDATE threads SET comment_count = comment_count + $by WHERE id = $id', { by, id });
  const version = number(db.get('PRAGMA data_version') ?? {}, 'data_version');
  return { inserted: fresh.length, known: rows.length - fresh.length, version };
}
