import type { Ms } from '../../domain/types.ts';
import type { WordEntry } from '../../domain/words.ts';
import { isInForce } from './conditions.ts';
import type { Found, Hit } from './found.ts';
import { type NormalText, symbolAt } from './normalise.ts';
import { ALLOWED, type CompiledWords, EVERYWHERE, NEAR, PART, UNLESS } from './patterns.ts';

/** So many places of one entry are enough to assess a text. */
const MOST_OF_ONE = 16;

/** A list made ready, with its entries. */
export interface ListedWords {
  words: CompiledWords;
  entryAt: (entry: number) => WordEntry;
}

/**
 * Makes hits of what was found: drops what stands inside allowed phrases, joins combinations, heeds
 * suppressors and dates, and names each place of an entry once. Places are offsets into the source.
 */
export function resolve(
  { words: { conditions }, entryAt }: ListedWords,
  found: readonly Found[],
  text: NormalText,
  at: Ms | undefined,
): Hit[] {
  const asked = new Map<number, boolean>();
  const [phrases, suppressors, parts, whole]: [Found[], Found[], Found[], Found[]] = [[], [], [], []];
  // One word may be a part of many entries: a text that repeats it has many more places than signs.
  for (const one of found) {
    if (!asked.has(one.entry)) asked.set(one.entry, at === undefined || isInForce(conditions, one.entry, at));
    if (asked.get(one.entry) === false) continue;
    if ((one.flags & ALLOWED) !== 0) phrases.push(one);
    else if ((one.flags & UNLESS) !== 0) suppressors.push(one);
    else if ((one.flags & PART) !== 0) parts.push(one);
    else whole.push(one);
  }
  const isAllowed = coverOf(phrases);
  const left = (one: Found): boolean => !isAllowed(one);
  const combined = combinations(completable(parts, conditions.parts).filter(left), conditions.parts, text);
  const unless = Map.groupBy(suppressors, ({ entry }) => entry);
  const counted = [...whole.filter(left), ...combined].filter(
    (one) => !unless.get(one.entry)?.some((other) => distance(text, one, other) <= NEAR),
  );
  return once(counted).map((one) => hitOf(one, entryAt(one.entry)));
}

function hitOf({ start, end, via }: Found, entry: WordEntry): Hit {
  const isGuess = via === 'pinyin' || via === 'split';
  return { entry, start, end, via, level: isGuess && (entry.level === 'block' || entry.level === 'hold') ? 'review' : entry.level };
}

/** Is a place wholly inside one of the phrases. */
function coverOf(phrases: readonly Found[]): (place: Found) => boolean {
  if (phrases.length === 0) return () => false;
  const sorted = phrases.toSorted((one, other) => one.start - other.start);
  const starts = Uint32Array.from(sorted, ({ start }) => start);
  let furthest = 0;
  const ends = sorted.map(({ end }) => (furthest = Math.max(furthest, end)));
  return ({ start, end }) => end <= (ends[symbolAt({ starts, length: starts.length }, start + 1) - 1] ?? 0);
}

/** Symbols between two places; 0 when they touch or overlap. */
function distance(text: NormalText, one: Found, other: Found): number {
  const [left, right] = one.start <= other.start ? [one, other] : [other, one];
  return Math.max(0, symbolAt(text, right.start) - symbolAt(text, left.end));
}

/** Those of entries that have all their parts somewhere in the text. */
function completable(parts: readonly Found[], wanted: Uint8Array): Found[] {
  const seen = new Map<number, Set<number>>();
  for (const { entry, part } of parts) {
    const own = seen.get(entry);
    if (own === undefined) seen.set(entry, new Set([part]));
    else own.add(part);
  }
  return parts.filter(({ entry }) => (seen.get(entry)?.size ?? 0) >= (wanted[entry] ?? 0));
}

/** All parts of an entry near each other are one place, from the first to the last. */
function combinations(parts: readonly Found[], partsOf: Uint8Array, text: NormalText): Found[] {
  const joined: Found[] = [];
  for (const [entry, found] of Map.groupBy(parts, (one) => one.entry)) {
    const wanted = partsOf[entry] ?? 0;
    // The last place of each part so far, in the order of the text.
    const latest = new Map<number, Found>();
    for (const one of found.toSorted((a, b) => a.start - b.start)) {
      latest.set(one.part, one);
      const group = [...latest.values()].sort((a, b) => a.start - b.start);
      if (group.length < wanted || group.some((next, i) => i > 0 && distance(text, group[i - 1] ?? next, next) > NEAR)) continue;
      joined.push({ ...one, start: group[0]?.start ?? one.start, end: Math.max(...group.map(({ end }) => end)) });
      latest.clear();
    }
  }
  return joined;
}

/**
 * In the order of the text; of overlapping places of one entry the one that was found first, and only so
 * many of each, unless the entry is wanted everywhere.
 */
function once(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (const places of Map.groupBy(found, ({ entry }) => entry).values()) {
    if (places.some(({ flags }) => (flags & EVERYWHERE) !== 0)) {
      for (const one of new Map(places.map((each) => [`${each.start} ${each.end}`, each])).values()) kept.push(one);
      continue;
    }
    const own: Found[] = [];
    for (const one of places) {
      if (own.length === MOST_OF_ONE) break;
      if (!own.some(({ start, end }) => one.start < end && start < one.end)) own.push(one);
    }
    kept.push(...own);
  }
  return kept.sort((one, other) => one.start - other.start || one.end - other.end);
}
