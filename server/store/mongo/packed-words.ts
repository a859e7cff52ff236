import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { mongo } from 'mongoose';
import type { WordComment, WordEntry, WordListContent } from '../../domain/words.ts';
import { fromBlocks, toBlocks } from '../list-blocks.ts';

/** A long list as compressed JSON in blocks: as documents it holds up the loop for a second, and may be more than one document holds. */
export interface PackedWords {
  entries: (mongo.Binary | Buffer)[];
  comments: (mongo.Binary | Buffer)[];
}

/** How a list lies in its document. */
export interface WordsFields {
  entries: WordEntry[];
  /** Absent of what an earlier version stored. */
  comments?: WordComment[];
  /** Instead of both; absent or null of a short list. */
  packed?: PackedWords | null;
}

/** Longer lists are packed. */
const AT_ONCE = 2_000;

const compress = promisify<Buffer, Buffer>(deflateRaw);
const expand = promisify<Buffer, Buffer>(inflateRaw);

async function pack(all: readonly unknown[]): Promise<Buffer[]> {
  const packed: Buffer[] = [];
  for (const block of await toBlocks(all)) packed.push(await compress(Buffer.from(block)));
  return packed;
}

async function unpack<T>(packed: PackedWords['entries']): Promise<T[]> {
  const blocks: string[] = [];
  for (const block of packed) {
    const bytes = block instanceof mongo.Binary ? Buffer.from(block.value()) : block;
    blocks.push((await expand(bytes)).toString());
  }
  return fromBlocks<T>(blocks);
}

/** A list as it is stored. */
export async function wordsFields({ entries, comments }: WordListContent): Promise<Required<WordsFields>> {
  if (entries.length + comments.length <= AT_ONCE) return { entries, comments, packed: null };
  return { entries: [], comments: [], packed: { entries: await pack(entries), comments: await pack(comments) } };
}

/** The list again. */
export async function wordsOf({ entries, comments = [], packed }: WordsFields): Promise<WordListContent> {
  if (packed === undefined || packed === null) return { entries, comments };
  return { entries: await unpack<WordEntry>(packed.entries), comments: await unpack<WordComment>(packed.comments) };
}
