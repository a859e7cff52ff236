import type { WordEntry } from '../../domain/words.ts';
import { type NormalText, normalise } from './normalise.ts';

/** An entry found in a text; UTF-16 offsets into the source. */
export interface Hit {
  entry: WordEntry;
  start: number;
  end: number;
}

/** A word list made ready. */
export interface Matcher {
  /** All places of all entries, overlapping ones too; what stands wholly inside an allowed phrase is left out. */
  find(text: string): Hit[];
  readonly entries: number;
}

/** Most that may be skipped inside a word: 微-信, 微 信. */
const LARGEST_GAP = 6;

interface Pattern {
  entry: WordEntry;
  length: number;
  exact: boolean;
  latin: boolean;
  maxGap: number;
}

function isLatin(symbol: number | undefined): boolean {
  return symbol !== undefined && ((symbol >= 0x61 && symbol <= 0x7a) || (symbol >= 0x30 && symbol <= 0x39));
}

function patternOf(entry: WordEntry, symbols: NormalText): Pattern {
  const option = entry.options.map((one) => /^gap=(\d{1,2})$/.exec(one)?.[1]).find((found) => found !== undefined);
  const exact = entry.options.includes('exact');
  let latin = !entry.options.includes('substring');
  for (let i = 0; i < symbols.length; i++) latin &&= isLatin(symbols.symbols[i]);
  // Short Latin words stand by chance across words: "a s s".
  const isShortLatin = latin && symbols.length < 4;
  const maxGap = exact || isShortLatin ? 0 : option === undefined ? LARGEST_GAP : Number(option);
  return { entry, length: symbols.length, exact, latin, maxGap };
}

/**
 * Makes a list ready: an automaton of Aho and Corasick (1975) over the normalised words, in typed arrays
 * but for the table of transitions. Entries without any letter or digit are left out.
 */
export function compileWords(entries: readonly WordEntry[]): Matcher {
  const patterns: Pattern[] = [];
  const next = new Map<number, number>();
  const outputs: number[][] = [[]];
  const key = (state: number, symbol: number): number => state * 0x200000 + symbol;

  for (const entry of entries) {
    const word = normalise(entry.word);
    if (word.length === 0) continue;
    let state = 0;
    for (let i = 0; i < word.length; i++) {
      const edge = key(state, word.symbols[i] ?? 0);
      let to = next.get(edge);
      if (to === undefined) {
        to = outputs.length;
        outputs.push([]);
        next.set(edge, to);
      }
      state = to;
    }
    outputs[state]?.push(patterns.length);
    patterns.push(patternOf(entry, word));
  }
  const { fail, ends } = link(next, outputs, 0x200000);

  function scan(text: NormalText): Hit[] {
    const hits: Hit[] = [];
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const symbol = text.symbols[i] ?? 0;
      let to = next.get(key(state, symbol));
      while (to === undefined && state !== 0) {
        state = fail[state] ?? 0;
        to = next.get(key(state, symbol));
      }
      state = to ?? 0;
      for (let at = outputs[state]?.length ? state : (ends[state] ?? 0); at !== 0; at = ends[at] ?? 0) {
        for (const id of outputs[at] ?? []) {
          const pattern = patterns[id];
          if (pattern !== undefined && holds(pattern, text, i)) {
            hits.push({ entry: pattern.entry, start: text.starts[i - pattern.length + 1] ?? 0, end: text.ends[i] ?? 0 });
          }
        }
      }
    }
    return hits;
  }

  return {
    entries: patterns.length,
    find(text) {
      if (patterns.length === 0) return [];
      const hits = scan(normalise(text));
      const allowed = hits.filter(({ entry }) => entry.level === 'allow');
      return hits.filter(
        ({ entry, start, end }) => entry.level !== 'allow' && !allowed.some((phrase) => phrase.start <= start && end <= phrase.end),
      );
    },
  };
}

/** Does the place fit the entry's conditions: gaps, and borders of Latin words? */
function holds(pattern: Pattern, text: NormalText, last: number): boolean {
  const first = last - pattern.length + 1;
  for (let i = first + 1; i <= last; i++) if ((text.gaps[i] ?? 0) > pattern.maxGap) return false;
  if (!pattern.latin) return true;
  const before = first > 0 && text.gaps[first] === 0 && isLatin(text.symbols[first - 1]);
  const after = last + 1 < text.length && text.gaps[last + 1] === 0 && isLatin(text.symbols[last + 1]);
  return !before && !after;
}

/** Where to go on when no edge fits, and the next shorter word that ends in a state: breadth first. */
function link(next: ReadonlyMap<number, number>, outputs: readonly number[][], base: number): { fail: Uint32Array; ends: Uint32Array } {
  const fail = new Uint32Array(outputs.length);
  const ends = new Uint32Array(outputs.length);
  const children: [number, number][][] = outputs.map(() => []);
  for (const [edge, to] of next) children[Math.floor(edge / base)]?.push([edge % base, to]);
  const queue: number[] = [0];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    for (const [symbol, to] of children[state] ?? []) {
      queue.push(to);
      if (state === 0) continue;
      let back = fail[state] ?? 0;
      while (back !== 0 && !next.has(back * base + symbol)) back = fail[back] ?? 0;
      fail[to] = next.get(back * base + symbol) ?? 0;
      const target = fail[to] ?? 0;
      ends[to] = outputs[target]?.length ? target : (ends[target] ?? 0);
    }
  }
  return { fail, ends };
}
