import type { CommentView } from '../../contract/comment.ts';
import type { Lang } from '../../contract/problem.ts';
import { eventsOfChange } from '../domain/change-events.ts';
import { Problem } from '../domain/problem.ts';
import type { Comment, CommentId, Reader, Site } from '../domain/types.ts';
import type { CommentPatch } from '../store/port-comments.ts';
import { orProblem } from '../store/store-problem.ts';
import type { CommentDeps } from './deps.ts';
import { ownComment, requireEditWindow } from './own-comment.ts';
import { presentOwn } from '../presenters/present-comment.ts';

type RemoveDeps = Pick<CommentDeps, 'store' | 'now' | 'newId' | 'campaigns'>;

/**
 * Removed by its author, inside the edit window. With public answers a place-holder stays. A second call
 * gives the same answer.
 * @throws Problem `not-found`, `edit-window-over`, `invalid-transition`, `stale-revision`.
 */
export async function removeComment(deps: RemoveDeps, site: Site, reader: Reader, id: CommentId, lang: Lang): Promise<CommentView> {
  const comment = await ownComment(deps.store, reader, id);
  if (comment.status !== 'removed') requireEditWindow(site, comment, deps.now());
  return remove(deps, comment, lang);
}

/**
 * The same by staff, of what they have written as themselves: at any time.
 * @throws Problem `not-found`, `invalid-transition`, `stale-revision`.
 */
export async function removeOwnAnswer(deps: RemoveDeps, reader: Reader, id: CommentId, lang: Lang): Promise<CommentView> {
  return remove(deps, await ownComment(deps.store, reader, id), lang);
}

async function remove(deps: RemoveDeps, comment: Comment, lang: Lang): Promise<CommentView> {
  if (comment.status === 'removed') return presentOwn(comment, lang);
  if (comment.status === 'purged') throw new Problem('invalid-transition');
  const now = deps.now();
  const patch: CommentPatch = {
    status: 'removed',
    removedFrom: comment.status,
    published: null,
    pinned: false,
    featured: false,
    review: comment.review === null ? null : { ...comment.review, state: 'void', claim: null },
  };
  const events = eventsOfChange(comment, { ...comment, ...patch }, { now, newId: deps.newId });
  const removed = await orProblem(deps.store.comments.change(comment.id, comment.revision, patch, { events, audit: [] }));
  deps.campaigns.remember(removed);
  return presentOwn(removed, lang);
}
