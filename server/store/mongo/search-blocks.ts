import { randomInt } from 'node:crypto';
import type { mongo } from 'mongoose';
import type { Ms, SiteId } from '../../domain/types.ts';
import type { SearchBlockDocument } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import type { Models } from './models.ts';
import { driverCollection } from './driver.ts';

/**
 * What texts are found by: the pieces of a thousand comments or so are written together as a block of few documents,
 * as an index of the pieces costs dozens of keys for each comment. A comment whose text changes waits for a new position,
 * and is taken out of the old one.
 */

/** The position of a comment that is in no block yet. */
export const NOT_INDEXED = -1;
/** A position is the block's number times this and the comment's number in the block. */
const POSITIONS = 4_096;
const MOST_COMMENTS = 2_000;
/** So that no document comes near the 16 MB that one may have, whatever the texts. */
const MOST_SIGNS = 500_000;
/** Documents of one block, by the first character of the pieces. */
const BUCKETS = 64;
/** Documents sent at once: making their bytes holds up the rest of the process. */
const DOCUMENTS_AT_ONCE = 16;
/** Texts cut into pieces before others have their turn. */
const TEXTS_AT_ONCE = 50;
/** The second character of a piece that has none. */
const NONE = 0;
/** One piece of one comment: the second character, four bytes, the comment's number in the block, two, and when it was made, a double. */
const ENTRY = { size: 14, number: 4, at: 6 };

/** A comment that is to be found by its text. */
export interface Findable {
  folded: string;
  createdAt: Ms;
}

/** A piece that is looked for; without a second character all that begin with the first. */
export interface Piece {
  first: string;
  second: string | null;
}

/** Where a comment may stand that has what is looked for. */
export interface Hit {
  position: number;
  at: Ms;
}

/** The hits in one block, and no other comment of it is newer. */
export interface BlockHits {
  newest: Ms;
  hits: Hit[];
}

/** Two characters, whatever their length in UTF-16? */
export function isPair(gram: string): boolean {
  return [...gram].length === 2;
}

/** A gram as first and second character; of a single one the second is null. */
export function pieceOf(gram: string): Piece {
  const [first = '', second = null] = gram;
  return { first, second };
}

const bucketOf = (first: number): number => first % BUCKETS;
const codeOf = (char: string | null): number => char?.codePointAt(0) ?? NONE;

/** By first character, the second one of each piece and who has it, in turn. */
type Lists = Map<number, number[]>;

function note(lists: Lists, first: number, second: number, number: number): void {
  const list = lists.get(first);
  if (list === undefined) lists.set(first, [second, number]);
  else list.push(second, number);
}

/**
 * The pieces are those of `searchGrams`: pairs of neighbouring letters and digits, and of single characters those
 * that begin no pair. One that a text has twice is noted twice, which costs less than to find it out.
 */
function cut(folded: string, number: number, lists: Lists): void {
  for (const run of folded.match(/[\p{L}\p{N}]+/gu) ?? []) {
    let before = NONE;
    for (const char of run) {
      const code = codeOf(char);
      if (before !== NONE) note(lists, before, code, number);
      before = code;
    }
    const last = String.fromCodePoint(before);
    if (last.length === run.length || /\p{Script=Han}/u.test(last)) note(lists, before, NONE, number);
  }
}

const othersFirst = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Comments of one block and their pieces. */
interface Cut {
  comments: readonly Findable[];
  lists: Lists;
}

/** As many of the comments as go into one block, cut into pieces. */
async function cutSome(comments: readonly Findable[]): Promise<Cut> {
  const lists: Lists = new Map();
  let size = 0;
  let taken = 0;
  for (const { folded } of comments.slice(0, MOST_COMMENTS)) {
    size += folded.length;
    if (taken > 0 && size > MOST_SIGNS) break;
    cut(folded, taken, lists);
    taken++;
    if (taken % TEXTS_AT_ONCE === 0) await othersFirst();
  }
  return { comments: comments.slice(0, taken), lists };
}

function packed(list: readonly number[], comments: readonly Findable[]): Uint8Array {
  const bytes = new Uint8Array((list.length / 2) * ENTRY.size);
  const view = new DataView(bytes.buffer);
  for (let i = 0, at = 0; i < list.length; i += 2, at += ENTRY.size) {
    const number = list[i + 1] ?? 0;
    view.setUint32(at, list[i] ?? NONE, true);
    view.setUint16(at + ENTRY.number, number, true);
    view.setFloat64(at + ENTRY.at, comments[number]?.createdAt ?? 0, true);
  }
  return bytes;
}

async function writeOne(models: Models, siteId: SiteId, { comments, lists }: Cut): Promise<number> {
  const times = comments.map(({ createdAt }) => createdAt);
  const span = { newest: times.reduce((a, b) => Math.max(a, b)), oldest: times.reduce((a, b) => Math.min(a, b)) };
  const buckets = [...Map.groupBy(lists, ([first]) => bucketOf(first))];
  for (;;) {
    // Drawn, not counted: processes need not agree on the next one.
    const block = randomInt(2 ** 41);
    const sent: Promise<unknown>[] = [];
    try {
      for (let i = 0; i < buckets.length; i += DOCUMENTS_AT_ONCE) {
        const documents = buckets.slice(i, i + DOCUMENTS_AT_ONCE).map(([bucket, own]) => {
          const pieces = new Map(own.map(([first, list]) => [String.fromCodePoint(first), packed(list, comments)]));
          return { _id: `${block}:${bucket}`, siteId, bucket, block, ...span, pieces };
        });
        const insert = driverCollection(models.searchBlocks).insertMany(documents as object[]);
        // A failure is seen below, when all have been sent.
        insert.catch(() => undefined);
        sent.push(insert);
        await othersFirst();
      }
      await Promise.all(sent);
      return block;
    } catch (error) {
      await Promise.allSettled(sent);
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/**
 * Writes what comments of one site are found by; it is on disk when this resolves.
 * @returns the position of each, in the same order.
 */
export async function writeBlocks(models: Models, siteId: SiteId, comments: readonly Findable[]): Promise<number[]> {
  const positions: number[] = [];
  while (positions.length < comments.length) {
    const some = await cutSome(comments.slice(positions.length));
    const block = await writeOne(models, siteId, some);
    for (const [i] of some.comments.entries()) positions.push(block * POSITIONS + i);
  }
  return positions;
}

function without(list: mongo.Binary, numbers: ReadonlySet<number>): Uint8Array | null {
  const view = viewOf(list);
  const kept: number[] = [];
  for (let at = 0; at < view.byteLength; at += ENTRY.size) if (!numbers.has(view.getUint16(at + ENTRY.number, true))) kept.push(at);
  if (kept.length * ENTRY.size === view.byteLength) return null;
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const rest = new Uint8Array(kept.length * ENTRY.size);
  for (const [i, at] of kept.entries()) rest.set(bytes.subarray(at, at + ENTRY.size), i * ENTRY.size);
  return rest;
}

/**
 * Takes the pieces of these comments out of their blocks: of a text that was erased or replaced nothing may stay behind.
 * A block is read and written once for all of its comments. Once more does no harm.
 * @param positions those of comments that are in no block yet are passed over.
 */
export async function eraseFrom(models: Models, positions: readonly number[]): Promise<void> {
  const indexed = positions.filter((position) => position !== NOT_INDEXED);
  for (const [block, own] of Map.groupBy(indexed, (position) => Math.floor(position / POSITIONS))) {
    await eraseFromBlock(models, block, new Set(own.map((position) => position % POSITIONS)));
  }
}

async function eraseFromBlock(models: Models, block: number, numbers: ReadonlySet<number>): Promise<void> {
  const blocks = driverCollection(models.searchBlocks);
  const ids = Array.from({ length: BUCKETS }, (_, bucket) => `${block}:${bucket}`);
  for (let remaining = ids; remaining.length > 0; ) {
    const parts = await blocks.find<SearchBlockDocument>({ _id: { $in: remaining } } as object).toArray();
    remaining = [];
    for (const { _id, pieces } of parts) {
      const [was, is]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
      for (const [first, list] of Object.entries(pieces)) {
        const rest = without(list, numbers);
        if (rest === null) continue;
        was[`pieces.${first}`] = list;
        is[`pieces.${first}`] = rest;
      }
      if (Object.keys(is).length === 0) continue;
      // Another may be taken out of the same lists at this moment.
      const { matchedCount } = await blocks.updateOne({ _id, ...was } as object, { $set: is });
      if (matchedCount === 0) remaining.push(_id);
    }
  }
}

function viewOf(list: mongo.Binary): DataView {
  return new DataView(list.buffer.buffer, list.buffer.byteOffset, list.length());
}

/** Who in the block has the piece, and when it was made. */
function havingOf(parts: readonly SearchBlockDocument[], { first, second }: Piece): Map<number, Ms> {
  const having = new Map<number, Ms>();
  const wanted = codeOf(second);
  for (const { pieces } of parts) {
    const list = pieces[first];
    if (list === undefined) continue;
    const view = viewOf(list);
    for (let at = 0; at < view.byteLength; at += ENTRY.size) {
      if (second !== null && view.getUint32(at, true) !== wanted) continue;
      having.set(view.getUint16(at + ENTRY.number, true), view.getFloat64(at + ENTRY.at, true));
    }
  }
  return having;
}

function hitsOf(parts: readonly SearchBlockDocument[], wanted: readonly Piece[]): BlockHits {
  const [part] = parts;
  const [fewest = new Map<number, Ms>(), ...others] = wanted.map((piece) => havingOf(parts, piece)).sort((a, b) => a.size - b.size);
  const hits: Hit[] = [];
  for (const [number, at] of fewest) {
    if (others.every((having) => having.has(number))) hits.push({ position: (part?.block ?? 0) * POSITIONS + number, at });
  }
  return { newest: part?.newest ?? 0, hits };
}

/**
 * The blocks of the sites in which comments may have all of the pieces, those with the newest comments first. One
 * walk along an index; each block gives of its documents no more than what begins as these pieces do.
 */
export async function* readBlocks(
  models: Models,
  q: { siteIds: readonly SiteId[]; pieces: readonly Piece[]; notAfter: Ms; notBefore: Ms },
): AsyncGenerator<BlockHits> {
  const buckets = [...new Set(q.pieces.map(({ first }) => bucketOf(codeOf(first))))];
  const wanted = Object.fromEntries(q.pieces.map(({ first }) => [`pieces.${first}`, 1]));
  const documents = driverCollection(models.searchBlocks)
    .find<SearchBlockDocument>(
      { siteId: { $in: [...q.siteIds] }, bucket: { $in: buckets }, newest: { $gte: q.notBefore }, oldest: { $lte: q.notAfter } },
      { projection: { block: 1, newest: 1, ...wanted }, hint: 'newest', batchSize: 64 },
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
