import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ReviewerSettings } from '../domain/reviewer-settings.ts';
import type { Finding, Ms } from '../domain/types.ts';
import { type AskDeps, callsFor, reads, review, withinTime } from './ask.ts';
import { createBreaker } from './breaker.ts';
import { failedFinding, findingOf, laterFinding } from './findings.ts';
import { type FailureCode, isOutage, type Outcome, ReviewFailure, reviewFailure } from './opinion.ts';
import { createQuota } from './quota.ts';
import { type LocalResult, type ReviewSubject, type Share, shareOf } from './subject.ts';

/** What became of one question, for the meters. */
export type ReviewerOutcome = 'pass' | 'review' | 'spam' | 'block' | 'none' | 'later' | 'cached' | 'notified' | FailureCode;

export interface ReviewerDeps extends AskDeps {
  /** The server's secret: texts are remembered by a keyed hash alone. */
  secret: string;
  /** Counts what became of a question. */
  meter?:
    | ((entry: { site: string; reviewer: string; kind: ReviewerSettings['kind']; outcome: ReviewerOutcome; ms: Ms }) => void)
    | undefined;
}

const KEPT_FOR: Ms = 10 * 60_000;
/** Most opinions that are kept, in this process. */
const MOST_KEPT = 5_000;

/** Asks one reviewer about one text; gives its finding, null where it had no opinion. Never throws: a failure is a finding too. */
export type AskOne = (
  reviewer: ReviewerSettings,
  subject: ReviewSubject,
  local: LocalResult,
  signal?: AbortSignal,
) => Promise<Finding | null>;

/** Makes what asks reviewers: within their quota and time, not while they rest after failures, and of the same text once. */
export function createAskOne(deps: ReviewerDeps): AskOne {
  const breaker = createBreaker(deps.steady);
  const quota = createQuota(deps.now);
  const kept = new LRUCache<string, Outcome>({ max: MOST_KEPT, ttl: KEPT_FOR, ttlResolution: 0, perf: { now: deps.steady } });
  const digest = (value: unknown): string => createHmac('sha256', deps.secret).update(JSON.stringify(value)).digest('base64url');

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

  return async function askOne(
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
  };
}
