import type { MoreTexts } from '../catalogue.ts';

/** Moving an article's comments to another key, and merging them into another article's. */
export const threadMoves: Pick<MoreTexts, 'threadMoves'> = {
  threadMoves: {
    key: 'Key',
    keyHint: 'Old keys and addresses go on leading here',
    merge: 'Merge into another…',
    mergeTitle: 'Merge the comments into another article',
    mergeHint:
      'The {n} public comments of “{title}” and all others go to the article that you choose; the old address shows its comments from then on. This cannot be undone.',
    search: 'Find an article by title or address',
    found: 'Articles found',
    none: 'No other article found',
    confirm: 'Merge into “{title}”',
    merged: 'Merged into “{title}”',
  },
};
