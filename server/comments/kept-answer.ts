import { hash } from 'node:crypto';
import type { Lang } from '../../contract/problem.ts';
import type { Id } from '../domain/types.ts';
import { presentOwn } from '../presenters/present-comment.ts';
import type { StoredAnswer } from '../store/port-comments.ts';
import type { CommentDeps } from './deps.ts';
import { getComment } from './find-comment.ts';
import type { Posted } from './posted.ts';

/** What of an answer is kept under its idempotency key: not the text, which would outlive its comment there. */
type KeptAnswer = { commentId: Id } | { rejected: { commentId: Id; reason: string } };

/** The answer as it is kept. */
export function keptAnswer(answer: Posted['answer']): string {
  const kept: KeptAnswer = 'comment' in answer ? { commentId: answer.comment.id } : answer;
  return JSON.stringify(kept);
}

/** The kept answer again: the comment as before anybody voted or answered. What was edited or taken down since is as it is now. */
export async function firstAnswer(deps: Pick<CommentDeps, 'store'>, { body }: StoredAnswer, lang: Lang): Promise<Posted['answer']> {
  const kept: KeptAnswer = JSON.parse(body);
  if ('rejected' in kept) return kept;
  const comment = await getComment(deps.store, kept.commentId);
  return { comment: presentOwn({ ...comment, votes: { up: 0, down: 0 }, replyCount: 0 }, lang) };
}

/**
 * How an idempotency key is stored. The key itself is the secret part of a guest's token, which only the client
 * keeps: a person who reads the store can send no request that would be answered with the token.
 */
export const storedKey = (key: string): string => hash('sha256', key);
