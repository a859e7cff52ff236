import type { CommentView, ListAnswer, SiteView, ThreadView } from '../server/contract/comment.ts';

/** A comment on its way to the server. */
export interface Sending {
  key: string;
  parentId: string | null;
  rootId: string | null;
  body: string;
  name: string;
  /** `waiting`: no connection; it is sent when there is one. */
  state: 'sending' | 'waiting';
}

/** What the box shows. */
export interface State {
  phase: 'loading' | 'ready' | 'error';
  sort: 'hot' | 'newest' | 'oldest';
  thread: ThreadView | null;
  site: SiteView | null;
  /** Top-level comments with their loaded answers; in the tower view every comment. */
  comments: readonly CommentView[];
  nextCursor: string | null;
  /** The reader's own comments that are not public. */
  own: readonly CommentView[];
  sending: readonly Sending[];
  votes: Readonly<Record<string, 1 | -1>>;
  readerId: string | null;
  /** Number of the last live event that is shown. */
  seq: number;
  /** New comments of others, shown when the reader asks. */
  fresh: readonly CommentView[];
  online: number;
  isOffline: boolean;
}

export const EMPTY: State = {
  phase: 'loading',
  sort: 'newest',
  thread: null,
  site: null,
  comments: [],
  nextCursor: null,
  own: [],
  sending: [],
  votes: {},
  readerId: null,
  seq: 0,
  fresh: [],
  online: 0,
  isOffline: false,
};

/** The answers that are loaded. */
export const repliesOf = (comment: CommentView): NonNullable<CommentView['replies']> => comment.replies ?? { items: [], nextCursor: null };

/** The first page, or the next one; what is there already is not repeated. */
export function withPage(state: State, page: ListAnswer, isFirst: boolean): State {
  const known = isFirst ? [] : state.comments;
  const ids = new Set(known.map(({ id }) => id));
  const base = { ...state, phase: 'ready' as const, site: page.site, nextCursor: page.nextCursor };
  const comments = [...known, ...page.comments.filter(({ id }) => !ids.has(id))];
  if (!isFirst) return { ...base, comments };
  return { ...base, comments, thread: page.thread, seq: page.thread.seq, fresh: [], own: state.own.filter(({ id }) => !ids.has(id)) };
}

/** Changes one comment, wherever it stands. */
export function withChanged(state: State, id: string, change: (comment: CommentView) => CommentView): State {
  const one = (comment: CommentView): CommentView => {
    const { items, nextCursor } = repliesOf(comment);
    const changed = comment.id === id ? change(comment) : comment;
    if (!items.some((reply) => reply.id === id)) return changed;
    return { ...changed, replies: { items: items.map((reply) => (reply.id === id ? change(reply) : reply)), nextCursor } };
  };
  return { ...state, comments: state.comments.map(one), fresh: state.fresh.map(one) };
}

/** More answers of a conversation. */
export function withReplies(state: State, rootId: string, more: readonly CommentView[], nextCursor: string | null): State {
  return withChanged(state, rootId, (comment) => {
    const { items } = repliesOf(comment);
    const ids = new Set(items.map(({ id }) => id));
    return { ...comment, replies: { items: [...items, ...more.filter(({ id }) => !ids.has(id))], nextCursor } };
  });
}
