import type { WordEntry } from '../../domain/words.ts';
import { type Automaton, buildAutomaton } from './automaton.ts';
import { newSqueezed, newText, normalise, normaliseInto, type NormalText, type Overlay, squeezeInto } from './normalise.ts';
import { spellings } from './pinyin.ts';
import { joinsFor, type Joins } from './split-characters.ts';
import { readRule, type WordRule } from './word-rule.ts';
import { type Conditions, type ConditionsDraft, conditionsOf, noteConditions } from './conditions.ts';

/** Which passes run for the whole list; single entries may ask for them besides. */
export interface Matching {
  boundary: boolean;
  pinyin: boolean;
  split: boolean;
}

/** Most that may be skipped inside a word: 微-信, 微 信. */
export const USUAL_GAP = 6;

/** The parts of a combination, and what keeps a word from counting, stand within so many symbols. */
export const NEAR = 20;

export const EXACT = 1;
/** A Latin word: no letter or digit beside it. */
export const LATIN = 2;
/** A word of characters that must not lie across other words. */
export const ALONE = 4;
/** The form of a word with repetitions whose repetitions are one; looked for in squeezed texts alone. */
export const SQUEEZED = 8;
export const ALLOWED = 16;
/** Part of a word that counts with its other parts alone. */
export const PART = 32;
/** Keeps a word from counting. */
export const UNLESS = 64;
/** Looked for in texts whose parts of characters were joined. */
export const SPLIT = 128;

/** All places are wanted, however many: what is masked must not be read at the end of a text. */
export const EVERYWHERE = 256;

/** All that is looked for in one pass, by number. Nothing but typed arrays: a thread hands them over without a copy. */
export interface Patterns {
  entry: Uint32Array;
  length: Uint32Array;
  flags: Uint16Array;
  gap: Uint8Array;
  /** Which part of the entry, from 0. */
  part: Uint8Array;
  /** Of Latin words: bit i where the list has a blank before symbol i. */
  blanks: Uint32Array;
  /** Of squeezed forms: how often each symbol has to stand there. Of pinyin: the word's own symbols. */
  more: Uint32Array;
  /** Where in `more` the numbers of a pattern begin; they end where those of the next begin. */
  moreAt: Uint32Array;
}

/** Patterns while they are collected. */
interface PatternsDraft {
  entry: number[];
  length: number[];
  flags: number[];
  gap: number[];
  part: number[];
  blanks: number[];
  more: Map<number, readonly number[]>;
  symbols: (readonly number[])[];
}

/** The numbers in `more` that belong to a pattern; none for most. */
export const moreOf = ({ more, moreAt }: Patterns, pattern: number): Uint32Array => more.subarray(moreAt[pattern], moreAt[pattern + 1]);

function patternsOf({ entry, length, flags, gap, part, blanks, more }: PatternsDraft): Patterns {
  const moreAt = new Uint32Array(entry.length + 1);
  for (let i = 0; i < entry.length; i++) moreAt[i + 1] = (moreAt[i] ?? 0) + (more.get(i)?.length ?? 0);
  const all = new Uint32Array(moreAt[entry.length] ?? 0);
  for (const [pattern, numbers] of more) all.set(numbers, moreAt[pattern]);
  return {
    entry: Uint32Array.from(entry),
    length: Uint32Array.from(length),
    flags: Uint16Array.from(flags),
    gap: Uint8Array.from(gap),
    part: Uint8Array.from(part),
    blanks: Uint32Array.from(blanks),
    more: all,
    moreAt,
  };
}

/** A pass that is made ready. */
export interface Pass {
  patterns: Patterns;
  automaton: Automaton;
}

/** A list made ready, without its entries: those are known by their numbers. */
export interface CompiledWords {
  /** How many entries can be used. */
  used: number;
  conditions: Conditions;
  plain: Pass;
  leet: Pass | null;
  num: Pass | null;
  pinyin: Pass | null;
  joins: Joins | null;
}

const of = (pairs: string): ReadonlyMap<number, number> =>
  new Map(pairs.split(' ').map((pair): [number, number] => [pair.codePointAt(0) ?? 0, pair.codePointAt(1) ?? 0]));

/** Digits and signs for letters; l, 1, ! and | are one. */
export const LEET: Overlay = {
  before: of('@a $s !i |i +t €e ¢c £i ＠a ＄s ！i'),
  inside: new Set(Array.from('!|+！', (sign) => sign.codePointAt(0) ?? 0)),
  after: of('0o 1i 2z 3e 4a 5s 6g 7t 8b 9g li'),
};
/** Numerals of all kinds as digits. */
export const NUMERALS: Overlay = {
  before: new Map(),
  inside: new Set(),
  after: of('零0 〇0 一1 二2 三3 四4 五5 六6 七7 八8 九9 壹1 贰2 叁3 肆4 伍5 陆6 柒7 捌8 玖9 幺1 两2'),
};

const STEP = 500;

/** Scratch for one word at a time. */
const wordBuffer = newText(256);
const squeezedBuffer = newSqueezed(256);

const newPatterns = (): PatternsDraft => ({
  entry: [],
  length: [],
  flags: [],
  gap: [],
  part: [],
  blanks: [],
  more: new Map(),
  symbols: [],
});

const isLatin = (symbol: number): boolean => (symbol >= 0x61 && symbol <= 0x7a) || (symbol >= 0x30 && symbol <= 0x39);
const isHan = (symbol: number): boolean => (symbol >= 0x3400 && symbol <= 0x9fff) || symbol >= 0x20000;

/** Makes a list ready for matching. A generator: each slice takes about a millisecond. */
export function* compilePatterns(entries: readonly WordEntry[], matching: Matching): Generator<void, CompiledWords> {
  const conditions: ConditionsDraft = { parts: new Uint8Array(entries.length), dates: new Map() };
  const plain = newPatterns();
  const leet = newPatterns();
  const num = newPatterns();
  const pinyin = newPatterns();
  const splitting = new Set<number>();
  let used = 0;
  for (const [number, entry] of entries.entries()) {
    if (number % STEP === STEP - 1) yield;
    const rule = readRule(entry);
    if (typeof rule === 'string') continue;
    const before = plain.entry.length;
    noteConditions(conditions, number, rule);
    for (const [part, text] of rule.parts.entries()) {
      for (const form of formsOf(text)) addWord(plain, number, entry, rule, matching, { part, form, splitting });
    }
    if (plain.entry.length > before) used++;
    for (const [part, text] of rule.unless.entries()) {
      const word = symbolsOf(normalise(text));
      if (word.length > 0) add(plain, word, { entry: number, flags: UNLESS, gap: 0, part });
    }
    if (rule.parts.length > 1 || rule.exact) continue;
    const [text = ''] = rule.parts;
    if (rule.leet) addFolded(leet, number, entry, normalise(text, LEET));
    if (rule.num) addFolded(num, number, entry, normalise(text, NUMERALS));
    if (rule.pinyin || matching.pinyin) addSpellings(pinyin, number, entry, symbolsOf(normalise(text)), rule.pinyin ? 2 : 3);
  }
  const ready = function* (draft: PatternsDraft): Generator<void, Pass> {
    const automaton = yield* buildAutomaton(draft.symbols);
    draft.symbols = [];
    return { patterns: patternsOf(draft), automaton };
  };
  return {
    used,
    conditions: conditionsOf(conditions),
    plain: yield* ready(plain),
    leet: leet.entry.length === 0 ? null : yield* ready(leet),
    num: num.entry.length === 0 ? null : yield* ready(num),
    pinyin: pinyin.entry.length === 0 ? null : yield* ready(pinyin),
    joins: splitting.size === 0 ? null : joinsFor(splitting),
  };
}

/** Look-alikes are folded as they are written: of a word of other scripts the large and the small form differ. */
function formsOf(text: string): string[] {
  // Han and Latin have one form each.
  if (!/[^\p{ASCII}\p{Script=Han}\P{L}]/u.test(text)) return [text];
  return [...new Set([text, text.toLowerCase(), text.toUpperCase()])];
}

function symbolsOf({ symbols, length }: NormalText): number[] {
  const found: number[] = [];
  for (let i = 0; i < length; i++) found.push(symbols[i] ?? 0);
  return found;
}

interface Added {
  entry: number;
  flags: number;
  gap: number;
  part?: number;
  blanks?: number;
  more?: readonly number[];
}

function add(patterns: PatternsDraft, symbols: readonly number[], { entry, flags, gap, part = 0, blanks = 0, more }: Added): void {
  if (more !== undefined) patterns.more.set(patterns.entry.length, more);
  patterns.entry.push(entry);
  patterns.length.push(symbols.length);
  patterns.flags.push(flags);
  patterns.gap.push(gap);
  patterns.part.push(part);
  patterns.blanks.push(blanks);
  patterns.symbols.push(symbols);
}

function addWord(
  patterns: PatternsDraft,
  entry: number,
  { level }: WordEntry,
  rule: WordRule,
  matching: Matching,
  { part, form, splitting }: { part: number; form: string; splitting: Set<number> },
): void {
  const text = normaliseInto(wordBuffer, form);
  const symbols = symbolsOf(text);
  if (symbols.length === 0) return;
  const latin = symbols.every(isLatin);
  const han = !latin && symbols.every(isHan);
  let flags = (rule.exact ? EXACT : 0) | wanted(level);
  if (latin && !rule.substring) flags |= LATIN;
  if (level === 'allow') flags |= ALLOWED;
  if (rule.parts.length > 1) flags |= PART;
  // A single character of a combination stands in words of all kinds; its partner says what is meant.
  else if (han && symbols.length > 1 && level !== 'allow' && !rule.substring && (rule.boundary || matching.boundary)) flags |= ALONE;
  if (han && !rule.exact && (rule.split || matching.split)) {
    flags |= SPLIT;
    for (const symbol of symbols) splitting.add(symbol);
  }
  // Short Latin words stand by chance across words: "a s s".
  const gap = rule.exact || (latin && symbols.length < 4) ? 0 : (rule.gap ?? USUAL_GAP);
  const blanks = latin ? blanksOf(text) : 0;
  add(patterns, symbols, { entry, flags, gap, part, blanks });
  if (rule.exact) return;
  if (!squeezeInto(squeezedBuffer, text, USUAL_GAP) || squeezedBuffer.length < 2) return;
  const more = Array.from(squeezedBuffer.counts.subarray(0, squeezedBuffer.length));
  add(patterns, symbolsOf(squeezedBuffer), {
    entry,
    flags: flags | SQUEEZED,
    gap,
    part,
    blanks: latin ? blanksOf(squeezedBuffer) : 0,
    more,
  });
}

/** Where a word has blanks of its own; bit i: before symbol i. */
function blanksOf({ gaps, length }: NormalText): number {
  let blanks = 0;
  for (let i = 1; i < Math.min(length, 31); i++) if ((gaps[i] ?? 0) > 0) blanks |= 1 << i;
  return blanks;
}

const wanted = (level: WordEntry['level']): number => (level === 'mask' ? EVERYWHERE : 0);

function addFolded(patterns: PatternsDraft, entry: number, { level }: WordEntry, text: NormalText): void {
  const symbols = symbolsOf(text);
  if (symbols.length === 0 || level === 'allow') return;
  const latin = symbols.every(isLatin);
  add(patterns, symbols, {
    entry,
    flags: (latin ? LATIN : 0) | wanted(level),
    gap: latin && symbols.length < 4 ? 0 : USUAL_GAP,
    blanks: blanksOf(text),
  });
}

function addSpellings(patterns: PatternsDraft, entry: number, { level }: WordEntry, symbols: number[], fewest: number): void {
  if (symbols.length < fewest || level === 'allow') return;
  for (const way of spellings(symbols)) add(patterns, way, { entry, flags: wanted(level), gap: USUAL_GAP, more: symbols });
}
