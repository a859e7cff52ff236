import type { CaseKind, Finding, Ms, ReasonCode, ReviewCase } from '../domain/types.ts';
import { clusterIn, type ScreeningResult } from '../moderation/screening.ts';

/** So many places of one finding are kept: nobody looks at more, and a text of nothing but hits must not fill the store. */
const MOST_EVIDENCE = 100;

/** Findings as they are kept with a comment. */
export function keptFindings(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, evidence: finding.evidence.slice(0, MOST_EVIDENCE) }));
}

/** The reason code that fits a category of the word list. */
const REASON_OF_CATEGORY: Readonly<Record<string, ReasonCode>> = {
  ad: 'AD',
  gambling: 'GAMBLE',
  fraud: 'GAMBLE',
  porn: 'PORN',
  abuse: 'ABUSE',
  drugs: 'ILLEGAL',
  weapons: 'ILLEGAL',
};

/** Why the pipeline refused a text: by the category of the words that spoke. */
export function reasonOf(screened: Pick<ScreeningResult, 'findings'>): ReasonCode {
  for (const finding of screened.findings) {
    if (finding.verdict !== 'block') continue;
    for (const { category } of finding.evidence) {
      const reason = category === undefined ? undefined : REASON_OF_CATEGORY[category];
      if (reason !== undefined) return reason;
    }
  }
  return 'OTHER';
}

/** Reasons that are not about the text: why everybody's, or every newcomer's, waits. */
const OF_COURSE: ReadonlySet<string> = new Set(['mode', 'newcomer']);

/** Is there a finding that speaks against the name alone? */
function isAboutName({ findings }: ScreeningResult): boolean {
  const spoke = findings.filter(({ verdict }) => verdict !== undefined && verdict !== 'pass');
  return spoke.some(({ evidence }) => evidence.length > 0 && evidence.every(({ field }) => field === 'name'));
}

/**
 * The review case of a screened text; null when nobody needs to look.
 * @param kind `new` for a first text, `edited` for a later one. A doubtful text is `flagged` as well, one of
 * many like it `cluster`, one whose author's name is doubtful by itself `nickname`; a published one that was
 * drawn for a second look is a `sample`.
 */
export function reviewOf(screened: ScreeningResult, now: Ms, kind: 'new' | 'edited'): ReviewCase | null {
  if (screened.status !== 'pending' && !(screened.status === 'published' && screened.reasons.length > 0)) return null;
  const isPublic = screened.status === 'published';
  const doubtful = screened.reasons.some((reason) => !OF_COURSE.has(reason) && reason !== 'sample');
  const kinds: CaseKind[] = isPublic && !doubtful ? ['sample'] : [kind];
  if (doubtful) kinds.push('flagged');
  const clusterId = clusterIn(screened.consequences);
  if (clusterId !== undefined) kinds.push('cluster');
  if (isAboutName(screened)) kinds.push('nickname');
  return {
    state: 'open',
    escalated: false,
    kinds,
    reasons: screened.reasons.length > 0 ? screened.reasons : ['mode'],
    score: screened.score,
    // Severity weighs most, so that the worst is seen first; age is the tie-break of the queue's order.
    priority: Math.round(screened.score * 40) / 10 + (doubtful ? 1 : 0),
    openedAt: now,
    claim: null,
    ...(clusterId === undefined ? {} : { clusterId }),
  };
}
