export type WordLevel = 'block' | 'hold' | 'review' | 'mask' | 'allow';

/** One entry of a word list. */
export interface WordEntry {
  word: string;
  level: WordLevel;
  category: string;
  options: string[];
}

/** A site's word list; the version counts its changes, 0 where there is none. */
export interface WordList {
  version: number;
  entries: WordEntry[];
}
