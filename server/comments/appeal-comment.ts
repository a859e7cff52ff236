import { effectsOf, SYSTEM } from '../domain/effects.ts';
import { Problem } from '../domain/problem.ts';
import type { CommentId, Id, Ms, Reader } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { ownComment } from './own-comment.ts';

/** Appeals come before all other cases. */
const APPEAL = { score: 0.5, priority: 12 };

/**
 * The author of a refused comment asks for a second look: once.
 * @throws Problem `not-found`, `invalid-transition` (not refused, or appealed before).
 */
export async function appealComment(
  deps: { store: Pick<Store, 'comments' | 'moderation'>; now: () => Ms; newId: () => Id },
  reader: Reader,
  id: CommentId,
  note: string,
): Promise<void> {
  const comment = await ownComment(deps.store, reader, id);
  const refused = comment.status === 'rejected' || comment.status === 'spam';
  if (!refused || comment.review?.kinds.includes('appeal')) throw new Problem('invalid-transition');
  const now = deps.now();
  const { siteId } = comment;
  // The log names neither readers nor their words: nothing can be taken out of it when a reader is erased.
  const action = { action: 'comment.appeal', siteId, subject: id };
  const event = { type: 'queue.added' as const, channel: `staff:${siteId}` as const, siteId, data: { commentId: id } };
  const appealed = { ...event, type: 'comment.appealed' as const, channel: `site:${siteId}` as const };
  const effects = effectsOf({ at: now, newId: deps.newId }, SYSTEM, action, [event, appealed]);
  await deps.store.moderation.openCase(id, { kind: 'appeal', reason: 'appeal', ...APPEAL, now, appeal: { at: now, note } }, effects);
}
