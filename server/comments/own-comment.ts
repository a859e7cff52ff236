import { Problem } from '../domain/problem.ts';
import type { Comment, CommentId, Ms, Reader, Site } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { getComment } from './find-comment.ts';

/**
 * A comment of the reader's own. @throws Problem `not-found`, also for what belongs to somebody else.
 */
export async function ownComment(store: Pick<Store, 'comments'>, reader: Reader, id: CommentId): Promise<Comment> {
  const comment = await getComment(store, id);
  if (comment.author?.readerId !== reader.id) throw new Problem('not-found');
  return comment;
}

/** @throws Problem `edit-window-over`. */
export function requireEditWindow(site: Site, comment: Comment, now: Ms): void {
  if (now - comment.createdAt >= site.settings.editWindow) throw new Problem('edit-window-over');
}
