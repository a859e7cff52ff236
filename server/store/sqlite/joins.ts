import { mergedAccepted } from '../../domain/accepted-terms.ts';
import { heatOfVotes } from '../../domain/heat.ts';
import type { JoinStep } from '../../domain/members.ts';
import type { CommentId, Ms, ReaderId } from '../../domain/types.ts';
import { NotFound } from '../port.ts';
import type { Db, WriteDb } from './database.ts';
import { joinMailFollowers } from './mail-followers.ts';
import { storedReader } from './reader-rows.ts';
import { findByReported } from './reported-texts.ts';
import { number, text, textOrNull } from './rows.ts';
import { share, type StoredVote, voteOf } from './votes.ts';

interface Join {
  from: ReaderId;
  into: ReaderId;
  limit: number;
}

/** See the port. */
export function join(db: WriteDb, from: ReaderId, into: ReaderId, limit: number, at: Ms): JoinStep {
  begin(db, from, into, at);
  const step = { from, into, limit };
  // Comments first: whose they are decides which votes are on one's own.
  const moved = [moveComments(db, step), moveVotes(db, step), moveReports(db, step)];
  return { isDone: moved.every((some) => some < limit) };
}

/** Joins that began since then. */
export function joinedSince(db: Db, since: Ms, limit: number): { from: ReaderId; into: ReaderId }[] {
  const rows = db.all(
    'SELECT id, joined_into FROM readers WHERE joined_into IS NOT NULL AND joined_at >= $since ORDER BY joined_at DESC, id DESC LIMIT $limit',
    { since, limit },
  );
  return rows.map((row) => ({ from: text(row, 'id'), into: text(row, 'joined_into') }));
}

/** What goes over at once: from here on nobody acts as the guest. */
function begin(db: Db, from: ReaderId, into: ReaderId, at: Ms): void {
  const guest = db.get('SELECT site_id, kind, import_id, joined_into FROM readers WHERE id = $from', { from });
  const member = db.get('SELECT site_id, kind FROM readers WHERE id = $into', { into });
  const isOneSite = guest !== undefined && member !== undefined && guest.site_id === member.site_id;
  const isFree = guest?.joined_into === null || guest?.joined_into === into;
  if (!isOneSite || guest.kind !== 'guest' || member.kind !== 'member' || !isFree)
    throw new NotFound(`no guest ${from} and member ${into}`);
  if (guest.joined_into === null) {
    db.run('UPDATE readers SET joined_into = $into, joined_at = $at WHERE id = $from', { from, into, at });
    // What an import knows of its author is asked for again by the next one.
    if (guest.import_id === null) db.run("UPDATE readers SET name = '', email_hash = NULL, email = NULL WHERE id = $from", { from });
  }
  moveAccepted(db, from, into);
  db.run('DELETE FROM reader_tokens WHERE reader_id = $from', { from });
  db.run("UPDATE bans SET value = $into WHERE site_id = $siteId AND kind = 'reader' AND value = $from", {
    ...{ from, into, siteId: text(guest, 'site_id') },
  });
  db.run('UPDATE identities SET reader_id = $into WHERE reader_id = $from', { from, into });
  joinMailFollowers(db, from, into);
}

/** What the guest accepted the member has. */
function moveAccepted(db: Db, from: ReaderId, into: ReaderId): void {
  const accepted = storedReader(db, from)?.acceptedTerms ?? [];
  if (accepted.length === 0) return;
  const all = mergedAccepted(storedReader(db, into)?.acceptedTerms ?? [], accepted);
  db.run('UPDATE readers SET accepted_terms = $all WHERE id = $into', { into, all: JSON.stringify(all) });
  db.run("UPDATE readers SET accepted_terms = '[]' WHERE id = $from", { from });
}

function moveComments(db: WriteDb, { from, into, limit }: Join): number {
  const rows = db.all('SELECT id, thread_id, site_id FROM comments WHERE reader_id = $from LIMIT $limit', { from, limit });
  const ids = JSON.stringify(rows.map((row) => text(row, 'id')));
  db.run(
    `UPDATE comments SET reader_id = $into, author = json_set(author, '$.readerId', $into)
     WHERE id IN (SELECT value FROM json_each($ids))`,
    { into, ids },
  );
  for (const row of rows) dropVote(db, text(row, 'id'), into);
  // A join leaves no event for each comment: what is shown of their threads is another all the same.
  const siteIds = new Map(rows.map((row) => [text(row, 'thread_id'), text(row, 'site_id')]));
  for (const [threadId, siteId] of siteIds) db.written?.push({ type: 'thread.updated', channel: `thread:${threadId}`, siteId });
  return rows.length;
}

/** Nobody votes on their own comment. */
function dropVote(db: WriteDb, id: CommentId, readerId: ReaderId): void {
  const vote = voteOf(db, id, readerId);
  if (vote === null) return;
  db.run('DELETE FROM votes WHERE comment_id = $id AND reader_id = $readerId', { id, readerId });
  count(db, id, [vote], null);
}

function moveVotes(db: WriteDb, { from, into, limit }: Join): number {
  const rows = db.all(
    `SELECT comment_id, comments.reader_id AS author FROM votes LEFT JOIN comments ON comments.id = comment_id
     WHERE votes.reader_id = $from LIMIT $limit`,
    { from, limit },
  );
  for (const row of rows) {
    const id = text(row, 'comment_id');
    if (textOrNull(row, 'author') === into) dropVote(db, id, from);
    else moveVote(db, id, from, into);
  }
  return rows.length;
}

function moveVote(db: WriteDb, id: CommentId, from: ReaderId, into: ReaderId): void {
  const [given, own] = [voteOf(db, id, from), voteOf(db, id, into)];
  if (given === null) return;
  if (own === null) {
    db.run('UPDATE votes SET reader_id = $into WHERE comment_id = $id AND reader_id = $from', { id, from, into });
    return;
  }
  db.run('DELETE FROM votes WHERE comment_id = $id AND reader_id = $from', { id, from });
  // One of the two was counted: the vote that stands is.
  const stands = given.isCounted && !own.isCounted ? { ...own, isCounted: true, network: given.network } : own;
  db.run('UPDATE votes SET counted = $counted, network = $network WHERE comment_id = $id AND reader_id = $into', {
    ...{ id, into, counted: Number(stands.isCounted), network: stands.network },
  });
  count(db, id, [given, own], stands);
}

/** Brings the tally of a comment from these votes to that one. */
function count(db: WriteDb, id: CommentId, before: readonly StoredVote[], after: StoredVote | null): void {
  const change = (side: 1 | -1): number => share(after, side) - before.reduce((sum, vote) => sum + share(vote, side), 0);
  const by = { up: change(1), down: change(-1) };
  if (by.up === 0 && by.down === 0) return;
  db.run('UPDATE comments SET up = up + $up, down = down + $down, heat = heat + $heat WHERE id = $id', {
    id,
    ...by,
    heat: heatOfVotes(by),
  });
  const row = db.get('SELECT thread_id, site_id FROM comments WHERE id = $id', { id });
  if (row !== undefined)
    db.written?.push({ type: 'comment.votes', channel: `thread:${text(row, 'thread_id')}`, siteId: text(row, 'site_id') });
}

function moveReports(db: Db, { from, into, limit }: Join): number {
  const rows = db.all(
    `SELECT comment_id, EXISTS (SELECT 1 FROM reports AS own WHERE own.comment_id = reports.comment_id AND own.reader_id = $into) AS known
     FROM reports WHERE reader_id = $from LIMIT $limit`,
    { from, into, limit },
  );
  for (const row of rows) {
    const id = text(row, 'comment_id');
    if (number(row, 'known') === 0)
      db.run('UPDATE reports SET reader_id = $into WHERE comment_id = $id AND reader_id = $from', { id, from, into });
    else {
      db.run('DELETE FROM reports WHERE comment_id = $id AND reader_id = $from', { id, from });
      findByReported(db, id);
    }
  }
  return rows.length;
}
