import { eventsOfChange } from '../domain/change-events.ts';
import { auditEntry, SYSTEM } from '../domain/effects.ts';
import type { SignedInReader } from '../domain/members.ts';
import { Problem } from '../domain/problem.ts';
import type { Comment, Id, Ms } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { orProblem } from '../store/store-problem.ts';

export interface PinDeps {
  store: Pick<Store, 'comments'>;
  now: () => Ms;
  newId: () => Id;
}

/**
 * The author of an article pins a public comment below it, or unpins it. That it was the author stands in the log.
 * @throws Problem `not-allowed` for everybody else; `not-found` for what is not public; `stale-revision`.
 */
export async function pinComment(deps: PinDeps, reader: SignedInReader, comment: Comment, pinned: boolean): Promise<Comment> {
  if (comment.published === null || comment.siteId !== reader.siteId) throw new Problem('not-found');
  if (!reader.authorOf.includes(comment.threadKey)) throw new Problem('not-allowed');
  if (comment.pinned === pinned) return comment;
  const now = deps.now();
  const events = eventsOfChange(comment, { ...comment, pinned }, { now, newId: deps.newId });
  const { id: subject, siteId } = comment;
  const action = pinned ? 'comment.pin' : 'comment.unpin';
  const audit = auditEntry({ at: now, newId: deps.newId }, SYSTEM, { action, siteId, subject, data: { author: reader.id } });
  return orProblem(deps.store.comments.change(comment.id, comment.revision, { pinned }, { events, audit: [audit] }));
}
