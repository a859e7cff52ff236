import { mix } from '../learner/hash-key.ts';
import { BANDS, ROWS, SKETCH, sketchOf, type TextPrint } from './text-print.ts';

/** Who posted it, where. */
export interface Statement {
  siteId: string;
  /** null: not known. */
  readerId: string | null;
  threadId: string;
}

/** A text in the ring. */
export interface Entry extends Statement {
  id: string;
  at: number;
  /** The hash of a short text, which is compared as a whole; null for longer ones. */
  whole: number | null;
}

/**
 * The last texts, in a ring of fixed size. Each lies in 21 chains, one a band, newest first; a short one
 * in the first alone. A chain ends where its next entry is not older: that place has been used again, and
 * whatever came after it was older still.
 */
export interface Ring {
  capacity: number;
  entries: (Entry | null)[];
  /** For each place: the sketch of its text; nothing of use for a short one. */
  sketches: Int32Array;
  /** For each chain: the newest place, or −1. */
  heads: Int32Array;
  /** For each place and band: the next older place, or −1. */
  older: Int32Array;
  /** For each place: the number of the text that lies or last lay in it; texts are counted from 0. */
  numbers: Float64Array;
  positionOf: Map<string, number>;
  buckets: number;
  /** Number of the next text; its place is the rest by the capacity. */
  next: number;
  /** Number of the oldest text that has not been swept. */
  oldest: number;
  /** For each place: the number of the last look that found it; looks are counted from 1. */
  foundBy: Float64Array;
  looks: number;
}

/** So many of a chain are looked at: a flood of one text must not make each look longer. */
const MOST_OF_CHAIN = 24;

export function createRing(capacity: number): Ring {
  const buckets = 2 ** Math.ceil(Math.log2(Math.max(2, capacity)));
  return {
    capacity,
    entries: new Array<Entry | null>(capacity).fill(null),
    sketches: new Int32Array(capacity * SKETCH),
    heads: new Int32Array(BANDS * buckets).fill(-1),
    older: new Int32Array(BANDS * capacity).fill(-1),
    numbers: new Float64Array(capacity).fill(-1),
    positionOf: new Map(),
    buckets,
    next: 0,
    oldest: 0,
    foundBy: new Float64Array(capacity),
    looks: 0,
  };
}

/** Puts a text in; the oldest one leaves when the ring is full. */
export function put(ring: Ring, id: string, at: number, { siteId, readerId, threadId }: Statement, print: NonNullable<TextPrint>): void {
  const place = ring.next % ring.capacity;
  drop(ring, place);
  ring.entries[place] = { id, at, siteId, readerId, threadId, whole: print.kind === 'whole' ? print.hash : null };
  ring.numbers[place] = ring.next;
  ring.positionOf.set(id, place);
  ring.next++;
  ring.oldest = Math.max(ring.oldest, ring.next - ring.capacity);
  if (print.kind === 'pieces') ring.sketches.set(sketchOf(print.hashes), place * SKETCH);
  chainsOf(ring, siteId, print).forEach((chain, band) => {
    ring.older[place * BANDS + band] = ring.heads[chain] ?? -1;
    ring.heads[chain] = place;
  });
}

/** Takes a text out; its place stays in its chains until it is used again. */
export function remove(ring: Ring, id: string): void {
  const place = ring.positionOf.get(id);
  if (place !== undefined) drop(ring, place);
}

function drop(ring: Ring, place: number): void {
  const entry = ring.entries[place] ?? null;
  if (entry === null) return;
  ring.positionOf.delete(entry.id);
  ring.entries[place] = null;
}

/** Lets go of what is older than `since`. */
export function evictExpired(ring: Ring, since: number): void {
  for (; ring.oldest < ring.next; ring.oldest++) {
    const place = ring.oldest % ring.capacity;
    const entry = ring.entries[place] ?? null;
    if (entry !== null && entry.at >= since) return;
    drop(ring, place);
  }
}

/** The chains of a print: those of its bands, or the one of the whole text. Sites share none on purpose. */
function chainsOf({ buckets }: Ring, siteId: string, print: NonNullable<TextPrint>): Int32Array {
  let site = 0;
  for (let i = 0; i < siteId.length; i++) site = (Math.imul(site, 31) + siteId.charCodeAt(i)) | 0;
  if (print.kind === 'whole') return Int32Array.of(mix(print.hash ^ site) & (buckets - 1));
  const chains = new Int32Array(BANDS);
  for (let band = 0; band < BANDS; band++) {
    let hash = site ^ band;
    for (let row = 0; row < ROWS; row++) hash = mix(hash ^ (print.hashes[band * ROWS + row] ?? 0));
    chains[band] = band * buckets + (hash & (buckets - 1));
  }
  return chains;
}

/** The places of texts that share a band with the print, each once; now and then one of another site is among them. */
export function candidates(ring: Ring, siteId: string, print: NonNullable<TextPrint>): number[] {
  const found: number[] = [];
  const look = ++ring.looks;
  const chains = chainsOf(ring, siteId, print);
  for (let band = 0; band < chains.length; band++) {
    let place = ring.heads[chains[band] ?? 0] ?? -1;
    let newer = Number.POSITIVE_INFINITY;
    for (let step = 0; step < MOST_OF_CHAIN && place >= 0; step++) {
      const number = ring.numbers[place] ?? -1;
      if (number >= newer) break;
      newer = number;
      if (ring.foundBy[place] !== look) {
        ring.foundBy[place] = look;
        found.push(place);
      }
      place = ring.older[place * BANDS + band] ?? -1;
    }
  }
  return found;
}
