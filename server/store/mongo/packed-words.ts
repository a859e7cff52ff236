import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { mongo } from 'mongoose';
import { blocksOf, contentOf, isShort } from '../../domain/word-blocks.ts';
import type { WordBlocks, WordComment, WordEntry } from '../../domain/words.ts';

/** A long list as compressed JSON in blocks: as documents it holds up the loop for a second, and may be more than one document holds. */
export interface PackedWords {
  entries: (mongo.Binary | Buffer)[];
  comments: (mongo.Binary | Buffer)[];
}

/** How a list lies in its document. */
export interface WordsFields {
  entries: WordEntry[];
  comments: WordComment[];
  /** Instead of both; absent or null of a short list. */
  packed?: PackedWords | null;
}

const compress = promisify<Uint8Array, Buffer>(deflateRaw);
const expand = promisify<Uint8Array, Buffer>(inflateRaw);

async function pack(blocks: readonly Uint8Array[]): Promise<Buffer[]> {
  const packed: Buffer[] = [];
  for (const block of blocks) packed.push(await compress(block));
  return packed;
}

async function unpack(packed: PackedWords['entries']): Promise<Uint8Array[]> {
  const blocks: Uint8Array[] = [];
  for (const block of packed) blocks.push(await expand(block instanceof mongo.Binary ? block.value() : block));
  return blocks;
}

/** A list as it is stored. */
export async function wordsFields(list: WordBlocks): Promise<Required<WordsFields>> {
  if (isShort(list)) return { ...contentOf(list), packed: null };
  return { entries: [], comments: [], packed: { entries: await pack(list.entries), comments: await pack(list.comments) } };
}

/** The list again. */
export async function wordsOf({ entries, comments, packed }: WordsFields): Promise<WordBlocks> {
  if (packed === undefined || packed === null) return blocksOf({ entries, comments });
  return { entries: await unpack(packed.entries), comments: await unpack(packed.comments) };
}
