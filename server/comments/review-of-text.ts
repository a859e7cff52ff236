import type { CaseKind, Ms, ReasonCode, ReviewCase } from '../domain/types.ts';
import type { JudgedText } from './deps.ts';

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
export function reasonOf(judged: JudgedText): ReasonCode {
  for (const finding of judged.findings) {
    if (finding.verdict !== 'block') continue;
    for (const { category } of finding.evidence) {
      const reason = category === undefined ? undefined : REASON_OF_CATEGORY[category];
      if (reason !== undefined) return reason;
    }
  }
  return 'OTHER';
}

/**
 * The review case of a judged text; null when nobody needs to look.
 * @param kind `new` for a first text, `edited` for a later one; a doubtful text is `flagged` as well.
 */
export function reviewOf(judged: JudgedText, now: Ms, kind: 'new' | 'edited'): ReviewCase | null {
  if (judged.status !== 'pending') return null;
  const doubtful = judged.reasons.some((reason) => reason !== 'mode' && reason !== 'newcomer');
  const kinds: CaseKind[] = doubtful ? [kind, 'flagged'] : [kind];
  return {
    state: 'open',
    escalated: false,
    kinds,
    reasons: judged.reasons.length > 0 ? judged.reasons : ['mode'],
    score: judged.score,
    // Severity weighs most, so that the worst is seen first; age is the tie-break of the queue's order.
    priority: Math.round(judged.score * 40) / 10 + (doubtful ? 1 : 0),
    openedAt: now,
    claim: null,
  };
}
