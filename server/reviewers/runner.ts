import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ReviewerSettings } from '../domain/reviewer-settings.ts';
import type { Finding } from '../domain/types.ts';
import type { HumanDecision } from './adapter.ts';
import { sendFeedback, withinTime } from './ask.ts';
import { createAskOne, type ReviewerDeps } from './ask-one.ts';
import { REVIEWER_PHASE } from './findings.ts';
import { isOutage, type ReviewFailure, reviewFailure } from './opinion.ts';
import { reviewId } from './review-id.ts';
import { type LocalResult, type ReviewSubject, shareOf } from './subject.ts';

export interface Reviewers {
  /** Asks a site's reviewers, in order, with secrets opened. Gives their findings; never throws. */
  review: (
    list: readonly ReviewerSettings[],
    subject: Omit<ReviewSubject, 'id'>,
    local: LocalResult,
    signal?: AbortSignal,
  ) => Promise<Finding[]>;
  /**
   * Sends what people decided on a comment with these findings to those who want it. The same again is sent to those
   * alone whom it did not reach before.
   * @throws ReviewFailure of the first whom it does not reach now; it is sent to the others all the same.
   */
  feedback: (
    list: readonly ReviewerSettings[],
    subject: Omit<ReviewSubject, 'id'>,
    decision: Omit<HumanDecision, 'own'>,
    findings: readonly Finding[],
  ) => Promise<void>;
}

/** Most decisions that are remembered as sent, in this process. */
const MOST_SENT = 5_000;

/** A site's external reviewers: which of them is asked, in which order, and who is sent what people decided. */
export function createReviewers(deps: ReviewerDeps): Reviewers {
  const askOne = createAskOne(deps);
  const taught = new LRUCache<string, true>({ max: MOST_SENT });

  function isAsked(reviewer: ReviewerSettings, subject: ReviewSubject, local: LocalResult): boolean {
    if (reviewer.when === 'always') return true;
    if (reviewer.when === 'review') return local.verdict === 'review';
    // By the id and not by chance: the same text sent again falls the same way.
    return (
      Number.parseInt(createHmac('sha256', deps.secret).update(`sample ${subject.id}`).digest('hex').slice(0, 8), 16) % 100 <
      reviewer.when.sample
    );
  }

  const named = (subject: Omit<ReviewSubject, 'id'>, reviewerId: string): ReviewSubject => ({
    ...subject,
    id: reviewId({ commentId: subject.comment.id, revision: subject.comment.revision, reviewerId }),
  });

  return {
    async review(list, subject, local, signal) {
      const findings: Finding[] = [];
      for (const reviewer of list) {
        // No reviewer can make it worse: the text need not be sent.
        if (local.verdict === 'block' || findings.some(({ verdict }) => verdict === 'block')) break;
        const own = named(subject, reviewer.id);
        if (!isAsked(reviewer, own, local)) continue;
        const finding = await askOne(reviewer, own, local, signal);
        if (finding !== null) findings.push(finding);
      }
      return findings;
    },
    async feedback(list, subject, decision, findings) {
      const outages: ReviewFailure[] = [];
      for (const reviewer of list) {
        const own = named(subject, reviewer.id);
        const lesson = `${own.id} ${decision.action}`;
        if (taught.has(lesson)) continue;
        const verdict = findings.find(({ phase }) => phase === REVIEWER_PHASE + reviewer.id)?.verdict ?? null;
        const share = shareOf(own, { verdict: 'pass', score: 0, findings: [...findings] }, reviewer.fields);
        const ask = sendFeedback(reviewer, share, { ...decision, own: verdict });
        if (ask === null) continue;
        const started = deps.steady();
        const outcome = await withinTime(deps, reviewer.timeoutMs, undefined, ask).then(
          (isSent) => (isSent ? ('notified' as const) : null),
          (error: unknown) => {
            const failure = reviewFailure(error);
            if (isOutage(failure.code)) outages.push(failure);
            return failure.code;
          },
        );
        if (outcome === 'notified') taught.set(lesson, true);
        if (outcome !== null)
          deps.meter?.({ site: own.site.id, reviewer: reviewer.id, kind: reviewer.kind, outcome, ms: deps.steady() - started });
      }
      const [outage] = outages;
      if (outage !== undefined) throw outage;
    },
  };
}
