import type { ModeratedComment } from '../../contract/moderation.ts';
import type { Action } from '../calls.ts';

type PublicState = Pick<ModeratedComment, 'status' | 'html' | 'publicHtml' | 'pinned' | 'featured'>;

/** A comment as it will be once an action has been applied, by the rules of the service's publication state machine. */
export function afterAction<C extends PublicState>(comment: C, action: Exclude<Action, 'undo'>): C {
  const waitsAsEdit = comment.status === 'pending' && comment.publicHtml !== null;
  switch (action) {
    case 'approve':
    case 'restore':
      return { ...comment, status: 'published', publicHtml: comment.html };
    case 'reject':
    case 'spam': {
      const status = action === 'spam' ? 'spam' : 'rejected';
      // A refused edit leaves the text that was published before.
      return waitsAsEdit ? { ...comment, status } : { ...comment, status, publicHtml: null, pinned: false, featured: false };
    }
    case 'hide':
      return { ...comment, status: 'pending', publicHtml: null, pinned: false, featured: false };
    case 'purge':
      return { ...comment, status: 'purged', html: null, publicHtml: null, pinned: false, featured: false };
    case 'pin':
    case 'unpin':
      return { ...comment, pinned: action === 'pin' };
    case 'feature':
    case 'unfeature':
      return { ...comment, featured: action === 'feature' };
    case 'escalate':
      return comment;
  }
}
