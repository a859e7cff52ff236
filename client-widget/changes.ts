import type { CommentView } from '../contract/comment.ts';
import type { ThreadEvent } from '../contract/live.ts';
import { repliesOf, type State } from './state.ts';

/** Changes a comment that is shown above others in the tower view. */
function withQuoted(state: State, id: string, change: (comment: CommentView) => CommentView): State {
  const quoted = state.ancestors?.[id];
  return quoted === undefined ? state : { ...state, ancestors: { ...state.ancestors, [id]: change(quoted) } };
}

/** Changes one comment, wherever it stands, above others too. */
export function withChanged(state: State, id: string, change: (comment: CommentView) => CommentView): State {
  const one = (comment: CommentView): CommentView => {
    const { items, nextCursor } = repliesOf(comment);
    const changed = comment.id === id ? change(comment) : comment;
    if (!items.some((reply) => reply.id === id)) return changed;
    return { ...changed, replies: { items: items.map((reply) => (reply.id === id ? change(reply) : reply)), nextCursor } };
  };
  return { ...withQuoted(state, id, change), comments: state.comments.map(one), fresh: state.fresh.map(one) };
}

/** A comment of the page, wherever it is; those behind the button for new ones too. */
export function findShown(state: State, id: string): CommentView | undefined {
  const whole = [...state.comments, ...state.fresh];
  return (
    whole.find((comment) => comment.id === id) ?? whole.flatMap((comment) => repliesOf(comment).items).find((reply) => reply.id === id)
  );
}

const counted = (state: State, by: number): State =>
  state.thread === null ? state : { ...state, thread: { ...state.thread, commentCount: Math.max(0, state.thread.commentCount + by) } };

/** A comment with a newer version of it; fields that only its author gets stay. */
export const merged = (known: CommentView, update: CommentView): CommentView => ({
  ...known,
  ...update,
  ...(known.replies ? { replies: known.replies } : {}),
  ...(known.ancestors ? { ancestors: known.ancestors } : {}),
});

/** The comments above one of the tower view, from the top down, as far as the page knows them. */
export function floorsOf(state: State, { ancestors, parentId }: CommentView): NonNullable<CommentView['ancestors']> {
  if (ancestors !== undefined || parentId === null) return ancestors ?? [];
  const parent = state.comments.concat(state.fresh).find(({ id }) => id === parentId);
  return [...(parent?.ancestors ?? []), { id: parentId }];
}

/**
 * Puts a comment where it belongs: the reader's own new one first, under the box. Its
 * conversation may be on a later page: then it is loaded with that.
 */
function inserted(state: State, comment: CommentView, isOwn: boolean, isTower: boolean): State {
  if (isTower || comment.parentId === null) {
    const whole = isTower ? { ...comment, ancestors: floorsOf(state, comment) } : { replies: { items: [], nextCursor: null }, ...comment };
    const { comments, hot, sort, nextCursor } = state;
    // Pinned and best liked ones stay first, and what the reader has put before them.
    const stays = comments.map(({ id, pinned }) => pinned || hot.includes(id)).lastIndexOf(true) + 1;
    const before = isOwn ? 0 : sort === 'oldest' && nextCursor === null ? comments.length : stays;
    return { ...state, comments: [...comments.slice(0, before), whole, ...comments.slice(before)] };
  }
  return withChanged(state, comment.rootId, (root) => {
    const { items, nextCursor } = repliesOf(root);
    return { ...root, replies: { items: [...items, comment], nextCursor } };
  });
}

/** Shows the comments that wait behind the button for new ones. */
export function withFresh(state: State, isTower: boolean): State {
  return state.fresh.reduce<State>((next, comment) => inserted(next, comment, false, isTower), { ...state, fresh: [] });
}

/** Counts an answer at the comment that it answers and at the first of its conversation. */
function withReplyCount(state: State, { parentId, rootId }: CommentView, by: number): State {
  const more = (comment: CommentView): CommentView => ({ ...comment, replyCount: Math.max(0, comment.replyCount + by) });
  if (parentId === null) return state;
  const next = withChanged(state, rootId, more);
  return parentId === rootId ? next : withChanged(next, parentId, more);
}

/** Adds a new public comment: the reader's own where it belongs, others behind the button for new ones, so that nothing moves while it is read. */
function withPublished(state: State, comment: CommentView, isOwn: boolean, isTower: boolean): State {
  const rest = { ...state, own: state.own.filter(({ id }) => id !== comment.id) };
  const known = findShown(rest, comment.id);
  if (known !== undefined) {
    const next = withChanged(known.html === null ? counted(rest, 1) : rest, comment.id, (old) => merged(old, comment));
    const waits = isOwn ? next.fresh.find(({ id }) => id === comment.id) : undefined;
    // The live event of the reader's own comment was faster than the answer to the post.
    if (waits === undefined) return next;
    return inserted({ ...next, fresh: next.fresh.filter(({ id }) => id !== comment.id) }, waits, true, isTower);
  }
  const next = withReplyCount(counted(rest, 1), comment, 1);
  if (isOwn) return inserted(next, comment, true, isTower);
  if (comment.parentId === null || isTower) return { ...next, fresh: [...next.fresh, comment] };
  const root = findShown(next, comment.rootId);
  // After answers that are not loaded yet it is loaded with them.
  const comesLater = root === undefined || repliesOf(root).nextCursor !== null;
  return comesLater ? next : { ...next, fresh: [...next.fresh, comment] };
}

/** Removes a comment: a placeholder stays where it has answers. */
export function withRemoved(state: State, id: string): State {
  const gone = (comment: CommentView): CommentView => ({ ...comment, html: null, author: null, status: 'removed', editedAt: null });
  const found = findShown(state, id);
  if (found === undefined) return withChanged(state, id, gone);
  if (found.html === null) return state;
  const next = withReplyCount(withQuoted(counted(state, -1), id, gone), found, -1);
  if (found.replyCount > 0) return withChanged(next, id, gone);
  const without = (comments: readonly CommentView[]): CommentView[] =>
    comments
      .filter((comment) => comment.id !== id)
      .map((comment) => {
        const { replies } = comment;
        return replies === undefined
          ? comment
          : { ...comment, replies: { ...replies, items: replies.items.filter((reply) => reply.id !== id) } };
      });
  return { ...next, comments: without(next.comments), fresh: without(next.fresh), hot: next.hot.filter((one) => one !== id) };
}

function withEvent(state: State, event: ThreadEvent, isTower: boolean): State {
  switch (event.type) {
    case 'comment.published': {
      const isOwn = event.comment.author !== null && event.comment.author.id === state.readerId;
      return withPublished(state, event.comment, isOwn, isTower);
    }
    case 'comment.edited': {
      const { comment } = event;
      return withChanged(state, comment.id, (known) => merged(known, comment));
    }
    case 'comment.removed':
      return withRemoved(state, event.id);
    case 'comment.votes':
      return withChanged(state, event.id, (known) => ({ ...known, votes: { up: event.up, down: event.down } }));
    case 'thread.updated':
      return state.thread === null ? state : { ...state, thread: { ...state.thread, closed: event.closed } };
  }
}

/**
 * Applies live events by their numbers: what is known is passed over; null means that one is missing.
 */
export function withEvents(state: State, events: readonly ThreadEvent[], isTower: boolean): State | null {
  let next = state;
  for (const event of events) {
    if (event.seq <= next.seq) continue;
    if (event.seq !== next.seq + 1) return null;
    next = { ...withEvent(next, event, isTower), seq: event.seq };
  }
  return next;
}

/** Puts the reader's own comment, from an answer or a live event, where it belongs: public ones into the list, others beside it. */
export function withOwn(state: State, comment: CommentView, isTower: boolean): State {
  if (comment.status === 'published') return withPublished(state, comment, true, isTower);
  const others = state.own.filter(({ id }) => id !== comment.id);
  if (comment.status === 'removed' || comment.status === 'purged') return withRemoved({ ...state, own: others }, comment.id);
  return { ...state, own: [comment, ...others] };
}
