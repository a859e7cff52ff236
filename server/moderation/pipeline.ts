import type { Finding, Ms, Verdict } from '../domain/types.ts';
import type { Trust } from '../domain/trust.ts';
import { REVIEW_FROM, speaksAgainst, worseVerdict } from '../domain/verdicts.ts';
import type { Matcher } from '../wordlists/text/matcher.ts';
import type { Consequence, ScreeningInput } from './screening.ts';

/** What a phase may look at. */
export interface PhaseContext extends ScreeningInput {
  /** The site's word list; null: it is not ready, and there is none before it. */
  words: Matcher | null;
  trust: Trust;
  now: Ms;
  /** Rate limits and time trap: off only for load tests on the loopback. */
  limitsOn: boolean;
  /** A text that nobody sent (the try-it page, a second look): nothing may be counted or remembered of it. */
  isRehearsal: boolean;
}

/** What a phase found, and what is to follow from it once the comment is stored. */
export interface PhaseFinding extends Finding {
  consequences?: readonly Consequence[];
}

/** One look at a text: a finding, or null where the phase found nothing. */
export interface Phase {
  name: string;
  look: (context: PhaseContext) => PhaseFinding | null | Promise<PhaseFinding | null>;
  /** The stable words that show moderators why this finding holds a text. */
  reasons: (finding: Finding) => string[];
}

/** What all phases make of a text. */
export interface PipelineResult {
  verdict: Verdict;
  score: number;
  findings: Finding[];
  consequences: Consequence[];
  reasons: string[];
}

/**
 * Looks at a text with every phase, in order, and keeps all findings. A phase that throws means that
 * people have to look: its failure is a finding too.
 */
export async function runPhases(phases: readonly Phase[], context: PhaseContext): Promise<PipelineResult> {
  const findings: Finding[] = [];
  const consequences: Consequence[] = [];
  const reasons: string[] = [];
  let verdict: Verdict = 'pass';
  // Independent signs add up: 1 − Π(1 − score).
  let clean = 1;
  for (const phase of phases) {
    const found = await lookWith(phase, context, reasons);
    if (found === null) continue;
    const { consequences: following = [], ...finding } = found;
    consequences.push(...following);
    findings.push(finding);
    if (!speaksAgainst(finding)) continue;
    clean *= 1 - Math.min(1, Math.max(0, finding.score));
    if (finding.verdict !== undefined) verdict = worseVerdict(verdict, finding.verdict);
    if (finding.score > 0) reasons.push(...phase.reasons(finding));
  }
  const score = 1 - clean;
  if (score >= REVIEW_FROM) verdict = worseVerdict(verdict, 'review');
  return { verdict, score, findings, consequences, reasons: [...new Set(reasons)] };
}

async function lookWith(phase: Phase, context: PhaseContext, reasons: string[]): Promise<PhaseFinding | null> {
  try {
    return await phase.look(context);
  } catch {
    reasons.push(`phase-failed:${phase.name}`);
    const note = 'phase-failed';
    return { phase: phase.name, score: 0, verdict: 'review', active: true, evidence: [{ field: 'body', start: 0, end: 0, note }] };
  }
}
