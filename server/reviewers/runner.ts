import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ReviewerSettings } from '../domain/reviewer-settings.ts';
import type { Finding, Ms } from '../domain/types.ts';
import type { HumanDecision } from './adapter.ts';
import { type AskDeps, callsFor, reads, review, sendFeedback, withinTime } from './ask.ts';
import { createBreaker } from './breaker.ts';
import { failedFinding, findingOf, laterFinding, REVIEWER_PHASE } from './findings.ts';
import { type FailureCode, isOutage, type Outcome, ReviewFailure, reviewFailure } from './opinion.ts';
import { createQuota } from './quota.ts';
import { reviewId } from './review-id.ts';
import { type LocalResult, type ReviewSubject, type Share, shareOf } from './subject.ts';

/** What became of one question, for the meters. */
export type ReviewerOutcome = 'pass' | 'review' | 'spam' | 'block' | 'none' | 'later' | 'cached' | 'told' | FailureCode;

export interface ReviewerDeps extends AskDeps {
  /** The server's secret: texts are remembered by a keyed hash alone. */
  secret: string;
  /** Counts what became of a question. */
  meter?:
    | ((entry: { site: string; reviewer: string; kind: ReviewerSettings['kind']; outcome: ReviewerOutcome; ms: Ms }) => void)
    | undefined;
}

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

const KEPT_FOR: Ms = 10 * 60_000;
const MOST_KEPT = 5_000;

/** The reviewers outside of the house: who is asked, for how long, how often, and what silence means. */
export function createReviewers(deps: ReviewerDeps): Reviewers {
  const breaker = createBreaker(deps.steady);
  const quota = createQuota(deps.now);
  const kept = new LRUCache<string, Outcome>({ max: MOST_KEPT, ttl: KEPT_FOR, ttlResolution: 0, perf: { now: deps.steady } });
  const taught = new LRUCache<string, true>({ max: MOST_KEPT });
  const digest = (value: unknown): string => createHmac('sha256', deps.secret).update(JSON.stringify(value)).digest('base64url');

  function isAsked(reviewer: ReviewerSettings, subject: ReviewSubject, local: LocalResult): boolean {
    if (reviewer.when === 'always') return true;
    if (reviewer.when === 'review') return local.verdict === 'review';
    // By the id and not by chance: the same text sent again falls the same way.
    return (
      Number.parseInt(createHmac('sha256', deps.secret).update(`sample ${subject.id}`).digest('hex').slice(0, 8), 16) % 100 <
      reviewer.when.sample
    );
  }

  /** The outcome and whether it was known already. @throws ReviewFailure */
  async function outcomeOf(reviewer: ReviewerSettings, share: Share, signal?: AbortSignal): Promise<{ outcome: Outcome; cached: boolean }> {
    // Changed settings are another reviewer: with no failures, and with opinions of its own.
    const self = `${share.site.id} ${reviewer.id} ${digest(reviewer)}`;
    const key = `${self} ${digest(reads(reviewer, share))}`;
    const known = kept.get(key);
    if (known !== undefined) return { outcome: known, cached: true };
    const calls = callsFor(reviewer, share);
    const account = `${share.site.id} ${reviewer.id}`;
    if (!quota.has(account, calls, reviewer.dailyQuota)) throw new ReviewFailure('quota');
    if (!breaker.tryCall(self)) throw new ReviewFailure('resting');
    try {
      const outcome = await withinTime(deps, reviewer.timeoutMs, signal, (call) => {
        quota.take(account, calls);
        return review(reviewer, share, call);
      });
      breaker.succeeded(self);
      const ttl = outcome.kind === 'opinion' ? Math.min(KEPT_FOR, (outcome.ttl ?? Number.POSITIVE_INFINITY) * 1000) : 0;
      if (ttl > 0) kept.set(key, outcome, { ttl });
      return { outcome, cached: false };
    } catch (error) {
      // A text that it chokes on is no outage: else a few of them would buy half a minute without it.
      if (isOutage(reviewFailure(error).code)) breaker.failed(self);
      else breaker.succeeded(self);
      throw error;
    }
  }

  async function askOne(
    reviewer: ReviewerSettings,
    subject: ReviewSubject,
    local: LocalResult,
    signal?: AbortSignal,
  ): Promise<Finding | null> {
    const started = deps.steady();
    const count = (outcome: ReviewerOutcome): void =>
      deps.meter?.({ site: subject.site.id, reviewer: reviewer.id, kind: reviewer.kind, outcome, ms: deps.steady() - started });
    try {
      const { outcome, cached } = await outcomeOf(reviewer, shareOf(subject, local, reviewer.fields), signal);
      count(cached ? 'cached' : outcome.kind === 'opinion' ? outcome.verdict : outcome.kind);
      if (outcome.kind === 'none') return null;
      return outcome.kind === 'later'
        ? laterFinding(reviewer.id)
        : findingOf(reviewer.id, outcome, { ...subject.comment, name: subject.author.name }, reviewer.canBlock);
    } catch (error) {
      const { code } = reviewFailure(error);
      count(code);
      // To go on without is for sites where people look afterwards anyway, and for outages.
      const goesOn = reviewer.failMode === 'open' && subject.site.mode === 'post' && isOutage(code);
      return failedFinding(reviewer.id, code, !goesOn);
    }
  }

  const named = (subject: Omit<ReviewSubject, 'id'>, reviewerId: string): ReviewSubject => ({
    ...subject,
    id: reviewId({ commentId: subject.comment.id, revision: subject.comment.revision, reviewerId }),
  });

  return {
    async review(list, subject, local, signal) {
      const findings: Finding[] = [];
      for (const reviewer of list) {
        // Nobody can make it worse: the text need not leave the house.
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
        const said = findings.find(({ phase }) => phase === REVIEWER_PHASE + reviewer.id)?.verdict ?? null;
        const share = shareOf(own, { verdict: 'pass', score: 0, findings: [...findings] }, reviewer.fields);
        const ask = sendFeedback(reviewer, share, { ...decision, own: said });
        if (ask === null) continue;
        const started = deps.steady();
        const outcome = await withinTime(deps, reviewer.timeoutMs, undefined, ask).then(
          (told) => (told ? ('told' as const) : null),
          (error: unknown) => {
            const failure = reviewFailure(error);
            if (isOutage(failure.code)) outages.push(failure);
            return failure.code;
          },
        );
        if (outcome === 'told') taught.set(lesson, true);
        if (outcome !== null)
          deps.meter?.({ site: own.site.id, reviewer: reviewer.id, kind: reviewer.kind, outcome, ms: deps.steady() - started });
      }
      const [outage] = outages;
      if (outage !== undefined) throw outage;
    },
  };
}
