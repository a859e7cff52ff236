import { heatOfReplies, heatOfVotes } from '../../domain/heat.ts';
import type { CommentStatus, ThreadId } from '../../domain/types.ts';
import type { UpkeepStore } from '../port-admin.ts';
import type { Db } from './database.ts';
import { number, word } from './rows.ts';

const PUBLIC_BELOW = `(SELECT count(*) FROM comments AS below WHERE below.published_at IS NOT NULL AND below.depth > 0 AND
  CASE WHEN comments.depth = 0 THEN below.root_id = comments.id ELSE below.parent_id = comments.id END)`;
const HEAT = `created_at + (up - down) * ${heatOfVotes({ up: 1, down: 0 })} + reply_count * ${heatOfReplies(1)}`;

/** Sets reply counts, place-holders and heat of comments from what there is; gives how many were wrong. */
function recountReplies(db: Db, which: string, of: string): number {
  const wrong = db.run(`UPDATE comments SET reply_count = ${PUBLIC_BELOW} WHERE ${which} AND reply_count <> ${PUBLIC_BELOW}`, { of });
  const listed = 'CASE WHEN published_at IS NOT NULL OR reply_count > 0 THEN 1 ELSE 0 END';
  return (
    wrong +
    db.run(`UPDATE comments SET listed = ${listed}, heat = ${HEAT} WHERE ${which} AND (listed <> ${listed} OR heat <> ${HEAT})`, { of })
  );
}

/** See the port. */
export function recount(db: Db, threadId: ThreadId): { repaired: number } {
  const count = '(SELECT count(*) FROM comments WHERE thread_id = $of AND published_at IS NOT NULL)';
  const threads = db.run(`UPDATE threads SET comment_count = ${count} WHERE id = $of AND comment_count <> ${count}`, { of: threadId });
  const sum = (value: number): string => `(SELECT count(*) FROM votes WHERE comment_id = comments.id AND value = ${value})`;
  const [up, down] = [`imported_up + ${sum(1)}`, `imported_down + ${sum(-1)}`];
  const votes = db.run(`UPDATE comments SET up = ${up}, down = ${down} WHERE thread_id = $of AND (up <> ${up} OR down <> ${down})`, {
    of: threadId,
  });
  return { repaired: threads + votes + recountReplies(db, 'thread_id = $of', threadId) };
}

/** What a sweep deletes, in turn. The last event of a channel stays, so that its numbers go on. */
const SWEPT: readonly string[] = [
  'DELETE FROM answers WHERE (site_id, key) IN (SELECT site_id, key FROM answers WHERE at < $answersBefore LIMIT $limit)',
  'DELETE FROM sessions WHERE token_hash IN (SELECT token_hash FROM sessions WHERE expires_at <= $now LIMIT $limit)',
  'DELETE FROM sign_in_networks WHERE (account, network) IN (SELECT account, network FROM sign_in_networks WHERE until <= $now LIMIT $limit)',
  'DELETE FROM reader_tokens WHERE token_hash IN (SELECT token_hash FROM reader_tokens WHERE expires_at <= $now LIMIT $limit)',
  `DELETE FROM events WHERE id IN (
     SELECT id FROM events AS old WHERE at < $eventsBefore
       AND EXISTS (SELECT 1 FROM events AS newer WHERE newer.channel = old.channel AND newer.seq > old.seq)
       AND NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.id = old.id) LIMIT $limit)`,
];

/** See the port. */
export function sweep(db: Db, { limit, ...times }: Parameters<UpkeepStore['sweep']>[0]): number {
  let swept = 0;
  for (const sql of SWEPT) {
    const asked = Object.entries(times).filter(([name]) => sql.includes(`$${name}`));
    swept += db.run(sql, { ...Object.fromEntries(asked), limit: limit - swept });
  }
  return swept;
}

/** See the port. */
export function totals(db: Db): Map<CommentStatus, number> {
  const rows = db.all('SELECT status, count(*) AS count FROM comments GROUP BY status');
  return new Map(rows.map((row) => [word<CommentStatus>(row, 'status'), number(row, 'count')]));
}

/** See the port. */
export function backup(db: Db, toFile: string): void {
  db.run('VACUUM INTO $toFile', { toFile });
}
