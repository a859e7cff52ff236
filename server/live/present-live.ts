import type { ThreadEvent } from '../contract/live.ts';
import type { LoggedEvent } from '../domain/events.ts';
import type { Comment, CommentId } from '../domain/types.ts';
import { presentPublic } from '../presenters/present-comment.ts';
import type { Store } from '../store/port.ts';

/**
 * Events as readers get them, from the comments as they are now: what has meanwhile been taken down is
 * told as removed under its number, so that no event ever shows what is not public. Tallies are told as they
 * are now: those that two processes have gathered may stand in the log in another order than they were counted.
 */
export async function presentThreadEvents(store: Pick<Store, 'comments'>, events: readonly LoggedEvent[]): Promise<ThreadEvent[]> {
  const ids = new Set<CommentId>();
  for (const event of events) {
    if (event.type === 'comment.published' || event.type === 'comment.edited' || event.type === 'comment.votes')
      ids.add(event.data.commentId);
  }
  const comments = ids.size === 0 ? new Map<CommentId, Comment>() : await store.comments.get([...ids]);
  return events.map((event) => presentOne(event, comments));
}

function presentOne(event: LoggedEvent, comments: Map<CommentId, Comment>): ThreadEvent {
  const { seq } = event;
  switch (event.type) {
    case 'comment.published':
    case 'comment.edited': {
      const comment = comments.get(event.data.commentId);
      if (comment === undefined || comment.published === null) return { seq, type: 'comment.removed', id: event.data.commentId };
      return { seq, type: event.type, comment: presentPublic(comment) };
    }
    case 'comment.removed':
      return { seq, type: 'comment.removed', id: event.data.commentId };
    case 'comment.votes': {
      const { commentId, up, down } = event.data;
      return { seq, type: 'comment.votes', id: commentId, ...(comments.get(commentId)?.votes ?? { up, down }) };
    }
    case 'thread.updated':
      return { seq, type: 'thread.updated', closed: event.data.closed, commentCount: event.data.commentCount };
    default:
      throw new Error(`an event of type ${event.type} does not belong to a thread`);
  }
}
