import type { CommentId, ThreadId } from '../../domain/types.ts';
import type { Effects } from '../../domain/effects.ts';
import type { DeletedConversations } from '../port-admin.ts';
import type { Db } from './database.ts';
import { applyEffects } from './effects.ts';
import { recount } from './recount.ts';
import { number, text } from './rows.ts';

/** The comments that go: those of `$roots`, null for all of the thread; or those of `$ids`. */
const GONE = `FROM comments WHERE thread_id = $threadId AND CASE WHEN $ids IS NOT NULL THEN id IN (SELECT value FROM json_each($ids))
  ELSE $roots IS NULL OR root_id IN (SELECT value FROM json_each($roots)) END`;

/** What hangs on them. */
const HANGING: readonly string[] = [
  `DELETE FROM comment_grams WHERE rowid IN (SELECT n ${GONE})`,
  ...['comment_hosts', 'revisions', 'votes', 'reports', 'imported_comments'].map(
    (table) => `DELETE FROM ${table} WHERE comment_id IN (SELECT id ${GONE})`,
  ),
];

/** See the port. */
export function deleteConversations(db: Db, threadId: ThreadId, roots: CommentId[] | null, fx: Effects): DeletedConversations {
  return deleteFrom(db, threadId, { roots: roots === null ? null : JSON.stringify(roots), ids: null }, fx);
}

/** See the port. */
export function deleteComments(db: Db, threadId: ThreadId, ids: CommentId[], fx: Effects): void {
  const chosen = JSON.stringify(ids);
  deleteFrom(db, threadId, { roots: null, ids: chosen }, fx);
  // Of some nothing else may have been stored.
  db.run('DELETE FROM imported_comments WHERE comment_id IN (SELECT value FROM json_each($chosen))', { chosen });
}

/** @param chosen JSON lists. */
function deleteFrom(db: Db, threadId: ThreadId, chosen: { roots: string | null; ids: string | null }, fx: Effects): DeletedConversations {
  const thread = db.get('SELECT site_id FROM threads WHERE id = $threadId', { threadId });
  if (thread === undefined) return { comments: 0, isThreadGone: true };
  const which = { threadId, ...chosen };
  for (const sql of HANGING) db.run(sql, which);
  db.run(
    `DELETE FROM answers WHERE site_id = $siteId
       AND coalesce(json_extract(body, '$.commentId'), json_extract(body, '$.rejected.commentId')) IN (SELECT id ${GONE})`,
    { ...which, siteId: text(thread, 'site_id') },
  );
  const comments = db.run(`DELETE ${GONE}`, which);
  const left = number(db.get('SELECT count(*) AS count FROM comments WHERE thread_id = $threadId', { threadId }) ?? {}, 'count');
  // One into which others are being merged stays: their comments are still to come.
  const isThreadGone =
    left === 0 &&
    db.get('SELECT 1 FROM thread_moves WHERE into_id = $threadId AND id <> into_id AND is_done = 0', { threadId }) === undefined;
  if (isThreadGone) {
    db.run('DELETE FROM threads WHERE id = $threadId', { threadId });
    db.run('DELETE FROM moved_keys WHERE thread_id = $threadId', { threadId });
    db.run('DELETE FROM thread_moves WHERE into_id = $threadId', { threadId });
  } else recount(db, threadId);
  applyEffects(db, fx);
  return { comments, isThreadGone };
}
