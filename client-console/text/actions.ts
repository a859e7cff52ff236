import type { ModeratedComment } from '../../contract/moderation.ts';
import type { Action } from '../calls.ts';

/** What can be done to a comment outside the queue, the usual first. Erasing is for administrators. */
export function actionsOn(
  comment: Pick<ModeratedComment, 'status' | 'publicHtml' | 'pinned' | 'featured'>,
  isAdministrator: boolean,
): Action[] {
  const { status, pinned, featured } = comment;
  if (status === 'purged') return [];
  const isPublic = comment.publicHtml !== null;
  const actions: Action[] = [];
  if (status === 'pending') actions.push('approve', 'reject', 'spam');
  if (status === 'published') actions.push('hide', 'reject', 'spam');
  if (status === 'rejected' || status === 'spam' || status === 'removed') actions.push('restore');
  if (status === 'pending' && isPublic) actions.push('hide');
  if (isPublic) actions.push(pinned ? 'unpin' : 'pin', featured ? 'unfeature' : 'feature');
  if (isAdministrator) actions.push('purge');
  return actions;
}
