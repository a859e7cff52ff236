import type { ProblemView } from '../server/contract/problem.ts';
import type { CommentView, ListAnswer, SiteView, ThreadView } from '../server/contract/comment.ts';

/** A comment on its way to the server. */
export interface Sending {
  key: string;
  parentId: string | null;
  rootId: string | null;
  body: string;
  name: string;
  /** Milliseconds that the box had been open when it was sent off first; later tries say the same. */
  elapsed: number;
  /** `waiting`: no connection; it is sent when there is one. */
  state: 'sending' | 'waiting';
}

/** A text that the server refused: back into its box, with the reason. */
export interface Returned {
  parentId: string | null;
  body: string;
  /** The reason in words. */
  why: string;
  /** It was the name that was refused, not the text. */
  isName: boolean;
  /** Seconds until it may be sent again, when it was only too fast. */
  wait: number | null;
}

/** Why the server will not show the comments. */
export type Refusal = Pick<ProblemView, 'status' | 'code' | 'detail' | 'errors' | 'origin'>;

/** What the box shows. */
export interface State {
  /** `error`: no answer, it is asked again; `refused`: the server will not show them, as `refusal` says. */
  phase: 'loading' | 'ready' | 'error' | 'refused';
  refusal: Refusal | null;
  sort: 'hot' | 'newest' | 'oldest';
  thread: ThreadView | null;
  site: SiteView | null;
  /** Top-level comments with their loaded answers; in the tower view every comment. */
  comments: readonly CommentView[];
  nextCursor: string | null;
  /** In the tower view what stands above them and is not among them, by id. */
  ancestors?: ListAnswer['ancestors'];
  /** Ids of those shown first because most agree with them. */
  hot: readonly string[];
  /** The reader's own comments that are not public, or so lately that the list may lack them. */
  own: readonly CommentView[];
  sending: readonly Sending[];
  returned: Returned | null;
  votes: Readonly<Record<string, 1 | -1>>;
  readerId: string | null;
  /** Number of the last live event that is shown. */
  seq: number;
  /** New comments and answers of others, shown when the reader asks. */
  fresh: readonly CommentView[];
  online: number;
  isOffline: boolean;
}

export const EMPTY: State = {
  phase: 'loading',
  refusal: null,
  sort: 'newest',
  thread: null,
  site: null,
  comments: [],
  nextCursor: null,
  hot: [],
  own: [],
  sending: [],
  returned: null,
  votes: {},
  readerId: null,
  seq: 0,
  fresh: [],
  online: 0,
  isOffline: false,
};

/** So many agree with a comment that is shown first, at least. */
const HOT_FROM = 5;
/** So many comments are there before some are shown first, at least. */
const HOT_AMONG = 6;

/** The answers that are loaded. */
export const repliesOf = (comment: CommentView): NonNullable<CommentView['replies']> => comment.replies ?? { items: [], nextCursor: null };

/** The first page and the best liked of the thread, which stand before it. */
export function withFirstPage(state: State, page: ListAnswer, best: readonly CommentView[]): State {
  const { thread } = page;
  const liked =
    thread.commentCount < HOT_AMONG ? [] : best.filter(({ html, pinned, votes }) => html !== null && !pinned && votes.up >= HOT_FROM);
  const hot = liked.map(({ id }) => id);
  const comments = [...liked, ...page.comments.filter(({ id }) => !hot.includes(id))];
  const listed = comments.flatMap((comment) => [comment, ...repliesOf(comment).items]).map(({ id }) => id);
  const own = state.own.filter(({ id, status }) => status !== 'published' || !listed.includes(id));
  return { ...state, ...page, phase: 'ready', hot, comments, own, seq: thread.seq, fresh: [] };
}
