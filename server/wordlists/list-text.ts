import { itemsOf } from '../domain/word-blocks.ts';
import type { WordBlocks, WordComment, WordEntry, WordList } from '../domain/words.ts';
import { linesOfList } from './word-list.ts';

/** So many lines of text are one piece: a millisecond or two. */
const LINES = 1_000;

function* itemsIn<T>(blocks: readonly Uint8Array[]): Generator<T> {
  for (const block of blocks) yield* itemsOf<T>(block);
}

function* arrayOf(blocks: readonly Uint8Array[]): Generator<Uint8Array> {
  yield Buffer.from('[');
  for (const [i, block] of blocks.entries()) {
    if (i > 0) yield Buffer.from(',');
    yield block.subarray(1, -1);
  }
  yield Buffer.from(']');
}

/** A list as the API answers it, in pieces: the JSON that is stored. */
export function* jsonOfList({ version, entries, comments }: WordList): Generator<Uint8Array> {
  yield Buffer.from(`{"version":${version},"entries":`);
  yield* arrayOf(entries);
  yield Buffer.from(',"comments":');
  yield* arrayOf(comments);
  yield Buffer.from('}');
}

/** A list in the list format, in pieces. */
export function* textOfList({ entries, comments }: WordBlocks): Generator<Uint8Array> {
  let lines: string[] = [];
  for (const line of linesOfList(itemsIn<WordEntry>(entries), itemsIn<WordComment>(comments))) {
    if (lines.push(line) < LINES) continue;
    yield Buffer.from(lines.join(''));
    lines = [];
  }
  yield Buffer.from(lines.join(''));
}
