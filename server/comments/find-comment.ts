import type { CommentView, PermalinkAnswer } from '../../contract/comment.ts';
import type { Lang } from '../../contract/problem.ts';
import { bytesOf, MOST_COMMENTS_BYTES, byteBudget } from '../domain/page-size.ts';
import { Problem } from '../domain/problem.ts';
import type { Comment, CommentId, ReaderId, Site } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { readChain } from './read-floors.ts';
import { reportedTexts } from './reported-texts.ts';
import { presentModerated } from '../presenters/present-moderated.ts';
import { presentOwn, presentPublic, presentThread } from '../presenters/present-comment.ts';

/** Who looks: staff and the author see the latest text, the public what is listed. */
export interface Viewer {
  readerId: ReaderId | null;
  isStaff: boolean;
  lang: Lang;
}

/** Is the comment, or its place-holder, there for the public? */
export function isListed(comment: Comment): boolean {
  return comment.published !== null || comment.replyCount > 0;
}

/** The comment of an id. @throws Problem `not-found`. */
export async function getComment(store: Pick<Store, 'comments'>, id: CommentId): Promise<Comment> {
  const comment = (await store.comments.get([id])).get(id);
  if (comment === undefined) throw new Problem('not-found');
  return comment;
}

/** A comment as the viewer may see it, or null where it does not exist for them. */
async function presentTo(store: Pick<Store, 'comments'>, comment: Comment, viewer: Viewer): Promise<CommentView | null> {
  if (viewer.isStaff) return presentModerated(comment, (await reportedTexts(store, [comment])).get(comment.id));
  if (viewer.readerId !== null && comment.author?.readerId === viewer.readerId) return presentOwn(comment, viewer.lang);
  return isListed(comment) ? presentPublic(comment) : null;
}

/** A comment with the chain above it, or the ends of that, for permalinks. @throws Problem `not-found`, also for what the viewer may not know of. */
export async function findComment(
  store: Pick<Store, 'comments' | 'threads' | 'events'>,
  site: Site,
  comment: Comment,
  viewer: Viewer,
): Promise<PermalinkAnswer> {
  const view = await presentTo(store, comment, viewer);
  if (view === null) throw new Problem('not-found');
  const thread = (await store.threads.get([comment.threadId])).get(comment.threadId) ?? null;
  const seq = await store.events.head(`thread:${comment.threadId}`);
  const answeredOne = comment.answersId === undefined ? undefined : (await store.comments.get([comment.answersId])).get(comment.answersId);
  const answered = answeredOne === undefined ? {} : { answered: presentPublic(answeredOne) };
  const budget = byteBudget(MOST_COMMENTS_BYTES - bytesOf([view, answered]));
  return {
    comment: view,
    ancestors: await readChain(store, comment, budget),
    ...answered,
    thread: presentThread(site, comment.threadKey, thread, seq),
  };
}
