import { newEvent } from './effects.ts';
import type { NewEvent } from './events.ts';
import type { Comment, Id, Ms } from './types.ts';

type Seen = Pick<Comment, 'id' | 'siteId' | 'threadId' | 'status' | 'published' | 'pinned' | 'featured' | 'review' | 'author'>;

/**
 * The events that a change of a comment causes: to the thread only what changes for the public, to its
 * author when the state changed, to the moderators when the case opened or was decided.
 * @param before null for a new comment.
 * @param decided who decided, when a person or the system did.
 */
export function eventsOfChange(
  before: Seen | null,
  after: Seen,
  context: { now: Ms; newId: () => Id; decided?: { action: string; by: string; byName: string } },
): NewEvent[] {
  const events: NewEvent[] = [];
  const { siteId } = after;
  const making = { at: context.now, newId: context.newId };
  const fact = { commentId: after.id };
  const thread = `thread:${after.threadId}` as const;
  const staff = `staff:${after.siteId}` as const;

  const was = before?.published ?? null;
  const is = after.published;
  if (was === null && is !== null) {
    events.push(newEvent(making, { siteId, type: 'comment.published', channel: thread, data: fact }));
  } else if (was !== null && is === null) {
    events.push(newEvent(making, { siteId, type: 'comment.removed', channel: thread, data: fact }));
  } else if (was !== null && is !== null) {
    const changed = was.at !== is.at || before?.pinned !== after.pinned || before?.featured !== after.featured;
    if (changed) events.push(newEvent(making, { siteId, type: 'comment.edited', channel: thread, data: fact }));
  }

  const reader = after.author?.readerId;
  if (before !== null && before.status !== after.status && reader !== undefined) {
    events.push(newEvent(making, { siteId, type: 'comment.judged', channel: `reader:${reader}`, data: fact }));
  }

  const wasOpen = before?.review?.state === 'open';
  const isOpen = after.review?.state === 'open';
  if (isOpen && !wasOpen) {
    events.push(newEvent(making, { siteId, type: 'queue.added', channel: staff, data: fact }));
  } else if (context.decided !== undefined || (wasOpen && !isOpen)) {
    const who = context.decided ?? { action: 'void', by: 'system', byName: '' };
    const data = { commentId: after.id, action: who.action, staffId: who.by, staffName: who.byName };
    events.push(newEvent(making, { siteId, type: 'queue.decided', channel: staff, data }));
  }
  return events;
}
