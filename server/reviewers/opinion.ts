import type { OutboundCode } from '../outbound/failure.ts';
import { OutboundFailure } from '../outbound/failure.ts';
import type { Verdict } from '../domain/types.ts';
import { worseVerdict } from '../domain/verdicts.ts';

/** What a reviewer calls wrong: its own word, and ours where there is one (`ad`, `porn`, …). */
export interface Label {
  name: string;
  category: string;
  /** 0–1. */
  score: number | null;
}

/** A place in the text that the reviewer read, UTF-16; `text` where it names a word without a place. */
export type Span = { start: number; end: number; label: string | null } | { text: string; label: string | null };

/** What a reviewer thinks of a text. */
export interface Opinion {
  kind: 'opinion';
  verdict: Verdict;
  score: number;
  labels: Label[];
  spans: Span[];
  /** For moderators: a reason code, a sentence, the reviewer's own number of the case. */
  note: string | null;
  /** Seconds for which it may be used again; null: as long as we like. */
  ttl: number | null;
}

/** `none`: it has no opinion; `later`: it will call back. */
export type Outcome = Opinion | { kind: 'none' } | { kind: 'later' };

export const NO_OPINION: Outcome = { kind: 'none' };

/**
 * Why there is no answer: those of the outbound client, and `refused` the key or the request is not
 * accepted, `busy` it is overloaded or broken, `malformed` its answer is not of the published form, `too-long`
 * the text is too long for it, `resting` it failed too often just now, `quota` the day's calls are used up.
 */
export type FailureCode = OutboundCode | 'refused' | 'busy' | 'malformed' | 'too-long' | 'resting' | 'quota';

export class ReviewFailure extends Error {
  override readonly name = 'ReviewFailure';
  readonly code: FailureCode;

  constructor(code: FailureCode) {
    super(code);
    this.code = code;
  }
}

/** Failures of the network or the service and not of this text: nobody can write a comment that causes one at will. */
const OUTAGES: ReadonlySet<FailureCode> = new Set(['unresolved', 'unreachable', 'tls', 'timeout', 'busy', 'resting', 'quota']);

/** Is the reviewer out of order, rather than at odds with this text? Only then may one go on without it. */
export function isOutage(code: FailureCode): boolean {
  return OUTAGES.has(code);
}

/** The failure behind an error; any unknown one counts as a malformed answer. */
export function reviewFailure(error: unknown): ReviewFailure {
  if (error instanceof ReviewFailure) return error;
  return new ReviewFailure(error instanceof OutboundFailure ? error.code : 'malformed');
}

/** The score of a verdict that came without one. */
export const USUAL_SCORE: Readonly<Record<Verdict, number>> = { pass: 0, review: 0.6, spam: 0.9, block: 1 };

/** One opinion on a text that was read in pieces: the worst of them; their places must be moved already. */
export function mergeOpinions(opinions: readonly Opinion[]): Opinion {
  const labels = new Map<string, Label>();
  const spans = new Map<string, Span>();
  let verdict: Verdict = 'pass';
  let score = 0;
  for (const opinion of opinions) {
    verdict = worseVerdict(verdict, opinion.verdict);
    score = Math.max(score, opinion.score);
    for (const label of opinion.labels) {
      const before = labels.get(label.name);
      if (before === undefined || (before.score ?? 0) < (label.score ?? 0)) labels.set(label.name, label);
    }
    // Pieces overlap: what lies in both is one place.
    for (const span of opinion.spans) spans.set(JSON.stringify(span), span);
  }
  const note = opinions.find((opinion) => opinion.verdict === verdict && opinion.note !== null)?.note ?? null;
  return { kind: 'opinion', verdict, score, labels: [...labels.values()], spans: [...spans.values()], note, ttl: null };
}
