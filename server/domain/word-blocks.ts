import type { SizedWordBlocks, WordBlocks, WordListContent } from './words.ts';

/** So many entries are one block: to read or write one takes about two milliseconds. */
const BLOCK = 2_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function toBlocks(all: readonly unknown[]): Uint8Array[] {
  const count = Math.ceil(all.length / BLOCK);
  return Array.from({ length: count }, (_, i) => encoder.encode(JSON.stringify(all.slice(i * BLOCK, (i + 1) * BLOCK))));
}

/** A list in blocks. Takes its time: a long one is made so in a thread. */
export function blocksOf({ entries, comments }: WordListContent): SizedWordBlocks {
  return { size: entries.length, entries: toBlocks(entries), comments: toBlocks(comments) };
}

/** What stands in one block. */
export function itemsOf<T>(block: Uint8Array): T[] {
  // Written by blocksOf from items that were checked.
  return JSON.parse(decoder.decode(block));
}

/** The whole list. Takes its time: of a long one only in a thread. */
export function contentOf({ entries, comments }: WordBlocks): WordListContent {
  return { entries: entries.flatMap((block) => itemsOf(block)), comments: comments.flatMap((block) => itemsOf(block)) };
}

/** Does the list have so few entries that it may be read and made ready at once? */
export const isShort = ({ entries, comments }: WordBlocks): boolean => entries.length <= 1 && comments.length <= 1;
