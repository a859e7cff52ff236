import { VERDICTS, type Verdict } from './enumerations.ts';
import type { Finding } from './types.ts';

/** From this score on the sum of small signs is a verdict of its own; only single phases decide on spam or block. */
export const REVIEW_FROM = 0.5;

/** The graver of two verdicts. */
export function worseVerdict(one: Verdict, other: Verdict): Verdict {
  return VERDICTS.indexOf(one) >= VERDICTS.indexOf(other) ? one : other;
}

/** Does a finding speak against the text? One that only watches does not, nor one that lets the text pass. */
export function speaksAgainst({ active, verdict }: Pick<Finding, 'active' | 'verdict'>): boolean {
  return active && verdict !== 'pass';
}
