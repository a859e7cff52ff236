import { undoableUntil } from '../domain/publication.ts';
import { UNDO_WINDOW } from '../domain/queue-limits.ts';
import type { AuditEntry, Id, Ms } from '../domain/types.ts';
import type { ModerationDeps, Moderator } from './deps.ts';

/** How a decision can be taken back: the comment's revision to name, and until when. */
export interface Undoable {
  revision: number;
  until: Ms;
}

/**
 * Which of these entries are the moderator's own decisions that can still be taken back: nothing has
 * changed the comment since, and the ten minutes are not over. By the entry's id.
 */
export async function undoableAmong(
  deps: Pick<ModerationDeps, 'store' | 'now'>,
  moderator: Moderator,
  entries: readonly AuditEntry[],
): Promise<Map<Id, Undoable>> {
  const now = deps.now();
  const own = entries.filter(({ by, action, at }) => by === moderator.staff.id && action.startsWith('comment.') && now - at <= UNDO_WINDOW);
  const comments = await deps.store.comments.get([...new Set(own.map(({ subject }) => subject))]);
  const found = new Map<Id, Undoable>();
  for (const { id, subject, data } of own) {
    const comment = comments.get(subject);
    if (comment === undefined || data.revision !== comment.revision - 1) continue;
    const until = undoableUntil(comment, moderator.staff.id, now);
    if (until !== null) found.set(id, { revision: comment.revision, until });
  }
  return found;
}
