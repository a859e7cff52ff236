import type { SimilarTexts } from './near-duplicates.ts';

/** What copies mean: `duplicate`: the reader repeats himself; `cluster`: many readers post the same, or it is posted in many threads. */
export type SimilarityVerdict = 'duplicate' | 'cluster' | null;

/** Copies by the same reader that are refused a further one. */
const OWN_COPIES = 2;
/** With this text, so many readers or threads within an hour are a campaign. */
const CAMPAIGN = 3;
/** The same for short texts: a few post the same short text by chance. */
const SHORT_OWN_COPIES = 3;
const SHORT_CAMPAIGN = 8;

/** Assesses what was found of a text that is about to join the others. */
export function assessSimilarTexts({ isShort, sameAuthor, otherAuthors, otherThreads }: SimilarTexts): SimilarityVerdict {
  if (sameAuthor >= (isShort ? SHORT_OWN_COPIES : OWN_COPIES)) return 'duplicate';
  const campaign = isShort ? SHORT_CAMPAIGN : CAMPAIGN;
  if (sameAuthor + otherAuthors === 0) return null;
  return otherAuthors + 1 >= campaign || otherThreads + 1 >= campaign ? 'cluster' : null;
}
