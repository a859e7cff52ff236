import type { Ms } from '../../domain/types.ts';
import type { WordEntry } from '../../domain/words.ts';
import { decode } from './decode.ts';
import type { Found, Hit, Via } from './found.ts';
import { type ListedWords, resolve } from './hits.ts';
import { newSqueezed, newText, normalise, normaliseInto, type NormalText, release, type SqueezedText, squeezeInto } from './normalise.ts';
import { type CompiledWords, compilePatterns, LEET, type Matching, NUMERALS, type Pass, SPLIT, SQUEEZED, USUAL_GAP } from './patterns.ts';
import { toSyllables } from './pinyin.ts';
import { type AddParts, type PartsSeen, scan } from './scan.ts';
import { join } from './split-characters.ts';

/** A word list made ready. */
export interface Matcher {
  /**
   * All places of all entries, overlapping ones too, in the order of the text; what stands wholly inside an
   * allowed phrase is left out. Of one entry that is repeated without end only some places.
   * @param at when: entries with `from` or `until` count then only. Without it they always count.
   */
  find(text: string, at?: Ms): Hit[];
  readonly entries: number;
}

const NOTHING_EXTRA: Matching = { boundary: false, pinyin: false, split: false };

/** Scratch that all matchers share: a search is never interrupted. */
const plainBuffer: NormalText = newText(1024);
const decodedBuffer: NormalText = newText(1024);
const squeezedBuffer: SqueezedText = newSqueezed(1024);

/** Makes a list ready at once, for who brings its entries along: see matcherOf. */
export function compileAtOnce(entries: readonly WordEntry[], matching: Matching): CompiledWords {
  const steps = compilePatterns(entries, matching);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Makes a list ready at once. Entries that cannot be used are left out. For long lists see compile-lists.ts. */
export function compileWords(entries: readonly WordEntry[], matching: Matching = NOTHING_EXTRA): Matcher {
  const steps = compileInSteps(entries, matching);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Makes a list ready, yielding every millisecond or so. */
export function* compileInSteps(entries: readonly WordEntry[], matching: Matching): Generator<void, Matcher> {
  const words = yield* compilePatterns(entries, matching);
  return matcherOf(words, (number) => {
    const entry = entries[number];
    if (entry === undefined) throw new Error(`no entry ${number}`);
    return entry;
  });
}

/** The matcher of a list that was made ready elsewhere. @param entryAt gives an entry by its number. */
export function matcherOf(words: CompiledWords, entryAt: ListedWords['entryAt']): Matcher {
  const list = { words, entryAt };
  return { entries: words.used, find: (text, at) => (words.used === 0 ? [] : find(list, text, at)) };
}

function find(list: ListedWords, text: string, at: Ms | undefined): Hit[] {
  const { words } = list;
  const found: Found[] = [];
  const plain = normaliseInto(plainBuffer, text);
  look(words, plain, text, found);
  const decoded = decode(text);
  if (decoded !== null) {
    const inside: Found[] = [];
    look(words, normaliseInto(decodedBuffer, decoded.text), decoded.text, inside, true);
    for (const one of inside) {
      found.push({ ...one, start: decoded.starts[one.start] ?? 0, end: decoded.ends[one.end - 1] ?? 0 });
    }
    release(decodedBuffer);
  }
  const hits = found.length === 0 ? [] : resolve(list, found, plain, at);
  release(plainBuffer);
  if (squeezedBuffer.symbols.length > plainBuffer.symbols.length) Object.assign(squeezedBuffer, newSqueezed(1024));
  return hits;
}

/** Letters beside signs that stand for letters; numerals. */
const HAS_LEET = /[0-9@$!|+€¢£＠＄！０-９]/;

function look(words: CompiledWords, text: NormalText, source: string, found: Found[], isDecoded = false): void {
  const seen: PartsSeen = new Map();
  const parts: (AddParts | null)[] = [];
  const add = (pass: Pass, place: NormalText, via: Via, accept: number, refuse: number, counts?: Uint32Array): void => {
    const made = counts === undefined ? undefined : { counts, of: text };
    parts.push(scan({ pass, text: place, source, via, accept, refuse, made, found, isDecoded }, seen));
  };
  add(words.plain, text, 'plain', 0, SQUEEZED);
  if (squeezeInto(squeezedBuffer, text, USUAL_GAP)) add(words.plain, squeezedBuffer, 'repeat', 0, 0, squeezedBuffer.counts);
  if (words.leet !== null && HAS_LEET.test(source)) add(words.leet, normalise(source, LEET), 'leet', 0, 0);
  if (words.num !== null) add(words.num, normalise(source, NUMERALS), 'num', 0, 0);
  if (words.joins !== null) {
    const joined = join(text, words.joins);
    if (joined !== null) add(words.plain, joined, 'split', SPLIT, SQUEEZED, joined.counts);
  }
  if (words.pinyin !== null) add(words.pinyin, toSyllables(text), 'pinyin', 0, 0);
  const isCompletable = (entry: number): boolean => seen.get(entry) === 2 ** (words.conditions.parts[entry] ?? 0) - 1;
  for (const addParts of parts) addParts?.(isCompletable);
}
