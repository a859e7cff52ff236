import type { WordEntry, WordLevel } from '../../domain/words.ts';

/** How a word was found: as it stands, in repetitions, in leet or numerals, by sound, from parts of characters. */
export type Via = 'plain' | 'repeat' | 'leet' | 'num' | 'pinyin' | 'split';

/** A pattern found; offsets into the text that was looked through. */
export interface Found {
  entry: number;
  flags: number;
  part: number;
  start: number;
  end: number;
  via: Via;
}

/** An entry found in a text; UTF-16 offsets into the source. */
export interface Hit {
  entry: WordEntry;
  start: number;
  end: number;
  /** The entry's level; what was found by sound or from parts is for people to look at, whatever the level. */
  level: WordLevel;
  via: Via;
}
