import type { Evidence, Finding, Verdict } from '../domain/types.ts';
import type { FailureCode, Label, Opinion, Span } from './opinion.ts';

/** The words that a reviewer's places are looked for in. */
export interface ReviewedWords {
  /** As typed. */
  body: string;
  /** As read: what was sent. */
  text: string;
  name: string;
}

/** As many labels and places are kept with a comment. */
const MOST = 20;
const LONGEST = 200;

export const REVIEWER_PHASE = 'reviewer.';

/** Words from outside, for moderators' eyes: one line without control or direction characters, not too long. */
function plainText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
}

const noted = (label: Label): string => plainText(label.score === null ? label.name : `${label.name} ${label.score.toFixed(2)}`);

/** Where a piece of the text stands in what the reader typed: as near as possible to where it should be; null: nowhere. */
function placeIn(body: string, piece: string, near: number): { start: number; end: number } | null {
  if (piece === '') return null;
  const before = body.lastIndexOf(piece, near);
  const after = body.indexOf(piece, near);
  if (before < 0 && after < 0) return null;
  const start = after < 0 || (before >= 0 && near - before <= after - near) ? before : after;
  return { start, end: start + piece.length };
}

/** A reviewer read the rendered text; the evidence points into the Markdown as typed, or into the name. */
function evidenceOf(span: Span, words: ReviewedWords, labels: readonly Label[]): Evidence {
  const { text, body, name } = words;
  const start = 'start' in span ? Math.min(span.start, text.length) : 0;
  const piece = 'start' in span ? text.slice(start, span.end) : span.text;
  const category = labels.find((one) => one.name.split('/')[0] === span.label || one.name === span.label)?.category;
  const common = {
    word: plainText(piece),
    ...(category === undefined ? {} : { category: plainText(category) }),
    ...(span.label === null ? {} : { note: plainText(span.label) }),
  };
  const inBody = placeIn(body, piece, start);
  if (inBody !== null) return { field: 'body', ...inBody, ...common };
  const inName = placeIn(name, piece, 0);
  return { field: inName === null ? 'body' : 'name', ...(inName ?? { start: 0, end: 0 }), ...common };
}

/** A reviewer's opinion as a finding. What it may not decide itself, people decide. */
export function findingOf(reviewerId: string, opinion: Opinion, words: ReviewedWords, canBlock: boolean): Finding {
  const verdict: Verdict = opinion.verdict === 'block' && !canBlock ? 'review' : opinion.verdict;
  const labels = opinion.labels
    .slice(0, MOST)
    .map((label): Evidence => ({ field: 'body', start: 0, end: 0, category: plainText(label.category), note: noted(label) }));
  const spans = opinion.spans.slice(0, MOST).map((span) => evidenceOf(span, words, opinion.labels));
  const note: Evidence[] = opinion.note === null ? [] : [{ field: 'body', start: 0, end: 0, note: plainText(opinion.note) }];
  return {
    phase: REVIEWER_PHASE + reviewerId,
    // To let a text pass is no sign against it, however sure the reviewer is.
    score: verdict === 'pass' ? 0 : Math.min(1, Math.max(0, opinion.score)),
    verdict,
    active: true,
    evidence: [...spans, ...labels, ...note],
  };
}

const LATER = 'later';
const FAILED = 'failed:';

/** It will call back: people wait with it. */
export function laterFinding(reviewerId: string): Finding {
  return held(reviewerId, LATER, true);
}

/** There was no answer. @param holds false: go on without it; the failure is still shown. */
export function failedFinding(reviewerId: string, code: FailureCode, holds: boolean): Finding {
  return held(reviewerId, FAILED + code, holds);
}

function held(reviewerId: string, note: string, holds: boolean): Finding {
  const evidence: Evidence[] = [{ field: 'body', start: 0, end: 0, note }];
  const finding = { phase: REVIEWER_PHASE + reviewerId, score: 0, active: holds, evidence };
  return holds ? { ...finding, verdict: 'review' } : finding;
}

/** Does the finding stand for an answer that is still to come? */
export function isLater(finding: Finding): boolean {
  return finding.phase.startsWith(REVIEWER_PHASE) && finding.evidence[0]?.note === LATER && finding.score === 0;
}

/** The stable words that show moderators why a reviewer's finding holds a text: `reviewer:ID`, `reviewer-later:ID`, `reviewer-failed:ID`. */
export function reasonsOf(finding: Finding): string[] {
  const id = finding.phase.slice(REVIEWER_PHASE.length);
  if (!finding.active || finding.verdict === undefined || finding.verdict === 'pass') return [];
  const note = finding.score === 0 ? finding.evidence[0]?.note : undefined;
  if (note === LATER) return [`reviewer-later:${id}`];
  return [note?.startsWith(FAILED) === true ? `reviewer-failed:${id}` : `reviewer:${id}`];
}
