import type { Evidence, Finding, Verdict } from '../../domain/types.ts';
import type { WordLevel } from '../../domain/words.ts';
import type { Matcher } from '../../wordlists/text/matcher.ts';
import type { PhaseContext, Phase } from '../pipeline.ts';
import { nameOf } from '../../wordlists/text/word-rule.ts';
import { worseVerdict } from '../../domain/verdicts.ts';

const VERDICT: Readonly<Record<WordLevel, Verdict>> = { block: 'block', hold: 'review', review: 'review', mask: 'pass', allow: 'pass' };
const SCORE: Readonly<Record<WordLevel, number>> = { block: 1, hold: 0.8, review: 0.5, mask: 0.1, allow: 0 };

/** A text with more links waits for their number alone: the rest need not be read. */
const MOST_LINKS = 50;

/** What is looked at for words. */
export interface TextWithWords extends Pick<PhaseContext, 'body' | 'now'> {
  words: Matcher;
  author: { name: string };
  rendered: Pick<PhaseContext['rendered'], 'links'>;
}

/** The listed words in a text, its author's name, and what its links say and lead to; null without any. */
export function wordsIn({ words: matcher, body, author, rendered, now }: TextWithWords): Finding | null {
  const texts: [Evidence['field'], string][] = [
    ['body', body],
    ['name', author.name],
    ...rendered.links.slice(0, MOST_LINKS).map(({ href }): [Evidence['field'], string] => ['link', href]),
  ];
  const evidence: Evidence[] = [];
  let verdict: Verdict = 'pass';
  let score = 0;
  for (const [field, text] of texts) {
    for (const { entry, start, end, level, via } of matcher.find(text, now)) {
      const { word, category } = entry;
      evidence.push({ field, start, end, word: nameOf(word), category, level, ...(via === 'plain' ? {} : { note: via }) });
      verdict = worseVerdict(verdict, VERDICT[level]);
      score = Math.max(score, SCORE[level]);
    }
  }
  return evidence.length === 0 ? null : { phase: 'words', score, verdict, active: true, evidence };
}

/** Of a text that nobody could look through for words: the reason, and the note of the evidence. */
export const LIST_NOT_READY = 'list-not-ready';

/** Listed words; those of level `mask` are covered in what is published and hold nothing up (mask-words.ts). */
export const words: Phase = {
  name: 'words',
  look(context) {
    if (context.words !== null) return wordsIn({ ...context, words: context.words });
    const evidence: Evidence[] = [{ field: 'body', start: 0, end: 0, note: LIST_NOT_READY }];
    return { phase: 'words', score: 0, verdict: 'review', active: true, evidence };
  },
  reasons: ({ evidence }) => evidence.filter(({ level }) => level !== 'mask').map(({ category }) => `words:${category ?? 'custom'}`),
};
