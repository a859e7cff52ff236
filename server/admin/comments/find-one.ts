import type { CommentView } from '../../contract/comment.ts';
import { getConversation, searchComments } from '../calls.ts';
import type { Found } from './act.ts';

const PAGE = 100;

/**
 * A comment with all that staff may know, and the chain above it; null when it was erased or is not ours to see.
 * @throws like any call.
 */
export async function findOne(id: string): Promise<{ comment: Found; ancestors: readonly CommentView[] } | null> {
  const { comment, ancestors, thread } = await getConversation(id);
  if (thread.id === null || comment.author === null) return null;
  for (let cursor: string | undefined; ; ) {
    const page = await searchComments({ reader: comment.author.id, thread: thread.id, limit: PAGE, cursor });
    const found = page.comments.find((one) => one.id === id);
    if (found !== undefined) return { comment: found, ancestors };
    if (page.nextCursor === null) return null;
    cursor = page.nextCursor;
  }
}
