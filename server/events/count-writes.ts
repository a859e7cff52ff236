import type { CommentStatus } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/** Where writes are counted. */
export interface WriteMeters {
  countPosted(status: CommentStatus): void;
  countDecision(action: string, by: 'staff' | 'system'): void;
}

/** The same store, which counts the comments and decisions that it has stored: what a lost answer brings again counts once. */
export function countWrites(store: Store, meters: WriteMeters): Store {
  const { comments } = store;
  return {
    ...store,
    comments: {
      ...comments,
      async create(comment, fx, answer, guard) {
        const created = await comments.create(comment, fx, answer, guard);
        if (created.created) meters.countPosted(comment.status);
        return created;
      },
      async change(id, expected, patch, fx) {
        const changed = await comments.change(id, expected, patch, fx);
        const { lastDecision } = patch;
        if (lastDecision) meters.countDecision(lastDecision.action, lastDecision.by === 'system' ? 'system' : 'staff');
        return changed;
      },
    },
  };
}
