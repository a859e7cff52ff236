import type { CommentId, ThreadId } from '../../domain/types.ts';
import type { Effects } from '../../domain/effects.ts';
import type { DeletedConversations } from '../port-admin.ts';
import type { Db } from './database.ts';
import { applyEffects } from './effects.ts';
import { recount } from './recount.ts';
import { number, text } from './rows.ts';

/** The comments that go; `$roots` is null for all of the thread. */
const GONE = 'FROM comments WHERE thread_id = $threadId AND ($roots IS NULL OR root_id IN (SELECT value FROM json_each($roots)))';

/** What hangs on them. */
const HANGING: readonly string[] = [
  `DELETE FROM comment_grams WHERE rowid IN (SELECT n ${GONE})`,
  ...['comment_hosts', 'revisions', 'votes', 'reports'].map((table) => `DELETE FROM ${table} WHERE comment_id IN (SELECT id ${GONE})`),
];

/** See the port. */
export function deleteConversations(db: Db, threadId: ThreadId, roots: CommentId[] | null, fx: Effects): DeletedConversations {
  const thread = db.get('SELECT site_id FROM threads WHERE id = $threadId', { threadId });
  if (thread === undefined) return { comments: 0, isThreadGone: true };
  const which = { threadId, roots: roots === null ? null : JSON.stringify(roots) };
  for (const sql of HANGING) db.run(sql, which);
  db.run(
    `DELETE FROM answers WHERE site_id = $siteId
       AND coalesce(json_extract(body, '$.commentId'), json_extract(body, '$.rejected.commentId')) IN (SELECT id ${GONE})`,
    { ...which, siteId: text(thread, 'site_id') },
  );
  const comments = db.run(`DELETE ${GONE}`, which);
  const left = number(db.get('SELECT count(*) AS count FROM comments WHERE thread_id = $threadId', { threadId }) ?? {}, 'count');
  if (left === 0) db.run('DELETE FROM threads WHERE id = $threadId', { threadId });
  else recount(db, threadId);
  applyEffects(db, fx);
  return { comments, isThreadGone: left === 0 };
}
