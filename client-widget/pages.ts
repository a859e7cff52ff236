import type { CommentView, ListAnswer } from '../server/contract/comment.ts';
import { withChanged } from './changes.ts';
import { repliesOf, type State } from './state.ts';

/** The next page; what is there already is not repeated. */
export function withNextPage(state: State, page: ListAnswer): State {
  const ids = new Set([...state.comments, ...state.fresh].map(({ id }) => id));
  return { ...state, nextCursor: page.nextCursor, comments: [...state.comments, ...page.comments.filter(({ id }) => !ids.has(id))] };
}

/** More answers of a conversation, in the order in which they were given: ids are sortable by time. */
export function withReplies(state: State, rootId: string, more: readonly CommentView[], nextCursor: string | null): State {
  return withChanged(state, rootId, (comment) => {
    const byId = new Map([...repliesOf(comment).items, ...more].map((reply) => [reply.id, reply]));
    return { ...comment, replies: { items: [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), nextCursor } };
  });
}
