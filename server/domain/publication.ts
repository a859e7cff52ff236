import { Problem } from './problem.ts';
import { UNDO_WINDOW } from './queue-limits.ts';
import type {
  Appeal,
  Comment,
  CommentStatus,
  Content,
  DecisionAction,
  DecisionBefore,
  DecisionRecord,
  Ms,
  ReasonCode,
  ReviewCase,
  StaffId,
} from './types.ts';

/** What a comment is changed to; the store applies it under the revision that was read. */
export interface Transition {
  status: CommentStatus;
  published: { content: Content; at: Ms } | null;
  reason: ReasonCode | null;
  removedFrom: CommentStatus | null;
  review: ReviewCase | null;
  pinned: boolean;
  featured: boolean;
  /** Only where the decision erases them. */
  content?: null;
  author?: null;
  lastDecision: DecisionRecord;
}

/** Who decides what, when and why. */
export interface Verdictum {
  action: DecisionAction;
  by: StaffId | 'system';
  byName: string;
  at: Ms;
  reason: ReasonCode | null;
  note: string;
}

type Step = (comment: Comment, how: Verdictum) => Partial<Transition> | null;

const isPublic = (comment: Comment): boolean => comment.published !== null;
const caseIsOpen = (comment: Comment): boolean => comment.review?.state === 'open';

function closed(review: ReviewCase | null): ReviewCase | null {
  if (review === null) return null;
  const { escalation: _, ...rest } = review;
  return { ...rest, state: 'decided', escalated: false, claim: null };
}

/** Opens the case again, or a new one, with one more kind and reason. */
export function openedCase(
  review: ReviewCase | null,
  add: { kind: ReviewCase['kinds'][number]; reason: string; score: number; priority: number; now: Ms; clusterId?: string; appeal?: Appeal },
): ReviewCase {
  const open = review?.state === 'open' ? review : null;
  // There is one appeal a comment, whatever case it was in.
  const appeal = add.appeal ?? review?.appeal;
  return {
    state: 'open',
    escalated: open?.escalated ?? false,
    kinds: [...new Set([...(open?.kinds ?? []), add.kind])],
    reasons: [...new Set([...(open?.reasons ?? []), add.reason])],
    score: Math.max(open?.score ?? 0, add.score),
    priority: Math.max(open?.priority ?? 0, add.priority),
    openedAt: open?.openedAt ?? add.now,
    claim: open?.claim ?? null,
    ...clusterOf(add.clusterId ?? open?.clusterId),
    ...(open?.escalation === undefined ? {} : { escalation: open.escalation }),
    ...(appeal === undefined ? {} : { appeal }),
  };
}

/** A case that is of no use any more, without what people wrote in it. */
export function voidedCase(review: ReviewCase | null): ReviewCase | null {
  if (review === null) return null;
  const { escalation: _, appeal: __, ...rest } = review;
  return { ...rest, state: 'void', escalated: false, claim: null };
}

const clusterOf = (clusterId: string | undefined): { clusterId?: string } => (clusterId === undefined ? {} : { clusterId });

function publish(comment: Comment, how: Verdictum): Partial<Transition> {
  if (comment.content === null) throw new Problem('invalid-transition');
  return {
    status: 'published',
    published: { content: comment.content, at: how.at },
    reason: null,
    removedFrom: null,
    review: closed(comment.review),
  };
}

function takeDown(status: 'rejected' | 'spam'): Step {
  return (comment, how) => {
    const waitsAsEdit = comment.status === 'pending' && isPublic(comment);
    return {
      status,
      // A refused edit leaves the text that was published before; a refused comment goes.
      published: waitsAsEdit ? comment.published : null,
      reason: how.reason,
      review: closed(comment.review),
      pinned: waitsAsEdit && comment.pinned,
      featured: waitsAsEdit && comment.featured,
    };
  };
}

/**
 * The publication machine: what each action makes of a comment, or null where the step does not exist.
 * Every step that is not here is `invalid-transition`.
 */
const STEPS: { readonly [A in Exclude<DecisionAction, 'undo'>]: Step } = {
  approve(comment, how) {
    if (comment.status === 'published' && caseIsOpen(comment)) return { review: closed(comment.review) };
    return ['pending', 'rejected', 'spam'].includes(comment.status) ? publish(comment, how) : null;
  },
  reject(comment, how) {
    if (comment.status === 'rejected' && caseIsOpen(comment)) return { review: closed(comment.review), reason: how.reason };
    if (comment.status === 'rejected' && isPublic(comment)) return takeDown('rejected')(comment, how);
    return ['pending', 'published'].includes(comment.status) ? takeDown('rejected')(comment, how) : null;
  },
  spam: (comment, how) => (['pending', 'published'].includes(comment.status) ? takeDown('spam')(comment, how) : null),
  hide(comment, how) {
    if (!isPublic(comment)) return null;
    const review = openedCase(comment.review, { kind: 'flagged', reason: 'hidden', score: 0.5, priority: 6, now: how.at });
    return { status: 'pending', published: null, review, pinned: false, featured: false };
  },
  restore(comment, how) {
    if (comment.status === 'rejected' || comment.status === 'spam') return publish(comment, how);
    if (comment.status !== 'removed' || comment.content === null) return null;
    const back = comment.removedFrom ?? 'pending';
    if (back === 'published') return publish(comment, how);
    const review = openedCase(comment.review, { kind: 'new', reason: 'restored', score: 0, priority: 0, now: how.at });
    return { status: back, removedFrom: null, review: back === 'pending' ? review : comment.review };
  },
  escalate(comment, { by, byName, at, note }) {
    if (comment.review === null || !caseIsOpen(comment) || comment.review.escalated) return null;
    const escalation = { by, byName, at, note };
    return { review: { ...comment.review, escalated: true, escalation, claim: null, priority: comment.review.priority + 8 } };
  },
  purge(comment) {
    if (comment.status === 'purged') return null;
    return {
      status: 'purged',
      published: null,
      content: null,
      author: null,
      // What was found in the text quotes it.
      findings: [],
      removedFrom: null,
      review: voidedCase(comment.review),
      pinned: false,
      featured: false,
    };
  },
  pin: (comment) => (isPublic(comment) && !comment.pinned ? { pinned: true } : null),
  unpin: (comment) => (comment.pinned ? { pinned: false } : null),
  feature: (comment) => (isPublic(comment) && !comment.featured ? { featured: true } : null),
  unfeature: (comment) => (comment.featured ? { featured: false } : null),
};

function undo(comment: Comment, how: Verdictum): Partial<Transition> {
  const last = comment.lastDecision;
  if (last === null || last.before === null || last.action === 'undo') throw new Problem('invalid-transition');
  if (last.by !== how.by) throw new Problem('not-allowed');
  if (how.at - last.at > UNDO_WINDOW) throw new Problem('invalid-transition');
  return { ...last.before, review: last.before.review === null ? null : { ...last.before.review, claim: null } };
}

/** What undo needs to bring back. */
export function beforeDecision(comment: Comment): DecisionBefore {
  return {
    status: comment.status,
    published: comment.published,
    reason: comment.reason,
    review: comment.review,
    pinned: comment.pinned,
    featured: comment.featured,
  };
}

/**
 * What a decision makes of a comment.
 * @throws Problem `invalid-transition` when the comment has no such step, `not-allowed` when one undoes
 * another's decision.
 */
export function decideTransition(comment: Comment, how: Verdictum): Transition {
  const step = how.action === 'undo' ? undo(comment, how) : STEPS[how.action](comment, how);
  if (step === null) throw new Problem('invalid-transition', { pvt: { action: how.action, status: comment.status } });
  const last = comment.lastDecision;
  return {
    status: comment.status,
    published: comment.published,
    reason: comment.reason,
    removedFrom: comment.removedFrom,
    review: comment.review,
    pinned: comment.pinned,
    featured: comment.featured,
    ...step,
    lastDecision: {
      action: how.action,
      by: how.by,
      byName: how.byName,
      at: how.at,
      reason: how.reason,
      note: how.note,
      before: how.action === 'purge' || how.action === 'undo' ? null : beforeDecision(comment),
      since: last !== null && last.by === how.by && last.since > 0 ? last.since : comment.revision,
    },
  };
}

/** Is the decision the very one by which the comment came from the revision `expected` to this one? Then it was sent a second time. */
export function isRepeated(comment: Comment, expected: number, action: DecisionAction, by: StaffId | 'system'): boolean {
  const last = comment.lastDecision;
  return comment.revision === expected + 1 && last !== null && last.by === by && last.action === action;
}

/** Until when a comment's last decision can be taken back by this person; null when it cannot be. */
export function undoableUntil({ lastDecision: last }: Comment, by: StaffId, now: Ms): Ms | null {
  if (last === null || last.by !== by || last.before === null || now - last.at > UNDO_WINDOW) return null;
  return last.at + UNDO_WINDOW;
}

/**
 * May a decision that was made looking at `expected` still be applied? A verdict (approve, reject, spam)
 * and taking back need the very revision; the other actions also what the same person's own decisions made of it since,
 * so that one's own chain of clicks never stands in one's way.
 */
export function seesCurrent(comment: Comment, expected: number, action: DecisionAction, by: StaffId | 'system'): boolean {
  if (comment.revision === expected) return true;
  if (action === 'approve' || action === 'reject' || action === 'spam' || action === 'undo') return false;
  const last = comment.lastDecision;
  return last !== null && last.by === by && expected >= last.since && expected < comment.revision;
}
