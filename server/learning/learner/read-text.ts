/**
 * The learner's own small folding. It is apart from the word lists' normaliser on purpose: what a model
 * has learnt lies under hashes of these symbols, so that a better normaliser must not change them.
 */

/** What kind of sign a symbol is. `odd`: letters and digits in a dress nobody types by accident. */
export const KIND = { space: 0, han: 1, latin: 2, digit: 3, mark: 4, emoji: 5, other: 6, odd: 7 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

/** A text as the learner reads it: folded symbols and where each came from. */
export interface ReadText {
  symbols: Uint32Array;
  kinds: Uint8Array;
  /** UTF-16 offsets in the source, before and after each symbol's sign. */
  starts: Uint32Array;
  ends: Uint32Array;
  length: number;
}

/** More than the longest comment holds; what stands behind is not read. */
export const MOST_SYMBOLS = 20_000;
/** A sign may stand for several (㎏, ﷺ): so many are taken. */
const MOST_OF_ONE = 4;

interface Sign {
  symbols: readonly number[];
  kind: Kind;
}
/** `null`: shows nothing. */
const remembered = new Map<number, Sign | null>();
const MOST_REMEMBERED = 40_000;
const SPACE: Sign = { symbols: [0x20], kind: KIND.space };

function signOf(codePoint: number): Sign | null {
  const known = remembered.get(codePoint);
  if (known !== undefined) return known;
  const sign = signAnew(codePoint);
  if (remembered.size < MOST_REMEMBERED) remembered.set(codePoint, sign);
  return sign;
}

function signAnew(codePoint: number): Sign | null {
  const text = String.fromCodePoint(codePoint);
  if (/\s/u.test(text)) return SPACE;
  // Hangul fillers are letters by property and show nothing.
  if (/[\p{Cf}\p{M}\p{Cc}\u115F\u1160\u3164\uFFA0]/u.test(text)) return null;
  // Private use, lone surrogates, unassigned: one symbol for all.
  if (/\p{C}/u.test(text)) return { symbols: [0xfffd], kind: KIND.odd };
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase();
  const symbols = Array.from(plain, (sign) => sign.codePointAt(0) ?? 0).slice(0, MOST_OF_ONE);
  return symbols.length === 0 ? null : { symbols, kind: kindOf(text, plain, codePoint) };
}

function kindOf(text: string, plain: string, codePoint: number): Kind {
  if (/^[0-9a-z]/.test(plain) && codePoint > 0x24f && !(codePoint >= 0xff00 && codePoint <= 0xff5e)) return KIND.odd;
  if (/^[0-9]/.test(plain)) return KIND.digit;
  if (/\p{Script=Latin}/u.test(plain)) return KIND.latin;
  // Radicals and compatibility forms stand where the usual character would.
  if (/\p{Script=Han}/u.test(plain)) return plain === text ? KIND.han : KIND.odd;
  if (/\p{Extended_Pictographic}/u.test(text)) return KIND.emoji;
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(plain)) return KIND.other;
  return /[\p{L}\p{N}]/u.test(plain) ? KIND.odd : KIND.mark;
}

/** Scratch that all texts share: reading is never interrupted, and memory outside of the heap is dear to get and to give back. */
const buffer = {
  symbols: new Uint32Array(MOST_SYMBOLS),
  kinds: new Uint8Array(MOST_SYMBOLS),
  starts: new Uint32Array(MOST_SYMBOLS),
  ends: new Uint32Array(MOST_SYMBOLS),
};

/** Reads a text: folds forms, case and marks, drops what shows nothing, runs of blanks to one. Linear. */
export function readText(text: string): ReadText {
  const { symbols, kinds, starts, ends } = buffer;
  let length = 0;
  let end = 0;
  while (end < text.length && length < MOST_SYMBOLS) {
    const start = end;
    const codePoint = text.codePointAt(start) ?? 0;
    end += codePoint > 0xffff ? 2 : 1;
    const sign = signOf(codePoint);
    if (sign === null) continue;
    if (sign === SPACE && (length === 0 || kinds[length - 1] === KIND.space)) continue;
    for (const symbol of sign.symbols) {
      if (length === MOST_SYMBOLS) break;
      symbols[length] = symbol;
      kinds[length] = sign.kind;
      starts[length] = start;
      ends[length] = end;
      length++;
    }
  }
  if (length > 0 && kinds[length - 1] === KIND.space) length--;
  return {
    symbols: symbols.slice(0, length),
    kinds: kinds.slice(0, length),
    starts: starts.slice(0, length),
    ends: ends.slice(0, length),
    length,
  };
}
