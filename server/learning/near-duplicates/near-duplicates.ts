import { LRUCache } from 'lru-cache';
import { type HashKey, hashKeyFrom } from '../learner/hash-key.ts';
import type { Ms } from '../../domain/types.ts';
import { candidates, createRing, type Entry, put, type Ring, type Statement, evictExpired, remove } from './ring.ts';
import { likeness, printOf, SKETCH, sketchOf, type TextPrint } from './text-print.ts';

const HOUR: Ms = 3_600_000;
/** So long a text is remembered. */
const REMEMBERED: Ms = 24 * HOUR;
/** Copies by others count together when they are at most so old. */
const TOGETHER: Ms = HOUR;
/** Short texts are soon posted again by chance. */
const SHORT_REMEMBERED: Ms = 10 * 60_000;
/**
 * From this estimate on a text is a copy: half of a longer text kept is one, but two brief texts soon share
 * a turn of phrase.
 */
const ALIKE = 0.42;
const ALIKE_IF_BRIEF = 0.5;
const BRIEF = 20;
/** So many of the copies are named. */
const MOST_NAMED = 20;
/** Texts in memory. */
const CAPACITY = 20_000;

/** What is known of texts like this one on the same site; the text itself is not counted. */
export interface SimilarTexts {
  /** Whole comparison: under 8 letters and digits. */
  isShort: boolean;
  /** Copies by the same reader, within a day (short: ten minutes). */
  sameAuthor: number;
  /** Other readers who posted it, and other threads in which it was posted, within an hour (short: ten minutes). */
  otherAuthors: number;
  otherThreads: number;
  /** The newest copies, newest first. */
  similar: { id: string; likeness: number }[];
  /** The most alike, 0–1. */
  likeness: number;
}

export interface NearDuplicates {
  /** The earlier texts that are like it. Nothing is remembered by looking. */
  look(text: string, origin: Statement): SimilarTexts;
  /** Remembers a text; one that is known by its id is replaced. */
  add(id: string, text: string, origin: Statement): void;
  /** Forgets a text: it was removed, or turned out to be no copy. */
  remove(id: string): void;
  /** Texts remembered now. */
  size(): number;
}

const NONE: SimilarTexts = { isShort: false, sameAuthor: 0, otherAuthors: 0, otherThreads: 0, similar: [], likeness: 0 };

/**
 * A memory of the last day's texts in which copies are found though they were changed: MinHash prints, found
 * by bands. Prints only, no texts; of fixed size, the oldest leave first. The seed keeps outsiders from
 * computing which texts share a band.
 * @param deps.now a clock that never steps.
 */
export function createNearDuplicates(deps: { now: () => Ms; seed: string; capacity?: number }): NearDuplicates {
  const key: HashKey = hashKeyFrom(deps.seed, 'near-duplicates');
  const ring: Ring = createRing(deps.capacity ?? CAPACITY);
  // A text is looked at and soon after remembered.
  const prints = new LRUCache<string, { print: TextPrint }>({ max: 100 });

  function printed(text: string): TextPrint {
    const known = prints.get(text);
    if (known !== undefined) return known.print;
    const print = printOf(text, key);
    prints.set(text, { print });
    return print;
  }

  return {
    look(text, origin) {
      const print = printed(text);
      return print === null ? NONE : lookIn(ring, print, origin, deps.now());
    },
    add(id, text, origin) {
      remove(ring, id);
      const now = deps.now();
      evictExpired(ring, now - REMEMBERED);
      const print = printed(text);
      if (print !== null) put(ring, id, now, origin, print);
    },
    remove: (id) => remove(ring, id),
    size() {
      evictExpired(ring, deps.now() - REMEMBERED);
      return ring.positionOf.size;
    },
  };
}

function lookIn(ring: Ring, print: NonNullable<TextPrint>, { siteId, readerId, threadId }: Statement, now: Ms): SimilarTexts {
  const whole = print.kind === 'whole' ? print.hash : null;
  const isShort = whole !== null;
  const alike = print.kind === 'whole' || print.letters <= BRIEF ? ALIKE_IF_BRIEF : ALIKE;
  const since = now - (isShort ? SHORT_REMEMBERED : REMEMBERED);
  const together = now - (isShort ? SHORT_REMEMBERED : TOGETHER);
  const copies: { entry: Entry; likeness: number }[] = [];
  const sketch = print.kind === 'pieces' ? sketchOf(print.hashes) : null;
  for (const place of candidates(ring, siteId, print)) {
    const found = sketch === null ? 1 : likeness(sketch, ring.sketches, place * SKETCH, alike);
    if (found < alike) continue;
    const entry = ring.entries[place] ?? null;
    if (entry === null || entry.siteId !== siteId || entry.at < since || entry.whole !== whole) continue;
    copies.push({ entry, likeness: found });
  }
  copies.sort((one, other) => other.entry.at - one.entry.at);
  const recent = copies.filter(({ entry }) => entry.at >= together);
  const isOwn = (reader: string | null) => reader !== null && reader === readerId;
  const authors = new Set(recent.map(({ entry }) => entry.readerId).filter((reader) => reader !== null && !isOwn(reader)));
  const threads = new Set(recent.map(({ entry }) => entry.threadId).filter((thread) => thread !== threadId));
  return {
    isShort,
    sameAuthor: copies.filter(({ entry }) => isOwn(entry.readerId)).length,
    otherAuthors: authors.size,
    otherThreads: threads.size,
    similar: copies.slice(0, MOST_NAMED).map((copy) => ({ id: copy.entry.id, likeness: copy.likeness })),
    likeness: copies.reduce((most, copy) => Math.max(most, copy.likeness), 0),
  };
}
