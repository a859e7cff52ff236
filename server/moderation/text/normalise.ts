/**
 * A text as it is compared with word lists: one symbol for each sign that counts, with the place in the
 * source that it came from.
 */
export interface NormalText {
  /** Code points, folded. */
  symbols: Uint32Array;
  /** UTF-16 offset of each symbol's sign in the source. */
  starts: Uint32Array;
  /** UTF-16 offset after it. */
  ends: Uint32Array;
  /** Weight of what was skipped before each symbol: signs, a sentence's end counting more. */
  gaps: Uint32Array;
  length: number;
}

/** The end of a sentence separates more than a blank does. */
const SENTENCE_END = 3;

/** Letters by property that show nothing: Hangul fillers. */
const FILLERS: ReadonlySet<number> = new Set([0x115f, 0x1160, 0x3164, 0xffa0, 0x17b4, 0x17b5]);

const COUNTS = /[\p{L}\p{N}]/u;
const ENDS_SENTENCE = /[。！？!?\n]/;

/** What a code point becomes: its symbols, or null where it is skipped. Remembered: texts repeat their signs. */
const remembered = new Map<number, readonly number[] | null>();
/** Enough for every sign of a language; a text of rare ones must not fill the memory. */
const MOST_REMEMBERED = 40_000;

function fold(codePoint: number): readonly number[] | null {
  const known = remembered.get(codePoint);
  if (known !== undefined) return known;
  const folded = foldAnew(codePoint);
  if (remembered.size < MOST_REMEMBERED) remembered.set(codePoint, folded);
  return folded;
}

function foldAnew(codePoint: number): readonly number[] | null {
  if (FILLERS.has(codePoint)) return null;
  const plain = String.fromCodePoint(codePoint)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  const symbols = [...plain].filter((sign) => COUNTS.test(sign)).map((sign) => sign.codePointAt(0) ?? 0);
  return symbols.length === 0 ? null : symbols;
}

/**
 * Folds a text: compatibility forms, case and marks go; white space, punctuation, emoji and what is
 * invisible is skipped and counted as gap. Linear in the length of the text.
 */
export function normalise(text: string): NormalText {
  // A compatibility form may become 18 letters (U+FDFA): room grows when it is needed.
  let room = text.length + 16;
  let symbols = new Uint32Array(room);
  let starts = new Uint32Array(room);
  let ends = new Uint32Array(room);
  let gaps = new Uint32Array(room);
  let length = 0;
  let gap = 0;
  let offset = 0;
  for (const sign of text) {
    const start = offset;
    offset += sign.length;
    const folded = fold(sign.codePointAt(0) ?? 0);
    if (folded === null) {
      gap += ENDS_SENTENCE.test(sign) ? SENTENCE_END : 1;
      continue;
    }
    if (length + folded.length > room) {
      room = room * 2 + folded.length;
      symbols = grown(symbols, room);
      starts = grown(starts, room);
      ends = grown(ends, room);
      gaps = grown(gaps, room);
    }
    for (const symbol of folded) {
      symbols[length] = symbol;
      starts[length] = start;
      ends[length] = offset;
      gaps[length] = gap;
      gap = 0;
      length++;
    }
  }
  return { symbols, starts, ends, gaps, length };
}

function grown(array: Uint32Array<ArrayBuffer>, room: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(room);
  larger.set(array);
  return larger;
}
