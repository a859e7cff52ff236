import { foldCodePoint, INVISIBLE, SENTENCE_END, sequenceOf } from './fold.ts';

/**
 * A text as it is compared with word lists: one symbol for each sign that counts, with the place in the
 * source that it came from. The arrays may be longer than `length`.
 */
export interface NormalText {
  /** Code points, folded. */
  symbols: Uint32Array;
  /** UTF-16 offset of each symbol's sign in the source. */
  starts: Uint32Array;
  /** UTF-16 offset after it. */
  ends: Uint32Array;
  /** Weight of what was skipped before each symbol: signs, a sentence's end counting more, the invisible nothing. */
  gaps: Uint32Array;
  length: number;
}

/**
 * Further folding on top of the usual one, for words that ask for it: `before` for signs that would be
 * skipped, `after` for symbols.
 */
export interface Overlay {
  before: ReadonlyMap<number, number>;
  /** Those of `before` that are letters in front of a letter or digit alone: k!ll, but not kill! */
  inside: ReadonlySet<number>;
  after: ReadonlyMap<number, number>;
}

/** The end of a sentence separates more than a blank does. */
const SENTENCE_WEIGHT = 3;
/** Scratch space larger than this is given back. */
const KEPT_SIZE = 1 << 16;

/** Room for a text of so many signs. */
export function newText(size: number): NormalText {
  const array = (): Uint32Array => new Uint32Array(size);
  return { symbols: array(), starts: array(), ends: array(), gaps: array(), length: 0 };
}

/** Gives a text room for at least so many symbols; what is in it stays. */
export function reserve(text: NormalText, needed: number): void {
  if (text.symbols.length >= needed) return;
  const size = Math.max(needed, text.symbols.length * 2);
  for (const name of ['symbols', 'starts', 'ends', 'gaps'] as const) {
    const larger = new Uint32Array(size);
    larger.set(text[name]);
    text[name] = larger;
  }
}

/** Releases the memory that an unusually long text has taken. */
export function release(text: NormalText): void {
  if (text.symbols.length > KEPT_SIZE) Object.assign(text, newText(256));
}

/**
 * Folds a text: compatibility forms, case, marks, traditional forms and look-alikes go; white space,
 * punctuation, emoji and what is invisible is skipped and counted as gap. Linear in the length of the text.
 */
export function normalise(text: string, overlay?: Overlay): NormalText {
  return normaliseInto(newText(text.length + 16), text, overlay);
}

/** The same into buffers that are used again and again. */
export function normaliseInto(into: NormalText, text: string, overlay?: Overlay): NormalText {
  // A compatibility form may become 18 letters (U+FDFA): the buffer grows when it is needed.
  reserve(into, text.length + 1);
  let { symbols, starts, ends, gaps } = into;
  let length = 0;
  let gap = 0;
  for (let offset = 0; offset < text.length; ) {
    const start = offset;
    let codePoint = text.charCodeAt(offset++);
    if (codePoint >= 0xd800 && codePoint < 0xdc00 && offset < text.length) {
      codePoint = text.codePointAt(start) ?? 0;
      if (codePoint > 0xffff) offset++;
    }
    let folded = (overlay === undefined ? undefined : overlaid(overlay, codePoint, text, offset)) ?? foldCodePoint(codePoint);
    if (folded > 0) {
      if (overlay !== undefined) folded = overlay.after.get(folded) ?? folded;
      symbols[length] = folded;
      starts[length] = start;
      ends[length] = offset;
      gaps[length] = gap;
      gap = 0;
      length++;
    } else if (folded >= SENTENCE_END) {
      // What belongs to the emoji before it is not counted again.
      if (folded === SENTENCE_END) gap += SENTENCE_WEIGHT;
      else if (folded !== INVISIBLE && !isSkinTone(codePoint) && text.charCodeAt(start - 1) !== JOINER) gap++;
    } else {
      const several = sequenceOf(folded);
      reserve(into, length + several.length + text.length - offset + 1);
      ({ symbols, starts, ends, gaps } = into);
      for (const one of several) {
        symbols[length] = overlay?.after.get(one) ?? one;
        starts[length] = start;
        ends[length] = offset;
        gaps[length] = gap;
        gap = 0;
        length++;
      }
    }
  }
  into.length = length;
  return into;
}

/** The number of the first symbol that begins at an offset or later. */
export function symbolAt({ starts, length }: Pick<NormalText, 'starts' | 'length'>, offset: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Joins emoji to one. */
const JOINER = 0x200d;
const isSkinTone = (codePoint: number): boolean => codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;

function overlaid({ before, inside }: Overlay, codePoint: number, text: string, next: number): number | undefined {
  const symbol = before.get(codePoint);
  return symbol !== undefined && inside.has(codePoint) && !/[\p{L}\p{N}@$]/u.test(text[next] ?? '') ? undefined : symbol;
}

/** A text whose repetitions are one symbol each. */
export interface SqueezedText extends NormalText {
  /** How often each symbol stood there. */
  counts: Uint32Array;
}

/** Room for a squeezed text. */
export function newSqueezed(size: number): SqueezedText {
  return { ...newText(size), counts: new Uint32Array(size) };
}

/**
 * Makes one of every run of the same symbol (傻傻傻逼逼 → 傻逼) whose parts are at most `maxGap` apart. The
 * symbol covers the whole run. A gap inside a run counts as one before it, so that it is not lost.
 * @returns false, and leaves `into` unfinished, when nothing is repeated.
 */
export function squeezeInto(into: SqueezedText, text: NormalText, maxGap: number): boolean {
  let from = 1;
  const { symbols, starts, ends, gaps, length: all } = text;
  while (from < all && (symbols[from] !== symbols[from - 1] || (gaps[from] ?? 0) > maxGap)) from++;
  if (from >= all) return false;
  reserve(into, all);
  if (into.counts.length < into.symbols.length) into.counts = new Uint32Array(into.symbols.length);
  let length = 0;
  for (let i = 0; i < all; i++) {
    const last = length - 1;
    const gap = gaps[i] ?? 0;
    if (last >= 0 && symbols[i] === into.symbols[last] && gap <= maxGap) {
      into.ends[last] = ends[i] ?? 0;
      into.counts[last] = (into.counts[last] ?? 0) + 1;
      if (gap > (into.gaps[last] ?? 0)) into.gaps[last] = gap;
      continue;
    }
    into.symbols[length] = symbols[i] ?? 0;
    into.starts[length] = starts[i] ?? 0;
    into.ends[length] = ends[i] ?? 0;
    into.gaps[length] = gap;
    into.counts[length] = 1;
    length++;
  }
  into.length = length;
  return true;
}
