import type { CommentView } from '../server/contract/comment.ts';
import type { ThreadEvent } from '../server/contract/live.ts';
import { repliesOf, type State, withChanged } from './state.ts';

/** Is the comment on the page already, in whatever place? */
export function isShown(state: State, id: string): boolean {
  return [...state.comments, ...state.fresh].some(
    (comment) => comment.id === id || repliesOf(comment).items.some((reply) => reply.id === id),
  );
}

const counted = (state: State, by: number): State =>
  state.thread === null ? state : { ...state, thread: { ...state.thread, commentCount: Math.max(0, state.thread.commentCount + by) } };

/** Puts a new public comment into its place. Others' top-level ones wait behind the pill, so that nothing moves under a reader's eyes. */
function withPublished(state: State, comment: CommentView, isOwn: boolean): State {
  const rest = { ...state, own: state.own.filter(({ id }) => id !== comment.id) };
  if (isShown(rest, comment.id))
    return withChanged(rest, comment.id, (known) => ({ ...known, ...comment, ...(known.replies ? { replies: known.replies } : {}) }));
  const next = counted(rest, 1);
  if (comment.parentId === null) {
    const whole = { ...comment, replies: { items: [], nextCursor: null } };
    return isOwn ? { ...next, comments: [whole, ...next.comments] } : { ...next, fresh: [...next.fresh, whole] };
  }
  const grown = withChanged(next, comment.rootId, (root) => {
    const { items, nextCursor } = repliesOf(root);
    // Behind answers that are not loaded yet it comes with them, unless the reader wrote it.
    const isTail = nextCursor === null || isOwn;
    return { ...root, replyCount: root.replyCount + 1, replies: { items: isTail ? [...items, comment] : items, nextCursor } };
  });
  if (comment.parentId === comment.rootId) return grown;
  return withChanged(grown, comment.parentId, (parent) => ({ ...parent, replyCount: parent.replyCount + 1 }));
}

/** Takes a comment down: a place-holder stays where it has answers. */
function withRemoved(state: State, id: string): State {
  const whole = state.comments.concat(state.fresh);
  const found =
    whole.find((comment) => comment.id === id) ?? whole.flatMap((comment) => repliesOf(comment).items).find((reply) => reply.id === id);
  if (found === undefined || found.html === null) return state;
  let next = counted(state, -1);
  if (found.replyCount > 0)
    next = withChanged(next, id, (comment) => ({ ...comment, html: null, author: null, status: 'removed', editedAt: null }));
  else {
    const without = (comments: readonly CommentView[]): CommentView[] =>
      comments
        .filter((comment) => comment.id !== id)
        .map((comment) =>
          comment.replies
            ? { ...comment, replies: { ...comment.replies, items: comment.replies.items.filter((reply) => reply.id !== id) } }
            : comment,
        );
    next = { ...next, comments: without(next.comments), fresh: without(next.fresh) };
  }
  if (found.parentId === null) return next;
  const fewer = (comment: CommentView): CommentView => ({ ...comment, replyCount: Math.max(0, comment.replyCount - 1) });
  next = withChanged(next, found.rootId, fewer);
  return found.parentId === found.rootId ? next : withChanged(next, found.parentId, fewer);
}

function withEvent(state: State, event: ThreadEvent): State {
  switch (event.type) {
    case 'comment.published':
      return withPublished(state, event.comment, event.comment.author !== null && event.comment.author.id === state.readerId);
    case 'comment.edited':
      return withChanged(state, event.comment.id, (known) => ({
        ...known,
        ...event.comment,
        ...(known.replies ? { replies: known.replies } : {}),
      }));
    case 'comment.removed':
      return withRemoved(state, event.id);
    case 'comment.votes':
      return withChanged(state, event.id, (known) => ({ ...known, votes: { up: event.up, down: event.down } }));
    case 'thread.updated':
      return state.thread === null ? state : { ...state, thread: { ...state.thread, closed: event.closed } };
  }
}

/**
 * Applies live events by their numbers: what is known is passed over; null means that one is missing and
 * the list has to be fetched again.
 */
export function withEvents(state: State, events: readonly ThreadEvent[]): State | null {
  let next = state;
  for (const event of events) {
    if (event.seq <= next.seq) continue;
    if (event.seq !== next.seq + 1) return null;
    next = { ...withEvent(next, event), seq: event.seq };
  }
  return next;
}

/** The answer to the reader's own post, or news of one: public ones go to their place, others stay with their author. */
export function withOwn(state: State, comment: CommentView): State {
  if (comment.status === 'published') return withPublished(state, comment, true);
  const others = state.own.filter(({ id }) => id !== comment.id);
  if (comment.status === 'removed' || comment.status === 'purged') return withRemoved({ ...state, own: others }, comment.id);
  return { ...state, own: [comment, ...others] };
}
