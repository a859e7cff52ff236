import { newText, type NormalText } from './normalise.ts';
import { FIRST_READINGS, FURTHER_READINGS, SYLLABLES } from './tables/readings.ts';

/** Stands for what is no syllable; no word has it. */
const BARRIER = 0xffff;
const FIRST_HAN = 0x4e00;
const LONGEST_SYLLABLE = 6;
/** A word of characters with several readings is looked for in so many of its ways at most. */
const MOST_WAYS = 8;

interface Readings {
  /** Numbers of syllables, from 1. */
  numbers: ReadonlyMap<string, number>;
  names: readonly string[];
  further: ReadonlyMap<number, readonly number[]>;
}

let known: Readings | null = null;

/** The table, read when the first list needs it. */
function readings(): Readings {
  if (known !== null) return known;
  const names = SYLLABLES.split(' ');
  const further = FURTHER_READINGS.split(' ').map((item): [number, number[]] => [
    item.charCodeAt(0),
    Array.from(item.slice(1), (sign) => sign.charCodeAt(0) - 0xff),
  ]);
  known = { names, numbers: new Map(names.map((name, i) => [name, i + 1])), further: new Map(further) };
  return known;
}

/** The number of a character's usual syllable, 0 where there is none. */
function readingOf(symbol: number): number {
  const unit = FIRST_READINGS.charCodeAt(symbol - FIRST_HAN);
  return unit >= 0x100 ? unit - 0xff : 0;
}

/**
 * The ways a word of characters may be spelt, as numbers of syllables: all readings of characters that have
 * several, and the way its letters are taken apart when they stand together (西安 xian → xian).
 * @returns nothing for words with anything else than characters.
 */
export function spellings(symbols: readonly number[]): number[][] {
  let ways: number[][] = [[]];
  for (const symbol of symbols) {
    const first = readingOf(symbol);
    if (first === 0) return [];
    const all = [first, ...(readings().further.get(symbol) ?? [])];
    ways = ways.flatMap((way) => all.map((reading) => [...way, reading])).slice(0, MOST_WAYS);
  }
  const joined = ways.flatMap((way) => {
    const letters = way.map((reading) => readings().names[reading - 1]).join('');
    const again = syllablesOf(letters);
    return again === null ? [] : [again.map(({ number }) => number)];
  });
  return [...new Map([...ways, ...joined].map((way) => [way.join(), way])).values()];
}

/** Takes letters apart into as few syllables as possible; null when they are none. */
function syllablesOf(letters: string): { number: number; length: number }[] | null {
  const { numbers } = readings();
  const fewest = new Uint32Array(letters.length + 1).fill(0xffffffff);
  const lengths = new Uint8Array(letters.length + 1);
  fewest[letters.length] = 0;
  for (let i = letters.length - 1; i >= 0; i--) {
    for (let length = Math.min(LONGEST_SYLLABLE, letters.length - i); length > 0; length--) {
      const rest = fewest[i + length] ?? 0;
      if (rest + 1 >= (fewest[i] ?? 0) || !numbers.has(letters.slice(i, i + length))) continue;
      fewest[i] = rest + 1;
      lengths[i] = length;
    }
  }
  if (lengths[0] === 0) return null;
  const found: { number: number; length: number }[] = [];
  for (let i = 0; i < letters.length; i += lengths[i] ?? letters.length) {
    const length = lengths[i] ?? 0;
    found.push({ number: numbers.get(letters.slice(i, i + length)) ?? 0, length });
  }
  return found;
}

const isLetter = (symbol: number | undefined): boolean => symbol !== undefined && symbol >= 0x61 && symbol <= 0x7a;
const isTone = (symbol: number | undefined): boolean => symbol !== undefined && symbol >= 0x30 && symbol <= 0x35;

/** A normalised text as syllables: characters by their usual reading, Latin letters taken apart (jia1 wei信). Linear. */
export function toSyllables(text: NormalText): NormalText {
  const { symbols, starts, ends, gaps, length: all } = text;
  const out = newText(all + 1);
  const put = (symbol: number, first: number, last: number): void => {
    out.symbols[out.length] = symbol;
    out.starts[out.length] = starts[first] ?? 0;
    out.ends[out.length] = ends[last] ?? 0;
    out.gaps[out.length] = gaps[first] ?? 0;
    out.length++;
  };
  for (let i = 0; i < all; ) {
    const symbol = symbols[i] ?? 0;
    if (!isLetter(symbol)) {
      const reading = readingOf(symbol);
      put(reading === 0 ? BARRIER : reading, i, i);
      i++;
      continue;
    }
    const end = runEnd(text, i);
    const letters = String.fromCharCode(...symbols.subarray(i, Math.min(end, i + 10_000))).replaceAll('v', 'u');
    const syllables = end - i > 10_000 ? null : syllablesOf(letters);
    if (syllables === null) put(BARRIER, i, end - 1);
    let at = i;
    for (const { number, length } of syllables ?? []) {
      put(number, at, at + length - 1);
      at += length;
    }
    i = end;
    // A tone written as a digit belongs to the syllable before it.
    if (syllables !== null && gaps[i] === 0 && isTone(symbols[i]) && !isDigit(symbols[i + 1])) {
      out.ends[out.length - 1] = ends[i] ?? 0;
      i++;
    }
  }
  return out;
}

const isDigit = (symbol: number | undefined): boolean => symbol !== undefined && symbol >= 0x30 && symbol <= 0x39;

/** Where a run of letters ends: letters that stand together, or single letters with little between them (j i a). */
function runEnd({ symbols, gaps, length }: NormalText, from: number): number {
  let end = from + 1;
  while (end < length && isLetter(symbols[end]) && gaps[end] === 0) end++;
  if (end > from + 1) return end;
  while (
    end < length &&
    isLetter(symbols[end]) &&
    (gaps[end] ?? 0) <= 2 &&
    !(end + 1 < length && isLetter(symbols[end + 1]) && gaps[end + 1] === 0)
  )
    end++;
  return end;
}
