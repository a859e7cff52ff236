/** Signs each of which is a cluster of its own, whatever stands beside it: ASCII without control signs, Han, kana, their punctuation. */
const PLAIN = /^[\n\x20-\x7e\u2010-\u2027\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uff01-\uff9d]*$/;
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Counts a text as readers count it: grapheme clusters (UAX #29), so that a family emoji or a letter
 * with its marks is one. The server and the comment box both count by this.
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

/** A text's first so many grapheme clusters. */
export function firstGraphemes(text: string, most: number): string {
  let count = 0;
  for (const { index } of segmenter.segment(text)) if (count++ === most) return text.slice(0, index);
  return text;
}
