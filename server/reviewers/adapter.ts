import type { ReviewerSettings, ReviewerSettingsOf } from '../domain/reviewer-settings.ts';
import type { Ms, ReasonCode, Verdict } from '../domain/types.ts';
import type { Outbound } from '../outbound/fetch.ts';
import { type Outcome, ReviewFailure } from './opinion.ts';
import type { Share } from './subject.ts';

/** One try to ask a reviewer. */
export interface Call {
  attempt: number;
  /** What is left of its time. */
  remainingMs: Ms;
  /** The outbound client, within what is left of the time. */
  fetch: Outbound;
  now: () => Ms;
  random: (bytes: number) => Uint8Array;
}

/** What people made of a comment. */
export interface HumanDecision {
  action: 'approve' | 'reject' | 'spam';
  reason: ReasonCode | null;
  /** The reviewer's own verdict; null when it was not asked or had no opinion. */
  own: Verdict | null;
}

/** How to speak with one kind of reviewer. */
export interface Adapter<K extends ReviewerSettings['kind']> {
  /** @throws ReviewFailure, OutboundFailure */
  review: (settings: ReviewerSettingsOf<K>, share: Share, call: Call) => Promise<Outcome>;
  /** Everything that its opinion depends on: the same text gives the same one for a while. */
  reads: (share: Share) => unknown;
  /** How many calls one review costs. */
  calls: (share: Share) => number;
}

/** One that wants to know what people decided. */
export interface FeedbackAdapter<K extends ReviewerSettings['kind']> extends Adapter<K> {
  /** Sends it; false when the reviewer has no use for this decision. @throws as `review` */
  feedback: (settings: ReviewerSettingsOf<K>, share: Share, decision: HumanDecision, call: Call) => Promise<boolean>;
}

/** Refuses what is no answer. @throws ReviewFailure `busy` (try again) or `refused`. */
export function expectStatus(answer: Response, ...fine: number[]): void {
  if (fine.includes(answer.status)) return;
  throw new ReviewFailure(answer.status === 429 || answer.status >= 500 ? 'busy' : 'refused');
}

/** The JSON of an answer. @throws ReviewFailure `malformed`. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ReviewFailure('malformed');
  }
}
