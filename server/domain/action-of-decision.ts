import type { StaffAction } from './permissions.ts';
import type { DecisionAction, ReviewCase } from './types.ts';

/** What ends an open case. */
const ENDS_CASE: ReadonlySet<DecisionAction> = new Set(['approve', 'reject', 'spam', 'restore']);

/** What a decision is, as an action of staff: that depends on what is done, and on the case that it ends. */
export function actionOfDecision(decision: DecisionAction, review: Pick<ReviewCase, 'state' | 'escalated' | 'kinds'> | null): StaffAction {
  if (decision === 'purge') return 'comment.purge';
  if (review?.state !== 'open' || !ENDS_CASE.has(decision)) return 'moderation.decide';
  if (review.kinds.includes('appeal')) return 'appeal.decide';
  return review.escalated ? 'escalated.decide' : 'moderation.decide';
}
