import type { PostComment } from '../../contract/comment.ts';
import { Problem } from '../domain/problem.ts';
import type { Site } from '../domain/types.ts';
import type { StoredAnswer } from '../store/port-comments.ts';
import type { CommentDeps } from './deps.ts';
import { firstAnswer } from './kept-answer.ts';
import { authorOf } from './post-author.ts';
import type { PostContext, Posted } from './posted.ts';

/** The answer with the token of a guest whom this post made; also of a refused one, who may appeal and has to be recognised for that. */
export function withToken(posted: Posted, readerToken: string | undefined): Posted {
  if (readerToken === undefined) return posted;
  if ('comment' in posted.answer) return { status: posted.status, answer: { ...posted.answer, readerToken } };
  return { status: posted.status, answer: { rejected: { ...posted.answer.rejected, readerToken } } };
}

/**
 * The first answer again. The guest's token is not kept with it: it is made anew from the same seed, so
 * that a thief of the store finds no token, and a reader whose first answer was lost still gets theirs.
 */
export async function replay(
  deps: CommentDeps,
  site: Site,
  context: PostContext,
  input: PostComment,
  first: StoredAnswer,
  fingerprint: string,
): Promise<Posted> {
  if (first.fingerprint !== fingerprint) throw new Problem('idempotency-key-reused');
  const posted: Posted = { status: first.status, answer: await firstAnswer(deps, first, context.lang) };
  const author = 'comment' in posted.answer ? posted.answer.comment.author?.id : undefined;
  const again = await authorOf(deps, site, context, input, fingerprint);
  if (author !== undefined && author !== again.reader.id) throw new Problem('idempotency-key-reused');
  // A token of a reader who is not stored is good for nothing.
  return withToken(posted, again.isNew ? undefined : again.readerToken);
}
