/** Longest name of a reader, in grapheme clusters. */
export const NAME_LIMIT = 30;
