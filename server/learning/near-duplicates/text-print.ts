import { type HashKey, mix } from '../learner/hash-key.ts';
import { KIND, readText } from '../learner/read-text.ts';
import { isCommonPhrase } from './common-phrases.ts';

/** Shorter texts are compared as a whole: too little of them is left when a sign changes. */
const SHORT = 8;
/** So many different signs a text needs before its pieces tell it from others: 哈哈嘿嘿哈哈嘿嘿 has two. */
const FEW_SIGNS = 5;
/** 哈哈哈哈 is 哈哈. */
const LONGEST_RUN = 2;
const ZERO = 0x30;
/** No common phrase has more letters. */
const LONGEST_PHRASE = 16;

/** Hashes in a print, and how many make a band. */
export const HASHES = 64;
export const BANDS = 21;
export const ROWS = 3;
/** Numbers of 32 bits that a sketch takes. */
export const SKETCH = HASHES / 4;

/**
 * What is kept of a text: `pieces`: a MinHash, whose equal places measure how alike two texts are; `whole`: one
 * hash of a short text; null: nothing to compare (no letters, or what everybody says).
 */
export type TextPrint = { kind: 'pieces'; hashes: Uint32Array; letters: number } | { kind: 'whole'; hash: number } | null;

/**
 * Takes the print of a text. Only letters and digits count, folded; in longer texts all digits are one.
 * Linear: what is longer than any comment is cut.
 */
export function printOf(text: string, key: HashKey): TextPrint {
  const letters = lettersOf(text);
  if (letters.length === 0 || (letters.length <= LONGEST_PHRASE && isCommonPhrase(String.fromCodePoint(...letters)))) return null;
  if (letters.length >= SHORT && new Set(letters).size >= FEW_SIGNS) {
    return { kind: 'pieces', hashes: minHash(shinglesOf(letters, key), key), letters: letters.length };
  }
  let hash = key.text;
  for (const letter of letters) hash = (Math.imul(hash, key.base) + mix(letter ^ key.symbol)) | 0;
  return { kind: 'whole', hash: mix(hash) };
}

/** Folded letters and digits, runs of one cut to two. Also the form in which common phrases are listed. */
export function lettersOf(text: string): number[] {
  const { symbols, kinds, length } = readText(text);
  const letters: number[] = [];
  for (let i = 0; i < length; i++) {
    const kind = kinds[i];
    if (kind === KIND.space || kind === KIND.mark || kind === KIND.emoji) continue;
    const letter = symbols[i] ?? 0;
    if (letters.length >= LONGEST_RUN && letters.at(-1) === letter && letters.at(-LONGEST_RUN) === letter) continue;
    letters.push(letter);
  }
  return letters;
}

/** Every two and three letters that follow each other, hashed, each once. A number is two noughts, however long. */
function shinglesOf(letters: readonly number[], key: HashKey): Set<number> {
  const shingles = new Set<number>();
  const nought = mix(ZERO ^ key.symbol);
  let [before, last] = [0, 0];
  let count = 0;
  for (const letter of letters) {
    const sign = letter >= ZERO && letter <= ZERO + 9 ? nought : mix(letter ^ key.symbol);
    if (sign === nought && last === nought && before === nought) continue;
    if (count > 0) shingles.add(mix((Math.imul(last, key.base) + sign) ^ key.text));
    if (count > 1) shingles.add(mix((Math.imul((Math.imul(before, key.base) + last) | 0, key.base) + sign) ^ key.order));
    before = last;
    last = sign;
    count++;
  }
  return shingles;
}

/** The least value of each of 64 hashes over the set (Broder 1997): two sets agree in a place as often as they overlap. */
function minHash(shingles: Set<number>, key: HashKey): Uint32Array {
  const hashes = new Uint32Array(HASHES).fill(0xffff_ffff);
  const [salts, factors] = permutations(key);
  for (const shingle of shingles) {
    for (let i = 0; i < HASHES; i++) {
      const mixed = Math.imul(shingle ^ (salts[i] ?? 0), factors[i] ?? 1);
      const value = (mixed ^ (mixed >>> 15)) >>> 0;
      if (value < (hashes[i] ?? 0)) hashes[i] = value;
    }
  }
  return hashes;
}

/** The numbers of a key's 64 hashes, kept as long as the key. */
const known = new WeakMap<HashKey, readonly [Int32Array, Int32Array]>();

function permutations(key: HashKey): readonly [Int32Array, Int32Array] {
  const made = known.get(key);
  if (made !== undefined) return made;
  const salts = Int32Array.from({ length: HASHES }, (_, i) => mix(Math.imul(key.base, i + 1) ^ key.order));
  const factors = Int32Array.from({ length: HASHES }, (_, i) => mix(Math.imul(key.base, i + 1) ^ key.text) | 1);
  known.set(key, [salts, factors]);
  return [salts, factors];
}

/**
 * The lowest byte of each hash, four in a number (b-bit MinHash, Li and König 2010): two hashes that differ have the
 * same byte once in 256 times, which is nothing beside the error of the estimate, and a comparison reads a quarter.
 */
export function sketchOf(hashes: Uint32Array): Int32Array {
  const sketch = new Int32Array(SKETCH);
  for (let i = 0; i < HASHES; i++) sketch[i >> 2] = (sketch[i >> 2] ?? 0) | (((hashes[i] ?? 0) & 0xff) << ((i & 3) * 8));
  return sketch;
}

/**
 * How alike two texts are by their sketches, 0–1: an estimate of the share of common pieces (Jaccard).
 * @param at where the other sketch begins.
 * @param least where less than this can no longer be missed, it gives 0: most texts are nobody's copy.
 */
export function likeness(one: Int32Array, others: Int32Array, at = 0, least = 0): number {
  const mostDifferent = HASHES - least * HASHES;
  let different = 0;
  for (let i = 0; i < SKETCH; i++) {
    const differs = (one[i] ?? 0) ^ (others[at + i] ?? 0);
    // A byte that is not zero leaves its highest bit; the product adds the four up.
    const marks = (((differs & 0x7f7f_7f7f) + 0x7f7f_7f7f) | differs) & 0x8080_8080;
    different += Math.imul(marks >>> 7, 0x0101_0101) >>> 24;
    if (different > mostDifferent) return 0;
  }
  return (HASHES - different) / HASHES;
}
