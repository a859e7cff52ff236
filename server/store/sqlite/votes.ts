import { heatOfVotes } from '../../domain/heat.ts';
import type { CommentId, ReaderId, Report, ReasonCode, Tally, ThreadId } from '../../domain/types.ts';
import type { ReporterRecord, ReportOnComment } from '../port-comments.ts';
import type { Db, WriteDb } from './database.ts';
import { readComment } from './comment-writes.ts';
import { findByReported } from './reported-texts.ts';
import { number, text, textOrNull, word } from './rows.ts';

/** A vote as it is counted. */
export interface StoredVote {
  value: number;
  isCounted: boolean;
  network: string | null;
}

/** The vote of a reader on a comment, or null. */
export function voteOf(db: Db, id: CommentId, readerId: ReaderId): StoredVote | null {
  const row = db.get('SELECT value, counted, network FROM votes WHERE comment_id = $id AND reader_id = $readerId', { id, readerId });
  if (row === undefined) return null;
  return { value: number(row, 'value'), isCounted: number(row, 'counted') === 1, network: textOrNull(row, 'network') };
}

/** Is another reader's vote of this network counted on the comment? */
function isTaken(db: Db, id: CommentId, readerId: ReaderId, network: string): boolean {
  const seat = 'SELECT 1 FROM votes WHERE comment_id = $id AND network = $network AND counted = 1 AND reader_id <> $readerId';
  return db.get(seat, { id, network, readerId }) !== undefined;
}

/** What a vote adds to the tally. */
export const share = (vote: Pick<StoredVote, 'value' | 'isCounted'> | null, side: 1 | -1): number =>
  Number(vote?.isCounted === true && vote.value === side);

/** See the port. */
export function vote(
  db: WriteDb,
  id: CommentId,
  readerId: ReaderId,
  value: -1 | 0 | 1,
  at: number,
  network: string | null = null,
): { votes: Tally; changed: boolean } {
  const { threadId, siteId, votes } = readComment(db, id);
  const before = voteOf(db, id, readerId);
  // A reader who is counted stays so from wherever they vote.
  const countedNetwork = before?.isCounted === true ? before.network : network;
  const after =
    value === 0
      ? null
      : { value, isCounted: countedNetwork === null || !isTaken(db, id, readerId, countedNetwork), network: countedNetwork };
  if (after === null) db.run('DELETE FROM votes WHERE comment_id = $id AND reader_id = $readerId', { id, readerId });
  else if (before?.value !== value || before.isCounted !== after.isCounted) {
    db.run(
      `INSERT OR REPLACE INTO votes (comment_id, reader_id, thread_id, value, at, network, counted)
       VALUES ($id, $readerId, $threadId, $value, $at, $network, $counted)`,
      { id, readerId, threadId, value, at, network: countedNetwork, counted: Number(after.isCounted) },
    );
  }
  const change = { up: share(after, 1) - share(before, 1), down: share(after, -1) - share(before, -1) };
  if (change.up === 0 && change.down === 0) return { votes, changed: false };
  db.run('UPDATE comments SET up = up + $up, down = down + $down, heat = heat + $heat WHERE id = $id', {
    id,
    ...change,
    heat: heatOfVotes(change),
  });
  // Votes leave no event of their own: they are gathered into tallies.
  db.written?.push({ type: 'comment.votes', channel: `thread:${threadId}`, siteId });
  return { votes: { up: votes.up + change.up, down: votes.down + change.down }, changed: true };
}

/** See the port. */
export function votesIn(db: Db, threadId: ThreadId, readerId: ReaderId, limit: number): Map<CommentId, -1 | 1> {
  const rows = db.all(
    'SELECT comment_id, value FROM votes WHERE reader_id = $readerId AND thread_id = $threadId ORDER BY at DESC LIMIT $limit',
    { readerId, threadId, limit },
  );
  return new Map(rows.map((row) => [text(row, 'comment_id'), number(row, 'value') === 1 ? 1 : -1]));
}

/** See the port. */
export function report(
  db: Db,
  { commentId, readerId, reason, note, at, revision }: Report,
  weight = 1,
  network: string | null = null,
): { first: boolean; count: number; weight: number } {
  readComment(db, commentId);
  const inserted = db.run(
    `INSERT INTO reports (comment_id, reader_id, reason, note, at, revision, weight, network)
     VALUES ($commentId, $readerId, $reason, $note, $at, $revision, $weight, $network) ON CONFLICT DO NOTHING`,
    { commentId, readerId, reason, note, at, revision, weight, network },
  );
  // The public may have seen an earlier text than the latest.
  if (inserted > 0) findByReported(db, commentId);
  const row = db.get(
    `SELECT sum(count) AS count, sum(weight) AS weight FROM (
       SELECT count(*) AS count, max(weight) AS weight FROM reports
       WHERE comment_id = $commentId AND at > (SELECT decided_at FROM comments WHERE id = $commentId)
       GROUP BY network, CASE WHEN network IS NULL THEN reader_id END)`,
    { commentId },
  );
  return { first: inserted > 0, count: Number(row?.count ?? 0), weight: Number(row?.weight ?? 0) };
}

/** Reports that count towards the record of a reporter. */
const MOST_ASSESSED = 50;

/** See the port. */
export function reporterRecord(db: Db, readerId: ReaderId): ReporterRecord {
  const row = db.get(
    `SELECT count(*) FILTER (WHERE status IN ('rejected', 'spam', 'purged')) AS upheld, count(*) FILTER (WHERE status = 'published') AS dismissed
     FROM (SELECT comments.status FROM reports JOIN comments ON comments.id = reports.comment_id
           WHERE reports.reader_id = $readerId AND comments.decided_at > reports.at ORDER BY reports.at DESC LIMIT $most)`,
    { readerId, most: MOST_ASSESSED },
  );
  return { upheld: Number(row?.upheld ?? 0), dismissed: Number(row?.dismissed ?? 0) };
}

/** See the port. */
export function reports(db: Db, ids: CommentId[], withNetworks = false): Map<CommentId, ReportOnComment[]> {
  const found = new Map<CommentId, ReportOnComment[]>();
  const rows = db.all('SELECT * FROM reports WHERE comment_id IN (SELECT value FROM json_each($ids)) ORDER BY at, reader_id', {
    ids: JSON.stringify(ids),
  });
  for (const row of rows) {
    const one: ReportOnComment = {
      commentId: text(row, 'comment_id'),
      readerId: text(row, 'reader_id'),
      reason: word<ReasonCode>(row, 'reason'),
      note: text(row, 'note'),
      at: number(row, 'at'),
      revision: number(row, 'revision'),
      ...(!withNetworks || row.network === null ? {} : { network: text(row, 'network') }),
    };
    found.set(one.commentId, [...(found.get(one.commentId) ?? []), one]);
  }
  return found;
}
