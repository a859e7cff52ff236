import type { ThreadEvent } from '../../contract/live.ts';
import { bytesOf, MOST_BYTES } from '../domain/page-size.ts';
import type { LoggedEvent } from '../domain/events.ts';
import type { Comment, CommentId, Thread, ThreadId } from '../domain/types.ts';
import { presentPublic } from '../presenters/present-comment.ts';
import type { LiveServices } from './deps.ts';

/** So many events are presented at a time: texts may be long, and of each only one of its three forms is sent. */
const AT_ONCE = 32;
/** A batch ends when it has so many bytes: a line is never busy with one for long. */
const BATCH_BYTES = 256_000;

/** What events are presented from. */
type Reads = Pick<LiveServices, 'getComments' | 'getThreads'>;

/** The thread of an event to its readers. */
export const threadOf = ({ channel }: LoggedEvent): ThreadId => channel.replace(/^thread:/, '');

/** Events that are sent together, in order. */
export interface EventBatch {
  /** The number of the last one. */
  seq: number;
  events: ThreadEvent[];
}

/**
 * Events as readers get them, from the comments as they are now: what has meanwhile been taken down is
 * sent as removed under its number, so that no event ever shows what is not public. Tallies are sent as they
 * are now: those that two processes have gathered may stand in the log in another order than they were counted.
 */
async function presentSome(reads: Reads, events: readonly LoggedEvent[]): Promise<ThreadEvent[]> {
  const ids = new Set<CommentId>();
  for (const event of events) {
    if (event.type === 'comment.published' || event.type === 'comment.edited' || event.type === 'comment.votes')
      ids.add(event.data.commentId);
  }
  const comments = ids.size === 0 ? new Map<CommentId, Comment>() : await reads.getComments([...ids]);
  const changed = events.filter(({ type }) => type === 'thread.updated').map(threadOf);
  const threads = changed.length === 0 ? new Map<ThreadId, Thread>() : await reads.getThreads([...new Set(changed)]);
  return events.map((event) => presentOne(event, comments, threads));
}

/** The events of a thread in batches of bounded size. */
export async function presentThreadEvents(reads: Reads, events: readonly LoggedEvent[]): Promise<EventBatch[]> {
  const batches: EventBatch[] = [];
  let bytes = 0;
  for (let i = 0; i < events.length; i += AT_ONCE) {
    for (const event of await presentSome(reads, events.slice(i, i + AT_ONCE))) {
      const size = bytesOf(event);
      bytes += size;
      const last = batches.at(-1);
      if (last === undefined || bytes > BATCH_BYTES) {
        batches.push({ seq: event.seq, events: [event] });
        bytes = size;
      } else {
        last.events.push(event);
        last.seq = event.seq;
      }
    }
  }
  return batches;
}

/** What a reader missed, after what is known of it already; null when it is more than one answer may have. */
export async function presentMissed(
  reads: Reads,
  known: readonly ThreadEvent[],
  events: readonly LoggedEvent[],
): Promise<ThreadEvent[] | null> {
  const missed = [...known];
  let bytes = bytesOf(known);
  for (let i = 0; i < events.length; i += AT_ONCE) {
    const some = await presentSome(reads, events.slice(i, i + AT_ONCE));
    bytes += bytesOf(some);
    if (bytes > MOST_BYTES) return null;
    missed.push(...some);
  }
  return missed;
}

function presentOne(event: LoggedEvent, comments: Map<CommentId, Comment>, threads: Map<ThreadId, Thread>): ThreadEvent {
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
    case 'thread.updated': {
      const { closed, commentCount } = event.data;
      const { title = null, url = '' } = threads.get(threadOf(event)) ?? {};
      return { seq, type: 'thread.updated', closed, commentCount, title, url: url || null };
    }
    default:
      throw new Error(`an event of type ${event.type} does not belong to a thread`);
  }
}
