import type { WordEntry } from '../../server/domain/words.ts';
import { compileWords } from '../../server/wordlists/text/matcher.ts';

export const PLAIN = { boundary: false, pinyin: false, split: false };

/** An entry written `word` or `word option,option`; the level is hold. */
export const entry = (word: string, options: string[] = [], level: WordEntry['level'] = 'hold'): WordEntry => ({
  word,
  level,
  category: 'custom',
  options,
});

/** What of a text is hit, as it was typed. */
export function hits(text: string, entries: readonly WordEntry[], matching = PLAIN, at?: number): string[] {
  return compileWords(entries, matching)
    .find(text, at)
    .map(({ start, end }) => text.slice(start, end));
}
