/** What all parts of the storage port share. See port.ts for the promises. */
import type { Cursor } from '../domain/cursor.ts';
import type { Comment } from '../domain/types.ts';

export interface Slice<T> {
  items: T[];
  nextCursor: Cursor | null;
}
export interface Cut {
  cursor?: Cursor | undefined;
  limit: number;
}

/** What a comment is made of; the store adds votes, counts and heat. */
export type NewComment = Omit<Comment, 'votes' | 'replyCount' | 'heat'>;
