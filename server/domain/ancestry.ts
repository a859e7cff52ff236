import type { CommentId } from './types.ts';

/** The ancestors of a comment, from the top, after the branch that begins with `top` has lost everything above it. */
export function withoutLost(ancestors: readonly CommentId[], top: CommentId): CommentId[] {
  const at = ancestors.indexOf(top);
  return at === -1 ? [...ancestors] : ancestors.slice(at);
}
