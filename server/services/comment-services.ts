import { appealComment } from '../comments/appeal-comment.ts';
import { countComments } from '../comments/count-comments.ts';
import type { CommentDeps } from '../comments/deps.ts';
import { editComment } from '../comments/edit-comment.ts';
import { findComment, getComment } from '../comments/find-comment.ts';
import { findThread, type ListRequest, type LiveTransport, listComments } from '../comments/list-comments.ts';
import { ownInThread } from '../comments/own-in-thread.ts';
import { pinComment } from '../comments/pin-comment.ts';
import { postComment } from '../comments/post-comment.ts';
import { removeComment, removeOwnAnswer } from '../comments/remove-comment.ts';
import { reportComment } from '../comments/report-comment.ts';
import { latestComments } from '../comments/latest-comments.ts';
import { type VoteDeps, voteComment } from '../comments/vote-comment.ts';
import type { ListAnswer } from '../../contract/comment.ts';
import type { Comment, Reader, Site, Thread } from '../domain/types.ts';
import { refuseBanned } from '../people/refuse-banned.ts';
import type { Store } from '../store/port.ts';
import type { Bound } from './bound.ts';

/** What readers do with comments. The errors stand at each use case. */
export interface CommentServices {
  get: Bound<typeof getComment>;
  list: (site: Site, request: ListRequest) => Promise<ListAnswer>;
  find: Bound<typeof findComment>;
  replies: Store['comments']['replies'];
  count: Bound<typeof countComments>;
  latest: Bound<typeof latestComments>;
  post: Bound<typeof postComment>;
  edit: Bound<typeof editComment>;
  remove: Bound<typeof removeComment>;
  removeOwnAnswer: Bound<typeof removeOwnAnswer>;
  vote: Bound<typeof voteComment>;
  report: Bound<typeof reportComment>;
  appeal: Bound<typeof appealComment>;
  pin: Bound<typeof pinComment>;
  refuseBanned: Bound<typeof refuseBanned>;
  /** The thread of a key. @throws Problem `not-found` when the site registers its threads. */
  findThread: Bound<typeof findThread>;
  /** The reader's comments that the thread's public list does not have, or may not have yet. */
  ownInThread: (thread: Thread, reader: Reader) => Promise<{ held: Comment[]; recent: Comment[] }>;
  /** The reader's comments in any state, newest first. */
  ofReader: Store['comments']['byReader'];
  threadsOf: Store['threads']['get'];
  /** How the reader has voted on comments of a thread. */
  votesIn: Store['comments']['votesIn'];
}

/**
 * @param deps.store the whole store: its parts are handed on, each use case names those it needs.
 * @param deps.liveTransport how readers who come now are to follow their thread.
 */
export function createCommentServices(
  deps: CommentDeps & { store: Store; tallied: VoteDeps['tallied']; liveTransport: () => LiveTransport },
): CommentServices {
  const { store } = deps;
  return {
    get: (id) => getComment(store, id),
    list: (site, request) => listComments(store, site, request, deps.liveTransport()),
    find: (...rest) => findComment(store, ...rest),
    replies: (request) => store.comments.replies(request),
    count: (...rest) => countComments(store, ...rest),
    latest: (...rest) => latestComments(store, ...rest),
    post: (...rest) => postComment(deps, ...rest),
    edit: (...rest) => editComment(deps, ...rest),
    remove: (...rest) => removeComment(deps, ...rest),
    removeOwnAnswer: (...rest) => removeOwnAnswer(deps, ...rest),
    vote: (...rest) => voteComment(deps, ...rest),
    report: (...rest) => reportComment(deps, ...rest),
    appeal: (...rest) => appealComment(deps, ...rest),
    pin: (...rest) => pinComment(deps, ...rest),
    refuseBanned: (who) => refuseBanned(deps, who),
    findThread: (...rest) => findThread(store, ...rest),
    ownInThread: (thread, reader) => ownInThread(store, thread, reader, deps.now()),
    ofReader: (request) => store.comments.byReader(request),
    threadsOf: (ids) => store.threads.get(ids),
    votesIn: (...rest) => store.comments.votesIn(...rest),
  };
}
