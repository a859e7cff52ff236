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
