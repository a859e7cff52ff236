import { lookAlikes } from './look-alikes.ts';
import { CONFUSABLES } from './tables/confusables.ts';
import { SIMPLIFIED } from './tables/simplified.ts';

/**
 * What one code point becomes when texts are compared with word lists: a symbol (a code point, > 0), a
 * list of symbols (−16 − its number in `sequences`), or one of the three ways to be skipped.
 */
export type Folded = number;
/** Shows nothing and separates nothing: format characters, marks, fillers, variation selectors. */
export const INVISIBLE = -1;
/** White space, punctuation, symbols, emoji. */
export const SKIPPED = -2;
/** The end of a sentence. */
export const SENTENCE_END = -3;
const FIRST_SEQUENCE = -16;

/** Letters by property that show nothing: fillers of Hangul and Khmer. */
const FILLERS: ReadonlySet<number> = new Set([0x115f, 0x1160, 0x3164, 0xffa0, 0x17b4, 0x17b5, 0x180e]);
/** Letters by property that are used, and look, like a dash or a dot: a stroke of characters, the long sound of kana, the dot of Hangul. */
const STROKES: ReadonlySet<string> = new Set('丨丶丿亅亠ー々ゝヽㆍᆞᆢ〻');
const ENDS: ReadonlySet<string> = new Set('。！？!?\n｡．');

const COUNTS = /[\p{L}\p{N}]/u;
const HIDDEN = /[\p{M}\p{Cf}\u034f\u00ad\u{e0000}-\u{e0fff}]/u;
const HANGUL = /\p{Script=Hangul}/u;

const sequences: number[][] = [];
/** Sequences that are known already, so that a text of rare signs cannot add one twice. */
const basic = new Int32Array(0x10000);
const astral = new Map<number, Folded>();

let single: Map<number, number> | null = null;

/** The single-sign tables in one map, of which the later ones win; read when the first text is. */
function singles(): ReadonlyMap<number, number> {
  if (single !== null) return single;
  single = new Map();
  for (const pairs of [SIMPLIFIED, CONFUSABLES]) {
    const signs = Array.from(pairs, (sign) => sign.codePointAt(0) ?? 0);
    for (let i = 0; i + 1 < signs.length; i += 2) single.set(signs[i] ?? 0, signs[i + 1] ?? 0);
  }
  for (const [from, to] of lookAlikes()) single.set(from, single.get(to) ?? to);
  return single;
}

/** Folds a code point; remembered, so that each costs once. */
export function foldCodePoint(codePoint: number): Folded {
  if (codePoint < 0x10000) {
    const known = basic[codePoint] ?? 0;
    if (known !== 0) return known;
    const folded = foldAnew(codePoint);
    basic[codePoint] = folded;
    return folded;
  }
  const known = astral.get(codePoint);
  if (known !== undefined) return known;
  const folded = foldAnew(codePoint);
  astral.set(codePoint, folded);
  return folded;
}

/** The symbols of a `Folded` that stands for several. */
export function sequenceOf(folded: Folded): readonly number[] {
  return sequences[FIRST_SEQUENCE - folded] ?? [];
}

function foldAnew(codePoint: number): Folded {
  const sign = String.fromCodePoint(codePoint);
  if (FILLERS.has(codePoint) || HIDDEN.test(sign)) return INVISIBLE;
  if (ENDS.has(sign)) return SENTENCE_END;
  if (STROKES.has(sign)) return SKIPPED;
  const symbols = [...foldSign(sign)].filter((one) => COUNTS.test(one)).map((one) => one.codePointAt(0) ?? 0);
  const [first] = symbols;
  if (first === undefined) return SKIPPED;
  if (symbols.length === 1) return first;
  sequences.push(symbols);
  return FIRST_SEQUENCE - (sequences.length - 1);
}

/** Look-alikes first, as the sign was written; then its compatibility form, without marks and small, and that form's look-alikes. */
function foldSign(sign: string): string {
  const direct = replaced(sign);
  if (direct !== sign) return direct;
  const compatible = sign.normalize('NFKC');
  // Hangul would come apart into letters.
  const bare = HANGUL.test(compatible) ? compatible : compatible.normalize('NFD').replace(/\p{M}+/gu, '');
  return Array.from(bare, replaced)
    .join('')
    .toLowerCase()
    .replace(/\p{M}+/gu, '');
}

function replaced(sign: string): string {
  const to = singles().get(sign.codePointAt(0) ?? 0);
  return to === undefined ? sign : String.fromCodePoint(to);
}
