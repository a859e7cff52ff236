/** Signs each of which is a cluster of its own, whatever stands beside it: ASCII without control signs, Han, kana, their punctuation. */
const PLAIN = /^[\n\x20-\x7e\u2010-\u2027\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uff01-\uff9d]*$/;
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Counts a text as readers count it: grapheme clusters (UAX #29), so that a family emoji or a letter
 * with its marks is one.
 */
export function countGraphemes(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let count = 0;
  for (const _ of segmenter.segment(text)) count++;
  return count;
}

/** Has a text fewer grapheme clusters than that? Looks at no more of it than it has to. */
export function isShorter(text: string, than: number): boolean {
  if (text.length < than) return true;
  if (PLAIN.test(text.slice(0, than))) return false;
  let count = 0;
  for (const _ of segmenter.segment(text)) if (++count >= than) return false;
  return true;
}

/** Folds a text for comparing and searching: NFKC, lower case, runs of white space to one blank. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** Asked of every sign of every text: the common ones are known by their numbers. */
function isHan(char: string): boolean {
  const code = char.charCodeAt(0);
  return code < 0x2e80 ? false : (code >= 0x4e00 && code <= 0x9fff) || /\p{Script=Han}/u.test(char);
}

/**
 * The pieces under which a text is found: every pair of neighbouring letters and digits of the folded
 * text, and every single Han character, each once. A search for two characters is one look-up.
 */
export function searchGrams(text: string): string[] {
  const grams = new Set<string>();
  for (const run of foldText(text).match(/[\p{L}\p{N}]+/gu) ?? []) {
    let before = '';
    for (const char of run) {
      if (before !== '') grams.add(before + char);
      if (char.length === run.length || isHan(char)) grams.add(char);
      before = char;
    }
  }
  return [...grams];
}

/**
 * The grams that a text must have to hold the query: the pairs where there are any, else the single
 * characters. Hits are confirmed by comparing the folded texts.
 */
export function queryGrams(query: string): string[] {
  const grams = searchGrams(query);
  const pairs = grams.filter((gram) => [...gram].length === 2);
  return pairs.length > 0 ? pairs : grams;
}
