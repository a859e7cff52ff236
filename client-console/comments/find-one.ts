import type { CommentView } from '../../contract/comment.ts';
import { Refused } from '../api.ts';
import { getConversation, searchComments } from '../calls.ts';
import type { Found } from './apply-action.ts';

/** What a comment answers, from the top down, as far as it is public. @throws like any call. */
export async function publicAncestors(parentId: string | null): Promise<readonly CommentView[]> {
  if (parentId === null) return [];
  try {
    const { comment, ancestors } = await getConversation(parentId);
    return [...ancestors, comment];
  } catch (error) {
    if (error instanceof Refused && error.problem.status === 404) return [];
    throw error;
  }
}

/** A comment with all that staff may know, and what it answers; null when it is not ours to see. @throws like any call. */
export async function findOne(id: string): Promise<{ comment: Found; ancestors: readonly CommentView[] } | null> {
  const [comment] = (await searchComments({ id })).comments;
  return comment === undefined ? null : { comment, ancestors: await publicAncestors(comment.parentId) };
}
