import type { Evidence, Verdict } from '../../domain/types.ts';
import type { WordLevel } from '../../domain/words.ts';
import type { Phase } from '../pipeline.ts';
import { nameOf } from '../text/word-rule.ts';

const VERDICT: Readonly<Record<WordLevel, Verdict>> = { block: 'block', hold: 'review', review: 'review', mask: 'review', allow: 'pass' };
const SCORE: Readonly<Record<WordLevel, number>> = { block: 1, hold: 0.8, review: 0.5, mask: 0.4, allow: 0 };
const WORST: readonly Verdict[] = ['pass', 'review', 'spam', 'block'];

/** Listed words in the text, the nickname, and what links say and lead to. */
export const words: Phase = {
  name: 'words',
  look({ words: matcher, body, author, rendered, now }) {
    const texts: [Evidence['field'], string][] = [
      ['body', body],
      ['name', author.name],
      ...rendered.links.map(({ href }): [Evidence['field'], string] => ['link', href]),
    ];
    const evidence: Evidence[] = [];
    let verdict: Verdict = 'pass';
    let score = 0;
    for (const [field, text] of texts) {
      for (const { entry, start, end, level, via } of matcher.find(text, now)) {
        const { word, category } = entry;
        evidence.push({ field, start, end, word: nameOf(word), category, level, ...(via === 'plain' ? {} : { note: via }) });
        const one = VERDICT[level];
        if (WORST.indexOf(one) > WORST.indexOf(verdict)) verdict = one;
        score = Math.max(score, SCORE[level]);
      }
    }
    return evidence.length === 0 ? null : { phase: 'words', score, verdict, active: true, evidence };
  },
  reasons: ({ evidence }) => evidence.map(({ category }) => `words:${category ?? 'custom'}`),
};
