import type { ReaderView } from '../contract/account.ts';
import type { ProblemView } from '../contract/problem.ts';
import type { CommentView, ListAnswer, SiteView, ThreadView } from '../contract/comment.ts';
import type { Sort } from '../server/domain/enumerations.ts';

/** A comment that is being sent to the server. */
export interface Sending {
  key: string;
  parentId: string | null;
  rootId: string | null;
  body: string;
  name: string;
  /** How long the box had been open at the first attempt, ms; later attempts send the same. */
  elapsed: number;
  /** `waiting`: no answer came; it is tried again by itself. */
  state: 'sending' | 'waiting';
}

/** A text that returns to its field: the server refused it, or the reader asked for it. */
export interface Returned {
  parentId: string | null;
  body: string;
  /** The sentence of the refusal, blank where a proxy refused it without one; null: it was not refused. */
  why: string | null;
  /** It was the name that was refused, not the text. */
  isName: boolean;
  /** Seconds until it may be sent again, when it was only too fast. */
  wait: number | null;
}

/** Why the server does not show the comments. */
export type Refusal = Pick<ProblemView, 'status' | 'code' | 'detail' | 'errors' | 'origin'>;

/** What the box shows. */
export interface State {
  /** `error`: no answer came, the request is repeated; `refused`: the server does not show the comments, for the reason in `refusal`. */
  phase: 'loading' | 'ready' | 'error' | 'refused';
  refusal: Refusal | null;
  sort: Sort;
  thread: ThreadView | null;
  site: SiteView | null;
  /** Top-level comments with their loaded answers; in the tower view every comment. */
  comments: readonly CommentView[];
  nextCursor: string | null;
  /** In the tower view the comments above them that are not among them, by id. */
  ancestors?: ListAnswer['ancestors'];
  /** Ids of those shown first because most agree with them. */
  hot: readonly string[];
  /** The reader's own comments that are not public, or so lately that the list may lack them. */
  own: readonly CommentView[];
  sending: readonly Sending[];
  returned: Returned | null;
  votes: Readonly<Record<string, 1 | -1>>;
  readerId: string | null;
  /** Who that is, as the server last answered; null while it is not known, and for a browser without a reader. */
  reader: ReaderView | null;
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
  reader: null,
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

/** May its author change this comment now? */
export const isEditable = (site: SiteView | null, { createdAt, status }: CommentView): boolean =>
  site !== null && Date.now() - Date.parse(createdAt) < site.editWindow * 1000 && status !== 'rejected';

/**
 * The first page: what is pinned, the best liked of the thread, then the others. The best liked stand there
 * without their answers, which come when they are asked for (an empty cursor: from the first on).
 */
export function withFirstPage(state: State, page: ListAnswer, best: readonly CommentView[]): State {
  const { thread } = page;
  const liked = best
    .filter(({ html, pinned, votes }) => thread.commentCount >= HOT_AMONG && html !== null && !pinned && votes.up >= HOT_FROM)
    .map((comment) => ({ ...comment, replies: { items: [], nextCursor: comment.replyCount > 0 ? '' : null } }));
  const hot = liked.map(({ id }) => id);
  const others = page.comments.filter(({ id }) => !hot.includes(id));
  const comments = [...others.filter(({ pinned }) => pinned), ...liked, ...others.filter(({ pinned }) => !pinned)];
  const listed = comments.flatMap((comment) => [comment, ...repliesOf(comment).items]).map(({ id }) => id);
  const own = state.own.filter(({ id, status }) => status !== 'published' || !listed.includes(id));
  return { ...state, ...page, phase: 'ready', hot, comments, own, seq: thread.seq, fresh: [] };
}
