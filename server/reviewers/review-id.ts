import type { CommentId } from '../domain/types.ts';

/** What a review is of: one revision of one comment, by one reviewer. */
export interface ReviewedRevision {
  commentId: CommentId;
  revision: number;
  reviewerId: string;
}

/** The id of a review: it says what it is of, so that a later answer needs no list of open questions. */
export function reviewId({ commentId, revision, reviewerId }: ReviewedRevision): string {
  return `${commentId}.${revision}.${reviewerId}`;
}

/** What a review with this id is of, or null when it is none of ours. */
export function parseReviewId(id: string): ReviewedRevision | null {
  const found = /^([\w-]{1,64})\.([1-9]\d{0,8})\.([a-z0-9][a-z0-9-]{0,29})$/.exec(id);
  const [, commentId, revision, reviewerId] = found ?? [];
  if (commentId === undefined || revision === undefined || reviewerId === undefined) return null;
  return { commentId, revision: Number(revision), reviewerId };
}
