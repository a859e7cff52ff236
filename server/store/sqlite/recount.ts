import { heatOfReplies, heatOfVotes } from '../../domain/heat.ts';
import type { ThreadId } from '../../domain/types.ts';
import type { Db, Row } from './database.ts';
import { number, text } from './rows.ts';

/**
 * Comments of a thread whose numbers are not those that follow from what is stored, with the right ones. Answers are
 * counted for the whole thread at once: all of them for a top-level comment, direct ones for an answer.
 */
const WRONG_COMMENTS = `
WITH answers (id, n) AS MATERIALIZED (
  SELECT root_id, count(*) FROM comments WHERE thread_id = $of AND published_at IS NOT NULL AND depth > 0 GROUP BY root_id
  UNION ALL
  SELECT parent_id, count(*) FROM comments WHERE thread_id = $of AND published_at IS NOT NULL AND depth > 1 GROUP BY parent_id
), counted AS (
  SELECT comments.*, coalesce(answers.n, 0) AS right_replies,
    imported_up + (SELECT count(*) FROM votes WHERE comment_id = comments.id AND value = 1 AND counted = 1) AS right_up,
    imported_down + (SELECT count(*) FROM votes WHERE comment_id = comments.id AND value = -1 AND counted = 1) AS right_down
  FROM comments LEFT JOIN answers ON answers.id = comments.id WHERE thread_id = $of
), followed AS (
  SELECT *, created_at + (right_up - right_down) * ${heatOfVotes({ up: 1, down: 0 })} + right_replies * ${heatOfReplies(1)} AS right_heat,
    (published_at IS NOT NULL OR right_replies > 0) AS right_listed
  FROM counted
), compared AS (
  SELECT *, (up <> right_up OR down <> right_down) + (reply_count <> right_replies) + (heat <> right_heat) + (listed <> right_listed) AS wrongs
  FROM followed
)
SELECT id, right_up, right_down, right_replies, right_heat, right_listed, wrongs FROM compared WHERE wrongs > 0`;

const COUNT = '(SELECT count(*) FROM comments WHERE thread_id = $of AND published_at IS NOT NULL)';
const sum = (rows: readonly Row[]): number => rows.reduce((all, row) => all + number(row, 'wrongs'), 0);

/** How many numbers of a thread are wrong; changes nothing. */
export function wrongNumbers(db: Db, threadId: ThreadId): number {
  const thread = db.get(`SELECT 1 FROM threads WHERE id = $of AND comment_count <> ${COUNT}`, { of: threadId });
  return (thread === undefined ? 0 : 1) + sum(db.all(WRONG_COMMENTS, { of: threadId }));
}

/** Counts a thread anew from what is stored, and sets the numbers that were wrong. */
export function recount(db: Db, threadId: ThreadId): void {
  db.run(`UPDATE threads SET comment_count = ${COUNT} WHERE id = $of AND comment_count <> ${COUNT}`, { of: threadId });
  for (const row of db.all(WRONG_COMMENTS, { of: threadId })) {
    db.run('UPDATE comments SET up = $up, down = $down, reply_count = $replies, heat = $heat, listed = $listed WHERE id = $id', {
      id: text(row, 'id'),
      up: number(row, 'right_up'),
      down: number(row, 'right_down'),
      replies: number(row, 'right_replies'),
      heat: number(row, 'right_heat'),
      listed: number(row, 'right_listed'),
    });
  }
}
