import { Problem } from '../domain/problem.ts';
import type { Comment, Ms, Reader, Tally } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

export interface VoteDeps {
  store: Pick<Store, 'comments' | 'threads'>;
  now: () => Ms;
  /** A tally changed: readers are notified once a second at most. */
  tallied: (comment: Pick<Comment, 'id' | 'siteId' | 'threadId'>, votes: Tally) => void;
}

/**
 * A reader's vote on a public comment: 1 for, -1 against, 0 takes it back. One vote a reader however often
 * or concurrently it is sent; of one network one vote on a comment is counted.
 * @param network a mark of the reader's network; null: not known, the vote is counted by itself.
 * @throws Problem `not-found` (also when not public), `not-allowed` on one's own.
 */
export async function voteComment(
  deps: VoteDeps,
  reader: Reader,
  comment: Comment,
  value: -1 | 0 | 1,
  network: string | null,
): Promise<{ votes: Tally; value: number }> {
  if (comment.published === null) throw new Problem('not-found');
  if (comment.author?.readerId === reader.id) throw new Problem('not-allowed');
  const { votes, changed } = await deps.store.comments.vote(comment.id, reader.id, value, deps.now(), network);
  if (changed) deps.tallied(comment, votes);
  return { votes, value };
}
