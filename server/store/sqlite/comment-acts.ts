import { heatOf, heatOfReplies } from '../../domain/heat.ts';
import { hostsIn } from '../../domain/links.ts';
import { foldText, searchGrams } from '../../domain/text.ts';
import type { Comment, Content, ReviewCase } from '../../domain/types.ts';
import { type CommentPatch, type Created, type Effects, type NewComment, NotFound, StaleRevision, type StoredAnswer } from '../port.ts';
import type { Db, Params } from './database.ts';
import { applyEffects } from './effects.ts';
import { packContent } from './packed-content.ts';
import { commentOf, number, text } from './rows.ts';

/** What every comment begins with. */
const FIRST_REVISION = 1;

/** The comment of an id as the writer sees it. @throws NotFound. */
export function readComment(db: Db, id: string): Comment {
  const row = db.get('SELECT * FROM comments WHERE id = $id', { id });
  if (row === undefined) throw new NotFound(`no comment ${id}`);
  return commentOf(row);
}

/** The columns that a case fills; the claim has columns of its own. */
export function caseColumns(review: ReviewCase | null): Params {
  const stored = review === null ? null : JSON.stringify({ ...review, claim: null });
  const claim = review?.state === 'open' ? review.claim : null;
  return {
    review: stored,
    reviewState: review?.state ?? null,
    kinds: review === null ? null : `\n${review.kinds.join('\n')}\n`,
    reasons: review === null ? null : `\n${review.reasons.join('\n')}\n`,
    escalated: review?.escalated === true ? 1 : 0,
    priority: review?.priority ?? null,
    openedAt: review?.openedAt ?? null,
    claimBy: claim?.staffId ?? null,
    claimName: claim?.staffName ?? null,
    claimUntil: claim?.until ?? null,
    cluster: review?.clusterId ?? null,
  };
}

function contentColumns(comment: Pick<Comment, 'content' | 'published'>): Params {
  const content = comment.content === null ? null : packContent(comment.content);
  const shown = comment.published === null ? null : packContent(comment.published.content);
  return {
    content,
    publishedAt: comment.published?.at ?? null,
    // The same text is not kept twice.
    publishedContent: shown === content ? null : shown,
    folded: foldText(comment.content?.text ?? ''),
  };
}

/** What a new comment has of votes and public answers. */
export type Standing = Pick<Comment, 'votes' | 'replyCount'>;

const NOTHING_YET: Standing = { votes: { up: 0, down: 0 }, replyCount: 0 };

/** Inserts a comment's row with its grams. */
export function insertComment(db: Db, comment: NewComment, { votes, replyCount }: Standing = NOTHING_YET): void {
  const n = db.insert(
    `INSERT INTO comments (id, site_id, thread_id, thread_key, parent_id, root_id, ancestors, depth, reader_id, author, status, revision,
       content, published_at, published_content, edited_at, removed_from, reason, text_hash, up, down, imported_up, imported_down, reply_count, heat, pinned, featured, findings,
       last_decision, decided_at, created_at, listed, review, review_state, review_kinds, review_reasons, escalated, priority, opened_at,
       claim_by, claim_name, claim_until, cluster, folded)
     VALUES ($id, $siteId, $threadId, $threadKey, $parentId, $rootId, $ancestors, $depth, $readerId, $author, $status, $revision,
       $content, $publishedAt, $publishedContent, $editedAt, $removedFrom, $reason, $textHash, $up, $down, $up, $down, $replyCount, $heat, $pinned, $featured, $findings,
       $lastDecision, $decidedAt, $createdAt, $listed, $review, $reviewState, $kinds, $reasons, $escalated, $priority, $openedAt,
       $claimBy, $claimName, $claimUntil, $cluster, $folded)`,
    {
      id: comment.id,
      siteId: comment.siteId,
      threadId: comment.threadId,
      threadKey: comment.threadKey,
      parentId: comment.parentId,
      rootId: comment.rootId,
      ancestors: JSON.stringify(comment.ancestors),
      depth: comment.depth,
      readerId: comment.author?.readerId ?? null,
      author: comment.author === null ? null : JSON.stringify(comment.author),
      status: comment.status,
      revision: comment.revision,
      editedAt: comment.editedAt,
      removedFrom: comment.removedFrom,
      reason: comment.reason,
      textHash: comment.textHash,
      up: votes.up,
      down: votes.down,
      replyCount,
      heat: heatOf(comment.createdAt, votes, replyCount),
      pinned: comment.pinned ? 1 : 0,
      featured: comment.featured ? 1 : 0,
      findings: JSON.stringify(comment.findings),
      lastDecision: comment.lastDecision === null ? null : JSON.stringify(comment.lastDecision),
      decidedAt: comment.lastDecision?.at ?? 0,
      createdAt: comment.createdAt,
      listed: comment.published === null && replyCount === 0 ? 0 : 1,
      ...contentColumns(comment),
      ...caseColumns(comment.review),
    },
  );
  if (comment.content === null) return;
  keepGrams(db, n, comment.content);
  keepHosts(db, comment, comment.content);
}

/** A text that was never changed is kept with its comment alone. */
function keepRevisions(db: Db, before: Comment, after: Comment): void {
  const keep = 'INSERT INTO revisions (comment_id, revision, body, at) VALUES ($id, $revision, $body, $at) ON CONFLICT DO NOTHING';
  const { id } = after;
  if (before.content !== null) db.run(keep, { id, revision: FIRST_REVISION, body: before.content.body, at: before.createdAt });
  if (after.content !== null)
    db.run(keep, { id, revision: after.revision, body: after.content.body, at: after.editedAt ?? after.createdAt });
}

/** Makes the text findable under the number of its comment's row. */
function keepGrams(db: Db, n: number, content: Content): void {
  db.run('INSERT INTO comment_grams (rowid, grams) VALUES ($n, $grams)', { n, grams: searchGrams(content.text).join(' ') });
}

/** Keeps where the links of the text lead. */
function keepHosts(db: Db, { id, siteId }: Pick<Comment, 'id' | 'siteId'>, content: Content): void {
  for (const host of hostsIn(content.html))
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

/** See the port. */
export function createComment(db: Db, comment: NewComment, fx: Effects, answer?: StoredAnswer): Created {
  if (answer !== undefined) {
    const { key, fingerprint, status, body, at } = answer;
    const inserted = db.run(
      'INSERT INTO answers (site_id, key, fingerprint, status, body, at) VALUES ($siteId, $key, $fingerprint, $status, $body, $at) ON CONFLICT DO NOTHING',
      { siteId: comment.siteId, key, fingerprint, status, body, at },
    );
    if (inserted === 0) {
      const first = findAnswer(db, comment.siteId, key);
      if (first !== null) return { created: false, answer: first };
    }
  }
  if (db.get('SELECT 1 FROM threads WHERE id = $id', { id: comment.threadId }) === undefined)
    throw new NotFound(`no thread ${comment.threadId}`);
  if (comment.parentId !== null && db.get('SELECT 1 FROM comments WHERE id = $id', { id: comment.parentId }) === undefined)
    throw new NotFound(`no comment ${comment.parentId}`);
  insertComment(db, comment);
  if (comment.published !== null) countPublic(db, comment, 1);
  applyEffects(db, fx);
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
    {
      id,
      status: after.status,
      revision: after.revision,
      editedAt: after.editedAt,
      removedFrom: after.removedFrom,
      reason: after.reason,
      textHash: after.textHash,
      pinned: after.pinned ? 1 : 0,
      featured: after.featured ? 1 : 0,
      findings: JSON.stringify(after.findings),
      lastDecision: after.lastDecision === null ? null : JSON.stringify(after.lastDecision),
      decidedAt: after.lastDecision?.at ?? 0,
      readerId: after.author?.readerId ?? null,
      author: after.author === null ? null : JSON.stringify(after.author),
      ...contentColumns(after),
      ...caseColumns(after.review),
    },
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
    return;
  }
  // The same text rendered anew is no other text, but may be found by other words.
  if (content.body !== before.content?.body) keepRevisions(db, before, after);
  keepGrams(db, n, content);
  keepHosts(db, after, content);
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
