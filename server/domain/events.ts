import { ALL_SITES } from './all-sites.ts';
import type { CommentId, Id, Ms, ReaderId, SiteId, StaffId, ThreadId } from './types.ts';

/**
 * Every event of the service with its facts: ids and numbers, never a text or an address. What a reader
 * or a moderator gets is presented from the store when it is sent, so that an event can never show what
 * has meanwhile been taken down.
 */
export interface DomainEventMap {
  'comment.published': { commentId: CommentId };
  'comment.edited': { commentId: CommentId };
  'comment.removed': { commentId: CommentId };
  /** The tally as it stood: absolute, so that applying it twice is harmless. */
  'comment.votes': { commentId: CommentId; up: number; down: number };
  'thread.updated': { closed: boolean; commentCount: number };
  /** To the author alone: their comment changed its state. */
  'comment.judged': { commentId: CommentId };
  'queue.added': { commentId: CommentId };
  'queue.claimed': { commentIds: CommentId[]; staffId: StaffId | null; staffName: string | null; until: Ms | null };
  'queue.decided': { commentId: CommentId; action: string; staffId: StaffId | 'system'; staffName: string };
  /** Copies of one text were recognised in a new comment: they are to be decided together. */
  'cluster.found': { commentId: CommentId; clusterId: CommentId; similar: CommentId[] };
  /** A new comment belongs to a burst in its thread, which is to be slowed down. `note`: how many a minute. */
  'burst.found': { threadId: ThreadId; note: string };
  /** A thread gets many more comments than it is used to and was slowed down. */
  'thread.burst': { threadId: ThreadId; until: Ms };
  /** Somebody's rights or sign-ins changed: their open connections are looked at again. In the channel ACCOUNTS_CHANNEL. */
  'staff.changed': { staffId: StaffId };
  /** A comment was stored that was refused at once; of all others what they became says that they are new. */
  'comment.created': { commentId: CommentId };
  'comment.reported': { commentId: CommentId; reason: string };
  'comment.appealed': { commentId: CommentId };
  'reader.banned': { readerId: ReaderId; mode: string; until: Ms | null; reason: string | null };
  'reader.erased': { readerId: ReaderId };
  'thread.opened': { threadId: ThreadId };
  'thread.closed': { threadId: ThreadId };
  /** A site's settings, words or bans changed: caches drop what they hold of it. */
  'site.changed': { what: 'settings' | 'words' | 'bans' };
}

export type EventType = keyof DomainEventMap;

/**
 * `thread:<id>` carries only what is public; `staff:<site>` what moderators follow; `reader:<id>` one author's own;
 * `site:<site>` what the site's own server is sent and nobody follows live.
 */
export type Channel = `thread:${ThreadId}` | `staff:${SiteId}` | `reader:${ReaderId}` | `site:${SiteId}`;

/** Where changes of accounts are announced; no site is called so. */
export const ACCOUNTS_CHANNEL: Channel = `staff:${ALL_SITES}`;

/** An event to be stored with the write that caused it. */
export type NewEvent = {
  [T in EventType]: { id: Id; type: T; channel: Channel; siteId: SiteId; at: Ms; data: DomainEventMap[T] };
}[EventType];

/** A stored event: numbered in its channel from 1, without a gap. */
export type LoggedEvent = NewEvent & { seq: number };

/** The same with its position in the whole log, which grows strictly in the order in which events become visible. */
export type PlacedEvent = LoggedEvent & { position: number };

/** Where a stored write changed something; `id` is the event's own, where there is an event. */
export type ChangeNote = Pick<NewEvent, 'type' | 'channel' | 'siteId'> & { id?: NewEvent['id'] | undefined };
