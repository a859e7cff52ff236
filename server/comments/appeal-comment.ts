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
  deps: { store: Pick<Store, 'comments' | 'moderation'>; now: () => Ms; newId: () => Id; wake: () => void },
  reader: Reader,
  id: CommentId,
  note: string,
): Promise<void> {
  const comment = await ownComment(deps.store, reader, id);
  const refused = comment.status === 'rejected' || comment.status === 'spam';
  if (!refused || comment.review?.kinds.includes('appeal')) throw new Problem('invalid-transition');
  const now = deps.now();
  await deps.store.moderation.openCase(
    id,
    { kind: 'appeal', reason: 'appeal', ...APPEAL, now },
    {
      events: [
        {
          id: deps.newId(),
          type: 'queue.added',
          channel: `staff:${comment.siteId}`,
          siteId: comment.siteId,
          at: now,
          data: { commentId: id },
        },
      ],
      audit: [
        {
          id: deps.newId(),
          siteId: comment.siteId,
          at: now,
          by: 'system',
          // A reader's nickname never stands where a person of staff is named.
          byName: '',
          action: 'comment.appeal',
          subject: id,
          reason: null,
          note,
          requestId: null,
          data: { readerId: reader.id, readerName: reader.name },
        },
      ],
    },
  );
  deps.wake();
}
