import type { PostAnswer } from '../../contract/comment.ts';
import type { Id } from '../domain/types.ts';

/** The answer to a post, as it goes out and as it is kept under its idempotency key. */
export interface Posted {
  status: number;
  answer: PostAnswer | { rejected: { commentId: Id; reason: string; readerToken?: string } };
}
