import { heatOfReplies } from '../../domain/heat.ts';
import { hostsIn } from '../../domain/links.ts';
import { erasedMark } from '../../domain/own-data.ts';
import { type PostGuard, waitFor } from '../../domain/pace.ts';
import type { Comment, Content } from '../../domain/types.ts';
import { NotFound, StaleRevision } from '../port.ts';
import type { CommentPatch, Created, StoredAnswer } from '../port-comments.ts';
import type { Effects } from '../../domain/effects.ts';
import type { NewComment } from '../port-types.ts';
import { type CommentRow, changingColumns, INSERT, NOTHING_YET, rowOf, type StoredCounters, counterColumns } from './comment-row.ts';
import type { Db } from './database.ts';
import { applyEffects } from './effects.ts';
import { isErased } from './personal.ts';
import { keepGrams, reportedFolded } from './reported-texts.ts';
import { commentOf, number, text } from './rows.ts';
import { successorOf, withChannel } from './thread-moves.ts';

/** What every comment begins with. */
const FIRST_REVISION = 1;

/** The comment of an id as the writer sees it. @throws NotFound. */
export function readComment(db: Db, id: string): Comment {
  const row = db.get('SELECT * FROM comments WHERE id = $id', { id });
  if (row === undefined) throw new NotFound(`no comment ${id}`);
  return commentOf(row);
}

/** Inserts a comment's row with its grams. */
export function insertComment(db: Db, { id, siteId, columns, grams, hosts }: CommentRow, counters: StoredCounters = NOTHING_YET): void {
  const n = db.insert(INSERT, { ...columns, ...counterColumns(columns, counters) });
  if (grams !== null) db.run('INSERT INTO comment_grams (rowid, grams) VALUES ($n, $grams)', { n, grams });
  keepHosts(db, id, siteId, hosts);
}

/** A text that was never changed is kept with its comment alone. */
function keepRevisions(db: Db, before: Comment, after: Comment): void {
  const { id } = after;
  const keep = (revision: number, { body, text: plain }: Content, at: number): void => {
    db.run(
      'INSERT INTO revisions (comment_id, revision, body, text, at) VALUES ($id, $revision, $body, $text, $at) ON CONFLICT DO NOTHING',
      // The plain text is for the search; most are the same in both forms.
      { id, revision, body, text: plain === body ? null : plain, at },
    );
  };
  if (before.content !== null) keep(FIRST_REVISION, before.content, before.createdAt);
  if (after.content !== null) keep(after.revision, after.content, after.editedAt ?? after.createdAt);
}

/** Keeps where the links of the text lead. */
function keepHosts(db: Db, id: string, siteId: string, hosts: readonly string[]): void {
  for (const host of hosts)
    db.run('INSERT INTO comment_hosts (comment_id, host, site_id) VALUES ($id, $host, $siteId)', { id, host, siteId });
}

/** Keeps the counts of thread, conversation and parent right when a comment becomes public (+1) or stops being so (-1). */
export function countPublic(db: Db, comment: Pick<Comment, 'threadId' | 'rootId' | 'parentId' | 'depth'>, by: 1 | -1): void {
  db.run('UPDATE threads SET comment_count = comment_count + $by WHERE id = $id', { by, id: comment.threadId });
  if (comment.depth === 0 || comment.parentId === null) return;
  for (const id of new Set([comment.rootId, comment.parentId])) {
    db.run(
      `UPDATE comments SET reply_count = reply_count + $by, heat = heat + $heat,
         listed = CASE WHEN published_at IS NOT NULL OR reply_count + $by > 0 THEN 1 ELSE 0 END WHERE id = $id`,
      { by, heat: heatOfReplies(by), id },
    );
  }
}

/** More of a reader's comments than any rule counts. */
const MOST_RECENT = 60;

/** What its author has stored since the comment was screened may speak against it; null: nothing does. */
function refusalOf(db: Db, { siteId, author, textHash, createdAt }: NewComment, { rules, sameTextSince }: PostGuard): Created | null {
  if (author === null) return null;
  const { readerId } = author;
  if (rules.length > 0) {
    const rows = db.all(
      `SELECT created_at FROM comments WHERE reader_id = $readerId ORDER BY created_at DESC, id DESC LIMIT ${MOST_RECENT}`,
      {
        readerId,
      },
    );
    const wait = waitFor(
      rows.map((row) => number(row, 'created_at')),
      createdAt,
      rules,
    );
    if (wait > 0) return { created: false, refused: 'too-fast', wait };
  }
  // The plus keeps SQLite from walking all of a reader's comments: few have the same text.
  const same = db.get(
    `SELECT 1 FROM comments WHERE site_id = $siteId AND text_hash = $textHash AND created_at >= $sameTextSince
       AND +reader_id = $readerId AND status NOT IN ('removed', 'purged') LIMIT 1`,
    { siteId, textHash, sameTextSince, readerId },
  );
  return same === undefined ? null : { created: false, refused: 'same-text' };
}

const ERASED: Created = { created: false, refused: 'erased' };

const isOfErased = (db: Db, { author }: NewComment): boolean => author !== null && isErased(db, erasedMark(author.readerId));

/** The thread may have been given another key, or been merged into another, since the comment was composed. @throws NotFound. */
function inItsThread(db: Db, comment: NewComment): NewComment {
  const { threadId } = comment;
  const row = db.get('SELECT key FROM threads WHERE id = $threadId', { threadId });
  if (row !== undefined) return row.key === comment.threadKey ? comment : { ...comment, threadKey: text(row, 'key') };
  const successor = successorOf(db, threadId);
  if (successor === null) throw new NotFound(`no thread ${threadId}`);
  return { ...comment, ...successor };
}

/** See the port. */
export function createComment(db: Db, given: NewComment, fx: Effects, answer?: StoredAnswer, guard?: PostGuard): Created {
  const comment = inItsThread(db, given);
  if (answer !== undefined) {
    const { key, fingerprint, status, body, at } = answer;
    const inserted = db.run(
      `INSERT INTO answers (site_id, key, fingerprint, status, body, at, comment_id)
       VALUES ($siteId, $key, $fingerprint, $status, $body, $at, $commentId) ON CONFLICT DO NOTHING`,
      { siteId: comment.siteId, key, fingerprint, status, body, at, commentId: comment.id },
    );
    if (inserted === 0) {
      const first = findAnswer(db, comment.siteId, key);
      if (first !== null) return { created: false, answer: first };
    }
  }
  const refusal = isOfErased(db, comment) ? ERASED : guard === undefined ? null : refusalOf(db, comment, guard);
  if (refusal !== null) {
    if (answer !== undefined)
      db.run('DELETE FROM answers WHERE site_id = $siteId AND key = $key', { siteId: comment.siteId, key: answer.key });
    return refusal;
  }
  if (comment.parentId !== null && db.get('SELECT 1 FROM comments WHERE id = $id', { id: comment.parentId }) === undefined)
    throw new NotFound(`no comment ${comment.parentId}`);
  insertComment(db, rowOf(comment));
  if (comment.published !== null) countPublic(db, comment, 1);
  applyEffects(db, { ...fx, events: withChannel(fx.events, given.threadId, comment.threadId) });
  return { created: true };
}

/** The answer kept under a key, or null. */
export function findAnswer(db: Db, siteId: string, key: string): StoredAnswer | null {
  const row = db.get('SELECT * FROM answers WHERE site_id = $siteId AND key = $key', { siteId, key });
  if (row === undefined) return null;
  return { key, fingerprint: text(row, 'fingerprint'), status: number(row, 'status'), body: text(row, 'body'), at: number(row, 'at') };
}

/** See the port. */
export function changeComment(db: Db, id: string, expected: number, patch: CommentPatch, fx: Effects): Comment {
  const before = readComment(db, id);
  if (before.revision !== expected) throw new StaleRevision(`comment ${id} is at ${before.revision}`);
  const after: Comment = { ...before, ...patch, revision: expected + 1 };
  db.run(
    `UPDATE comments SET status = $status, revision = $revision, content = $content, published_at = $publishedAt,
       published_content = $publishedContent, folded = $folded, edited_at = $editedAt, removed_from = $removedFrom, reason = $reason,
       text_hash = $textHash, pinned = $pinned, featured = $featured, findings = $findings, last_decision = $lastDecision,
       decided_at = $decidedAt, reader_id = $readerId, author = $author,
       listed = CASE WHEN $publishedAt IS NOT NULL OR reply_count > 0 THEN 1 ELSE 0 END,
       review = $review, review_state = $reviewState, review_kinds = $kinds, review_reasons = $reasons, escalated = $escalated,
       priority = $priority, opened_at = $openedAt, claim_by = $claimBy, claim_name = $claimName, claim_until = $claimUntil,
       cluster = $cluster
     WHERE id = $id`,
    { id, ...changingColumns(after) },
  );
  if (patch.content !== undefined) replaceText(db, before, after);
  const was = before.published !== null;
  const is = after.published !== null;
  if (was !== is) countPublic(db, after, is ? 1 : -1);
  applyEffects(db, fx);
  return readComment(db, id);
}

function replaceText(db: Db, before: Comment, after: Comment): void {
  const { id, content } = after;
  const n = number(db.get('SELECT n FROM comments WHERE id = $id', { id }) ?? {}, 'n');
  db.run('DELETE FROM comment_grams WHERE rowid = $n', { n });
  db.run('DELETE FROM comment_hosts WHERE comment_id = $id', { id });
  if (content === null) {
    // Erased: no past text may stay behind.
    db.run('DELETE FROM revisions WHERE comment_id = $id', { id });
    db.run("UPDATE comments SET reported_folded = '' WHERE n = $n", { n });
    return;
  }
  // The same text rendered anew is no other text, but may be found by other words.
  if (content.body !== before.content?.body) keepRevisions(db, before, after);
  const reported = reportedFolded(db, id);
  db.run('UPDATE comments SET reported_folded = $reported WHERE n = $n', { n, reported });
  keepGrams(db, n, [content.text, reported]);
  keepHosts(db, id, after.siteId, hostsIn(content.html));
}

/** See the port. */
export function revisionsOf(db: Db, id: string): { revision: number; body: string; at: number }[] {
  const rows = db.all('SELECT revision, body, at FROM revisions WHERE comment_id = $id ORDER BY revision', { id });
  if (rows.length > 0) return rows.map((row) => ({ revision: number(row, 'revision'), body: text(row, 'body'), at: number(row, 'at') }));
  const row = db.get('SELECT * FROM comments WHERE id = $id', { id });
  const comment = row === undefined ? null : commentOf(row);
  if (comment === null || comment.content === null) return [];
  return [{ revision: FIRST_REVISION, body: comment.content.body, at: comment.createdAt }];
}
