import type { Comment, CommentId } from './types.ts';

/** Most floors above a new comment (盖楼). An answer to one that stands so deep hangs beside it. */
export const MOST_DEPTH = 100;
/** Of a longer chain (imports, earlier versions) the store gives so many from the top and so many from the bottom. */
export const ENDS = MOST_DEPTH;
/** Of a chain longer than `MOST_DEPTH` a page names so many from the top; the others are the nearest. */
export const TOP = 2;

type Placed = Pick<Comment, 'id' | 'rootId' | 'ancestors' | 'depth'>;

/**
 * Where an answer stands: below what it answers, or where that stands at the bound, beside it; then `answersId` says
 * whom it answers.
 */
export function placeBelow(answered: Placed): Pick<Comment, 'parentId' | 'rootId' | 'ancestors' | 'depth' | 'answersId'> {
  const { id, rootId, depth } = answered;
  if (depth < MOST_DEPTH) return { parentId: id, rootId, ancestors: [...answered.ancestors, id], depth: depth + 1 };
  const ancestors = answered.ancestors.slice(0, MOST_DEPTH);
  return { parentId: ancestors.at(-1) ?? rootId, rootId, ancestors, depth: MOST_DEPTH, answersId: id };
}

/** The ids of a chain as the store gives them: all, or the ends of one that is too long. */
export function endsOf(ancestors: readonly CommentId[]): CommentId[] {
  return ancestors.length <= 2 * ENDS ? [...ancestors] : [...ancestors.slice(0, ENDS), ...ancestors.slice(-ENDS)];
}

/**
 * The ids of the floors that a page names, from the top down: all of them, or the first two and the nearest. Then
 * `depth` says how many there are.
 */
export function floorsOf({ ancestors, depth }: Pick<Comment, 'ancestors' | 'depth'>): CommentId[] {
  return depth <= MOST_DEPTH ? ancestors : [...ancestors.slice(0, TOP), ...ancestors.slice(TOP - MOST_DEPTH)];
}
