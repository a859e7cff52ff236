/**
 * Word lists as text in blocks: to make 200,000 entries text, or entries of a text, takes a quarter of a second, in which
 * nobody else would be answered. So it is done block by block, with everybody else's turn between two.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WordComment, WordEntry, WordListContent } from '../domain/words.ts';

/** So many entries take about two milliseconds. */
const BLOCK = 2_000;
/** And so many characters of text. */
const BLOCK_LENGTH = 128 * 1024;

/** JSON arrays of some entries each. */
export async function toBlocks(all: readonly unknown[]): Promise<string[]> {
  const blocks: string[] = [];
  for (let i = 0; i < all.length; i += BLOCK) {
    blocks.push(JSON.stringify(all.slice(i, i + BLOCK)));
    await nextTurn();
  }
  return blocks;
}

/** One JSON array of everything. */
export async function toJson(all: readonly unknown[]): Promise<string> {
  const blocks = await toBlocks(all);
  return `[${blocks.map((block) => block.slice(1, -1)).join(',')}]`;
}

/** What was written into blocks. */
export async function fromBlocks<T>(blocks: Iterable<string>): Promise<T[]> {
  const all: T[] = [];
  for (const block of blocks) {
    // Written by the store from what it was given.
    for (const one of JSON.parse(block) as T[]) all.push(one);
    await nextTurn();
  }
  return all;
}

/**
 * A JSON array cut into shorter ones. A quote inside of a string is written with a backslash: what stands between two
 * items stands nowhere else.
 * @param between the end of an item and the beginning of the next.
 */
function* cut(json: string, between: string): Generator<string> {
  const comma = between.indexOf('},{') + 1;
  let from = 1;
  while (from < json.length - 1) {
    const end = json.indexOf(between, from + BLOCK_LENGTH);
    const to = end < 0 ? json.length - 1 : end + comma;
    yield `[${json.slice(from, to)}]`;
    from = to + 1;
  }
}

/** What two JSON arrays hold, as the store has written them. */
export async function fromJson(list: { entries: string; comments: string }): Promise<WordListContent> {
  return {
    entries: await fromBlocks<WordEntry>(cut(list.entries, ']},{"word":"')),
    comments: await fromBlocks<WordComment>(cut(list.comments, '"},{"after":')),
  };
}
