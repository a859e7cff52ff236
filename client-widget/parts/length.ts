const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Length as readers count it: family emoji and letters with marks are one. */
export function lengthOf(text: string): number {
  // Texts of single units need no counting.
  return /^[\x20-\u02ff\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uff00-\uffef\n]*$/.test(text)
    ? text.length
    : [...segmenter.segment(text)].length;
}
