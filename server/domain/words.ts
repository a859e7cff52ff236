import type { WordLevel } from './enumerations.ts';
import type { Ms } from './types.ts';

export type { WordLevel };

/** One entry of a word list. */
export interface WordEntry {
  word: string;
  level: WordLevel;
  category: string;
  options: string[];
}

/** A line of a list that is no entry (`# …`, or empty), kept where it stands. */
export interface WordComment {
  /** How many entries stand before it. */
  after: number;
  text: string;
}

/** What stands in a word list. */
export interface WordListContent {
  entries: WordEntry[];
  /** In the order of the list. */
  comments: WordComment[];
}

/**
 * A list as JSON arrays of some thousand items each, in UTF-8: so long lists cross threads and reach the store and the
 * wire. To make 200,000 entries objects, or text of them, would hold up the event loop (word-blocks.ts).
 */
export interface WordBlocks {
  entries: readonly Uint8Array[];
  comments: readonly Uint8Array[];
}

/** A list that is to be saved; `size` is the number of its entries. */
export interface SizedWordBlocks extends WordBlocks {
  size: number;
}

/** A site's word list; the version counts its changes, 0 where there is none. */
export interface WordList extends WordBlocks {
  version: number;
}

/** Who saved a version of a word list, and when. */
export interface WordsSaving {
  at: Ms;
  by: { id: string; name: string };
}

/** A kept version of a word list. */
export interface WordVersion {
  version: number;
  /** How many entries it has. */
  entries: number;
  saved: WordsSaving;
}
