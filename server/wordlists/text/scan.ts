import { next } from './automaton.ts';
import { CONTEXT, standsAlone } from './boundary.ts';
import type { Found, Via } from './found.ts';
import { isLatinWord } from './latin-word.ts';
import { normalise, type NormalText, symbolAt } from './normalise.ts';
import {
  ALLOWED,
  ALONE,
  EVERYWHERE,
  EXACT,
  LATIN,
  moreOf,
  NEAR,
  PART,
  type Pass,
  type Patterns,
  SQUEEZED,
  UNLESS,
  USUAL_GAP,
} from './patterns.ts';

interface Scan {
  pass: Pass;
  text: NormalText;
  source: string;
  via: Via;
  /** Flags that a pattern has to have, and those it must not have. */
  accept: number;
  refuse: number;
  /** Of squeezed and joined texts: of how many symbols each was made, and the text they were made of. */
  made?: { counts: Uint32Array; of: NormalText } | undefined;
  found: Found[];
  /** The text was made by decoding another. */
  isDecoded?: boolean | undefined;
}

/** So many places of one pattern are enough to assess a text. */
const MOST_OF_ONE = 16;
/** Of what only counts together with something else more are needed. */
const MOST_OF_OTHERS = 20_000;
/** So often a text's words are cut for comparison: each takes some microseconds. */
const MOST_CUTS = 300;

/** A word that ends at a state, how often it was found, and how often is enough. */
interface Word {
  pattern: number;
  found: number;
  most: number;
}

/** What ends at a state: words, and parts of entries that count only with all their parts. */
interface Ending {
  words: Word[];
  parts: number[];
}

/** Which parts of entries stand somewhere in a text; a bit each. */
export type PartsSeen = Map<number, number>;

/** Adds the places of those parts whose entries may have all of theirs. */
export type AddParts = (isCompletable: (entry: number) => boolean) => void;

/**
 * Finds a pass's patterns in a text. Linear in the text; each place costs at most the longest word. One word may be
 * a part of very many entries: its places are noted once for all of them, and entries whose other parts are nowhere
 * never get any.
 * @param seen gets the parts that stand in the text.
 * @returns what adds the places of parts, to be called while the text is still there; null where there are none.
 */
export function scan(task: Scan, seen: PartsSeen): AddParts | null {
  const { pass, text, found } = task;
  const { automaton, patterns } = pass;
  const { low, high, ending, shorter } = automaton;
  if (ending.length <= 1) return null;
  const { symbols, gaps, length } = text;
  const endings = new Map<number, Ending>();
  const noted: Noted = { states: [], places: [], wides: [] };
  const state = { cuts: 0, wide: 0 };
  const isNear = task.made === undefined ? null : nearMade(task.made.counts, length, automaton.longest);
  let at = 0;
  for (let i = 0; i < length; i++) {
    if ((gaps[i] ?? 0) > USUAL_GAP) state.wide = i;
    if (isNear !== null && !isNear(i)) {
      at = 0;
      continue;
    }
    const symbol = symbols[i] ?? 0;
    const known = symbol < 0x10000 ? (low[symbol] ?? 0) : (high.get(symbol) ?? 0);
    at = known === 0 ? 0 : next(automaton, at, known);
    for (let end = ending[at] === 0 ? (shorter[at] ?? 0) : at; end !== 0; end = shorter[end] ?? 0) {
      let here = endings.get(end);
      if (here === undefined) {
        here = endingAt(pass, end, task, seen);
        endings.set(end, here);
      }
      if (here.parts.length > 0) note(noted, end, i, state.wide);
      for (const word of here.words) {
        if (word.found >= word.most || !holds(task, word.pattern, i, state)) continue;
        word.found++;
        found.push(foundAt(patterns, word.pattern, task, i));
      }
    }
  }
  return noted.places.length === 0 ? null : (isCompletable) => addParts(task, noted, endings, isCompletable);
}

/** What ends at a state and may count in this text; its parts are noted as seen. */
function endingAt({ automaton, patterns }: Pass, end: number, { accept, refuse }: Scan, seen: PartsSeen): Ending {
  const here: Ending = { words: [], parts: [] };
  for (let place = (automaton.ending[end] ?? 0) - 1; ; place++) {
    const pattern = automaton.patterns[place] ?? 0;
    const flags = patterns.flags[pattern] ?? 0;
    if ((flags & accept) === accept && (flags & refuse) === 0) {
      if ((flags & PART) === 0) here.words.push({ pattern, found: 0, most: mostOf(flags) });
      else {
        here.parts.push(pattern);
        const entry = patterns.entry[pattern] ?? 0;
        seen.set(entry, (seen.get(entry) ?? 0) | (1 << (patterns.part[pattern] ?? 0)));
      }
    }
    if (automaton.more[place] !== 1) return here;
  }
}

/** Places at which parts end: the state, the last symbol, and where the last wide gap before it was. */
interface Noted {
  states: number[];
  places: number[];
  wides: number[];
}

function note({ states, places, wides }: Noted, state: number, place: number, wide: number): void {
  states.push(state);
  places.push(place);
  wides.push(wide);
}

function addParts(
  task: Scan,
  { states, places, wides }: Noted,
  endings: ReadonlyMap<number, Ending>,
  isCompletable: (entry: number) => boolean,
): void {
  const { patterns } = task.pass;
  const usable = new Map<number, number[]>();
  for (const [state, { parts }] of endings) {
    const some = parts.filter((pattern) => isCompletable(patterns.entry[pattern] ?? 0));
    if (some.length > 0) usable.set(state, some);
  }
  if (usable.size === 0) return;
  const runs = new Map<number, Run>();
  const state = { cuts: 0, wide: 0 };
  for (let i = 0; i < places.length; i++) {
    const last = places[i] ?? 0;
    state.wide = wides[i] ?? 0;
    for (const pattern of usable.get(states[i] ?? 0) ?? []) {
      if (!holds(task, pattern, last, state)) continue;
      const one = foundAt(patterns, pattern, task, last);
      const run = runs.get(pattern);
      if (run?.before && isBetween(run.before, one, task)) {
        Object.assign(run.latest, one);
        continue;
      }
      const kept = (run?.kept ?? 0) + 1;
      if (kept > MOST_OF_OTHERS) continue;
      task.found.push(one);
      runs.set(pattern, { before: run?.latest ?? null, latest: one, kept });
    }
  }
}

/** The last two places that were kept of a part. */
interface Run {
  before: Found | null;
  latest: Found;
  kept: number;
}

/**
 * Is what lies between two places of one part so near to both that any other part there is near one of them? Then
 * the places between mean nothing. In decoded texts offsets do not measure what was typed.
 */
function isBetween(before: Found, one: Found, { isDecoded }: Scan): boolean {
  return isDecoded !== true && (one.flags & EVERYWHERE) === 0 && one.start - before.start <= NEAR;
}

/** Is a symbol so near to one that was made of several that a word may hold both? To be asked in ascending order. */
function nearMade(counts: Uint32Array, length: number, longest: number): (i: number) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  let next = 0;
  return (i) => {
    if ((counts[i] ?? 1) > 1) last = i;
    if (next < i) next = i;
    while (next < length && next - i < longest && (counts[next] ?? 1) <= 1) next++;
    return i - last < longest || (next < length && next - i < longest);
  };
}

const mostOf = (flags: number): number => ((flags & (ALLOWED | UNLESS | EVERYWHERE)) === 0 ? MOST_OF_ONE : MOST_OF_OTHERS);

function foundAt({ entry, flags, part, length }: Patterns, pattern: number, { text, via }: Scan, last: number): Found {
  return {
    entry: entry[pattern] ?? 0,
    flags: flags[pattern] ?? 0,
    part: part[pattern] ?? 0,
    start: text.starts[last - (length[pattern] ?? 1) + 1] ?? 0,
    end: text.ends[last] ?? 0,
    via,
  };
}

/** Does the place fit the pattern's conditions? */
function holds(task: Scan, pattern: number, last: number, state: { cuts: number; wide: number }): boolean {
  const { patterns } = task.pass;
  const { text, made, via } = task;
  const flags = patterns.flags[pattern] ?? 0;
  const first = last - (patterns.length[pattern] ?? 1) + 1;
  const gap = patterns.gap[pattern] ?? 0;
  if (gap === USUAL_GAP) {
    if (state.wide > first) return false;
  } else {
    for (let i = first + 1; i <= last; i++) if ((text.gaps[i] ?? 0) > gap) return false;
  }
  if ((flags & EXACT) !== 0 && (via !== 'plain' || !isUnbroken(text, first, last))) return false;
  const wanted = (flags & SQUEEZED) === 0 ? undefined : moreOf(patterns, pattern);
  if (made !== undefined && !hasCounts(made.counts, first, last, via, wanted)) return false;
  if (via === 'pinyin') return isOtherwise(task, first, last, moreOf(patterns, pattern));
  if ((flags & LATIN) !== 0) return isLatinWord(text, task.source, first, last, patterns.blanks[pattern] ?? 0);
  if ((flags & ALONE) === 0 || state.cuts >= MOST_CUTS) return true;
  state.cuts++;
  if (made === undefined || via !== 'repeat') return isAlone(text, first, last);
  // 妈妈的: of repetitions at the border as many as the word has belong to it; the other stands beside it.
  // Who repeats more than one sign does not speak.
  const before = (made.counts[first] ?? 1) - (wanted?.[0] ?? 1);
  const behind = (made.counts[last] ?? 1) - (wanted?.at(-1) ?? 1);
  if (before + behind !== 1) return true;
  const from = symbolAt(made.of, text.starts[first] ?? 0) + before;
  return isAlone(made.of, from, symbolAt(made.of, text.starts[last] ?? 0) + (wanted?.at(-1) ?? 1) - 1);
}

/** Nothing at all was skipped inside. */
function isUnbroken({ starts, ends }: NormalText, first: number, last: number): boolean {
  for (let i = first + 1; i <= last; i++) if ((starts[i] ?? 0) > (ends[i - 1] ?? 0)) return false;
  return true;
}

/** Squeezed: each symbol stood there as often as the word has it, and one at least is repeated. Joined: one at least was made of parts. */
function hasCounts(counts: Uint32Array, first: number, last: number, via: Via, wanted: Uint32Array | undefined): boolean {
  let isMore = false;
  for (let i = first; i <= last; i++) {
    const count = counts[i] ?? 1;
    const least = via === 'repeat' ? (wanted?.[i - first] ?? 1) : 1;
    if (count < least) return false;
    if (count > 1) isMore = true;
  }
  return isMore;
}

/** Found by sound, and not simply the word itself, which another pass has assessed. */
function isOtherwise({ text, source }: Scan, first: number, last: number, word: Uint32Array): boolean {
  const { symbols, length } = normalise(source.slice(text.starts[first], text.ends[last]));
  return length !== word.length || word.some((symbol, i) => symbol !== symbols[i]);
}

/** The characters that touch the place, as far as nothing is skipped between them. */
function isAlone({ symbols, gaps, length }: NormalText, first: number, last: number): boolean {
  let from = first;
  while (from > 0 && first - from < CONTEXT && gaps[from] === 0) from--;
  let to = last + 1;
  while (to < length && to - last <= CONTEXT && gaps[to] === 0) to++;
  const signs = (start: number, end: number): string[] =>
    Array.from(symbols.subarray(start, end), (symbol) => String.fromCodePoint(symbol));
  return standsAlone(signs(from, first), signs(first, last + 1), signs(last + 1, to));
}
