import { heatOf } from '../../domain/heat.ts';
import { hostsIn } from '../../domain/links.ts';
import { foldText, searchGrams } from '../../domain/text.ts';
import type { Comment, Content, Ms, ReviewCase } from '../../domain/types.ts';
import type { NewComment } from '../port-types.ts';
import type { Params } from './database.ts';
import { packContent } from './packed-content.ts';

/** A new comment as it is inserted, but for what it has of votes and answers: plain data that crosses to the writer cheaply. */
export interface CommentRow {
  id: string;
  siteId: string;
  columns: Params & { createdAt: Ms; publishedAt: Ms | null };
  /** What the text is found by; null without a text. */
  grams: string | null;
  /** Where the links of the text lead. */
  hosts: string[];
}

export const INSERT = `
  INSERT INTO comments (id, site_id, thread_id, thread_key, parent_id, root_id, ancestors, depth, answers_id, reader_id, author, status, revision,
    content, published_at, published_content, edited_at, removed_from, reason, text_hash, up, down, imported_up, imported_down,
    reply_count, heat, pinned, featured, findings, last_decision, decided_at, created_at, listed, review, review_state, review_kinds,
    review_reasons, escalated, priority, opened_at, claim_by, claim_name, claim_until, cluster, folded)
  VALUES ($id, $siteId, $threadId, $threadKey, $parentId, $rootId, $ancestors, $depth, $answersId, $readerId, $author, $status, $revision,
    $content, $publishedAt, $publishedContent, $editedAt, $removedFrom, $reason, $textHash, $up, $down, $up, $down,
    $replyCount, $heat, $pinned, $featured, $findings, $lastDecision, $decidedAt, $createdAt, $listed, $review, $reviewState, $kinds,
    $reasons, $escalated, $priority, $openedAt, $claimBy, $claimName, $claimUntil, $cluster, $folded)`;

/** The row of a new comment. */
export function rowOf(comment: NewComment): CommentRow {
  const { id, siteId, content } = comment;
  return {
    id,
    siteId,
    columns: {
      id,
      siteId,
      threadId: comment.threadId,
      threadKey: comment.threadKey,
      parentId: comment.parentId,
      rootId: comment.rootId,
      ancestors: JSON.stringify(comment.ancestors),
      depth: comment.depth,
      answersId: comment.answersId ?? null,
      createdAt: comment.createdAt,
      ...changingColumns(comment),
    },
    grams: content === null ? null : gramsOf(content),
    hosts: content === null ? [] : hostsIn(content.html),
  };
}

/** The columns that a change may fill anew. */
export function changingColumns(comment: NewComment): Params & { publishedAt: Ms | null } {
  return {
    readerId: comment.author?.readerId ?? null,
    author: comment.author === null ? null : JSON.stringify(comment.author),
    status: comment.status,
    revision: comment.revision,
    editedAt: comment.editedAt,
    removedFrom: comment.removedFrom,
    reason: comment.reason,
    textHash: comment.textHash,
    pinned: comment.pinned ? 1 : 0,
    featured: comment.featured ? 1 : 0,
    findings: JSON.stringify(comment.findings),
    lastDecision: comment.lastDecision === null ? null : JSON.stringify(comment.lastDecision),
    decidedAt: comment.lastDecision?.at ?? 0,
    ...contentColumns(comment),
    ...caseColumns(comment.review),
  };
}

/** What a new comment has of votes and public answers. */
export type StoredCounters = Pick<Comment, 'votes' | 'replyCount'>;

export const NOTHING_YET: StoredCounters = { votes: { up: 0, down: 0 }, replyCount: 0 };

/** The columns that hang on what became of it. */
export function counterColumns({ createdAt, publishedAt }: CommentRow['columns'], { votes, replyCount }: StoredCounters): Params {
  return {
    up: votes.up,
    down: votes.down,
    replyCount,
    heat: heatOf(createdAt, votes, replyCount),
    listed: publishedAt === null && replyCount === 0 ? 0 : 1,
  };
}

/** What finds a text, as the search index takes it. */
function gramsOf({ text }: Content): string {
  return searchGrams(text).join(' ');
}

/** The columns that a text fills. */
function contentColumns(comment: Pick<Comment, 'content' | 'published'>): Params & { publishedAt: Ms | null } {
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
