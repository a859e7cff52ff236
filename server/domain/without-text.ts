import { voidedCase } from './publication.ts';
import type { Comment, DecisionRecord, Finding, ReviewCase } from './types.ts';

/** What was decided, and no more: undoing it would bring back what is gone. */
export const withoutPast = (last: DecisionRecord | null): DecisionRecord | null =>
  last === null ? null : { ...last, note: '', before: null };

/** What becomes of a comment that is not public when its text goes: that there was one, and what was decided, stays. */
export function withoutText({ review, lastDecision }: Pick<Comment, 'review' | 'lastDecision'>): {
  content: null;
  textHash: string;
  findings: Finding[];
  review: ReviewCase | null;
  lastDecision: DecisionRecord | null;
} {
  return { content: null, textHash: '', findings: [], review: voidedCase(review), lastDecision: withoutPast(lastDecision) };
}
