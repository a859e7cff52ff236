import type { NormalText } from './normalise.ts';

const isLatinSymbol = (symbol: number | undefined): boolean =>
  symbol !== undefined && ((symbol >= 0x61 && symbol <= 0x7a) || (symbol >= 0x30 && symbol <= 0x39));

/** No letter or digit touches the place, and blanks inside it look like a disguise: "f u c k", not "pen is". */
export function isLatinWord(text: NormalText, source: string, first: number, last: number, blanks: number): boolean {
  const { symbols, gaps, starts, ends, length } = text;
  if (first > 0 && gaps[first] === 0 && isLatinSymbol(symbols[first - 1])) return false;
  if (last + 1 < length && gaps[last + 1] === 0 && isLatinSymbol(symbols[last + 1])) return false;
  // Asked at every place of every listed word, and a text may be nothing but such places: nothing is put together here.
  let isOnePiece = true;
  let hasVowel = false;
  for (let i = first; i <= last; i++) {
    const isListed = i - first > 30 || ((blanks >> (i - first)) & 1) === 1;
    if (i > first && (gaps[i] ?? 0) > 0 && !isListed && hasBlank(source, ends[i - 1] ?? 0, starts[i] ?? 0)) {
      if (!hasVowel) return true;
      isOnePiece = false;
      hasVowel = false;
    }
    hasVowel ||= isVowel(symbols[i]);
  }
  // A piece between blanks without a vowel is no English word.
  return isOnePiece || !hasVowel;
}

function isVowel(symbol: number | undefined): boolean {
  return symbol === 0x61 || symbol === 0x65 || symbol === 0x69 || symbol === 0x6f || symbol === 0x75 || symbol === 0x79;
}

function hasBlank(source: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const unit = source.charCodeAt(i);
    if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit > 0x7f && /\s/.test(source.charAt(i)))) return true;
  }
  return false;
}
