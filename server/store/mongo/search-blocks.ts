import { randomInt } from 'node:crypto';
import type { mongo } from 'mongoose';
import { searchGrams } from '../../domain/text.ts';
import type { Ms, SiteId } from '../../domain/types.ts';
import { isDuplicateKey } from './errors.ts';
import type { Models } from './models.ts';

/**
 * What texts are found by: the pieces of a thousand comments or so are written together as a block of few documents,
 * as an index of the pieces costs dozens of keys for each comment. Blocks are only ever added: a comment whose text
 * changes waits for a new place, and what stands at its old one finds nothing any more.
 */

/** The place of a comment that is in no block yet. Comments of earlier versions have no place at all until they are brought over. */
export const WAITS = -1;
/** A place is the block's number times this and the comment's number in the block. */
const PLACES = 4_096;
const MOST_COMMENTS = 2_000;
/** So that no document comes near the 16 MB that one may have, whatever the texts. */
const MOST_GRAMS = 250_000;
/** Documents of one block, by the first character of the pieces. */
const BUCKETS = 64;
/** Documents sent at once: making their bytes holds up the rest of the process. */
const DOCUMENTS_AT_ONCE = 16;
/** Texts cut into pieces before others have their turn. */
const TEXTS_AT_ONCE = 50;
/** The second character of a piece that has none; no letter or digit. */
const NONE = '_';
/** One comment that has the piece: its number in the block, two bytes, and when it was made, a double. */
const ENTRY = 10;

/** A comment that is to be found by its text. */
export interface Findable {
  text: string;
  createdAt: Ms;
}

/** The part of a block whose pieces begin with some of the characters. */
export interface SearchBlockDocument {
  _id: string;
  siteId: SiteId;
  bucket: number;
  block: number;
  newest: Ms;
  oldest: Ms;
  /** Pieces by their first and then their second character: who has them. */
  pieces: Record<string, Record<string, mongo.Binary>>;
}

/** A piece that is looked for; without a second character all that begin with the first. */
export interface Piece {
  first: string;
  second: string | null;
}

/** Where a comment may stand that has what is looked for. */
export interface Hit {
  place: number;
  at: Ms;
}

/** The hits in one block, and no other comment of it is newer. */
export interface BlockHits {
  newest: Ms;
  hits: Hit[];
}

function bucketOf(first: string): number {
  return (first.codePointAt(0) ?? 0) % BUCKETS;
}

/** A gram as first and second character; of a single one the second is null. */
export function pieceOf(gram: string): Piece {
  const [first = '', second = null] = gram;
  return { first, second };
}

const othersFirst = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Comments of one block, and by piece the numbers of those that have it. */
interface Cut {
  comments: readonly Findable[];
  lists: Map<string, number[]>;
}

/** As many of the comments as go into one block, cut into pieces. */
async function cutSome(comments: readonly Findable[]): Promise<Cut> {
  const lists = new Map<string, number[]>();
  let size = 0;
  let taken = 0;
  for (const { text } of comments.slice(0, MOST_COMMENTS)) {
    const grams = searchGrams(text);
    if (taken > 0 && size + grams.length > MOST_GRAMS) break;
    for (const gram of grams) {
      const list = lists.get(gram);
      if (list === undefined) lists.set(gram, [taken]);
      else list.push(taken);
    }
    size += grams.length;
    taken++;
    if (taken % TEXTS_AT_ONCE === 0) await othersFirst();
  }
  return { comments: comments.slice(0, taken), lists };
}

function packed(list: readonly number[], comments: readonly Findable[]): Uint8Array {
  const bytes = new Uint8Array(list.length * ENTRY);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < list.length; i++) {
    const number = list[i] ?? 0;
    view.setUint16(i * ENTRY, number, true);
    view.setFloat64(i * ENTRY + 2, comments[number]?.createdAt ?? 0, true);
  }
  return bytes;
}

type Buckets = Map<number, Map<string, [second: string, list: readonly number[]][]>>;

/** The lists as they are dealt out to documents: by bucket and first character. */
function dealt(lists: Cut['lists']): Buckets {
  const buckets: Buckets = new Map();
  for (const [gram, list] of lists) {
    const first = String.fromCodePoint(gram.codePointAt(0) ?? 0);
    const second = gram.slice(first.length) || NONE;
    const bucket = bucketOf(first);
    let firsts = buckets.get(bucket);
    if (firsts === undefined) {
      firsts = new Map();
      buckets.set(bucket, firsts);
    }
    const seconds = firsts.get(first);
    if (seconds === undefined) firsts.set(first, [[second, list]]);
    else seconds.push([second, list]);
  }
  return buckets;
}

/** Two characters, whatever their length in UTF-16? */
export function isPair(gram: string): boolean {
  return gram.length === 2 ? (gram.codePointAt(0) ?? 0) <= 0xff_ff : [...gram].length === 2;
}

async function writeOne(models: Models, siteId: SiteId, { comments, lists }: Cut): Promise<number> {
  const times = comments.map(({ createdAt }) => createdAt);
  const span = { newest: times.reduce((a, b) => Math.max(a, b)), oldest: times.reduce((a, b) => Math.min(a, b)) };
  const buckets = [...dealt(lists)];
  for (;;) {
    // Drawn, not counted: processes need not agree on the next one.
    const block = randomInt(2 ** 41);
    try {
      for (let i = 0; i < buckets.length; i += DOCUMENTS_AT_ONCE) {
        const documents = buckets.slice(i, i + DOCUMENTS_AT_ONCE).map(([bucket, firsts]) => {
          const pieces = new Map<string, Map<string, Uint8Array>>();
          for (const [first, seconds] of firsts)
            pieces.set(first, new Map(seconds.map(([second, list]) => [second, packed(list, comments)])));
          return { _id: `${block}:${bucket}`, siteId, bucket, block, ...span, pieces };
        });
        await models.searchBlocks.collection.insertMany(documents as object[]);
      }
      return block;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/**
 * Writes what comments of one site are found by; it is on disk when this resolves.
 * @returns the place of each, in the same order.
 */
export async function writeBlocks(models: Models, siteId: SiteId, comments: readonly Findable[]): Promise<number[]> {
  const places: number[] = [];
  while (places.length < comments.length) {
    const cut = await cutSome(comments.slice(places.length));
    const block = await writeOne(models, siteId, cut);
    for (const [i] of cut.comments.entries()) places.push(block * PLACES + i);
  }
  return places;
}

function unpacked(list: mongo.Binary, into: Map<number, Ms>): void {
  const bytes = list.buffer;
  const view = new DataView(bytes.buffer, bytes.byteOffset, list.length());
  for (let i = 0; i < view.byteLength; i += ENTRY) into.set(view.getUint16(i, true), view.getFloat64(i + 2, true));
}

/** Who in the block has the piece. */
function havingOf(parts: readonly SearchBlockDocument[], { first, second }: Piece): Map<number, Ms> {
  const having = new Map<number, Ms>();
  for (const { pieces } of parts) {
    const bySecond = pieces[first] ?? {};
    const lists = second === null ? Object.values(bySecond) : [bySecond[second]];
    for (const list of lists) if (list !== undefined) unpacked(list, having);
  }
  return having;
}

function hitsOf(parts: readonly SearchBlockDocument[], wanted: readonly Piece[]): BlockHits {
  const [part] = parts;
  const [fewest = new Map<number, Ms>(), ...others] = wanted.map((piece) => havingOf(parts, piece)).sort((a, b) => a.size - b.size);
  const hits: Hit[] = [];
  for (const [number, at] of fewest) {
    if (others.every((having) => having.has(number))) hits.push({ place: (part?.block ?? 0) * PLACES + number, at });
  }
  return { newest: part?.newest ?? 0, hits };
}

/**
 * The blocks of the sites in which comments may have all of the pieces, those with the newest comments first. One
 * walk along an index; each block gives of its documents no more than these pieces.
 */
export async function* readBlocks(
  models: Models,
  q: { siteIds: readonly SiteId[]; pieces: readonly Piece[]; notAfter: Ms; notBefore: Ms },
): AsyncGenerator<BlockHits> {
  const buckets = [...new Set(q.pieces.map(({ first }) => bucketOf(first)))];
  const wanted = q.pieces.map(({ first, second }) => [`pieces.${first}${second === null ? '' : `.${second}`}`, 1]);
  const documents = models.searchBlocks.collection
    .find<SearchBlockDocument>(
      { siteId: { $in: [...q.siteIds] }, bucket: { $in: buckets }, newest: { $gte: q.notBefore }, oldest: { $lte: q.notAfter } },
      { projection: { block: 1, newest: 1, ...Object.fromEntries(wanted) }, hint: 'newest', batchSize: 64 },
    )
    .sort({ newest: -1, block: -1 });
  let parts: SearchBlockDocument[] = [];
  for await (const document of documents) {
    if (parts[0] !== undefined && parts[0].block !== document.block) {
      yield hitsOf(parts, q.pieces);
      parts = [];
    }
    parts.push(document);
  }
  if (parts.length > 0) yield hitsOf(parts, q.pieces);
}
