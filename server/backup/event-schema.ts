import { z } from 'zod';
import type { Channel, DomainEventMap, EventType, PlacedEvent } from '../domain/events.ts';
import { Count, Id, Moment, Text } from './fields.ts';

const OfComment = z.strictObject({ commentId: Id });

const FACTS: { readonly [T in EventType]: z.ZodType<DomainEventMap[T]> } = {
  'comment.published': OfComment,
  'comment.edited': OfComment,
  'comment.removed': OfComment,
  'comment.votes': z.strictObject({ commentId: Id, up: z.int(), down: z.int() }),
  'thread.updated': z.strictObject({ closed: z.boolean(), commentCount: z.int() }),
  'comment.judged': OfComment,
  'queue.added': OfComment,
  'queue.claimed': z.strictObject({
    commentIds: z.array(Id),
    staffId: Text.nullable(),
    staffName: Text.nullable(),
    until: Moment.nullable(),
  }),
  'queue.decided': z.strictObject({ commentId: Id, action: Text, staffId: Text, staffName: Text }),
  'cluster.found': z.strictObject({ commentId: Id, clusterId: Id, similar: z.array(Id) }),
  'burst.found': z.strictObject({ threadId: Id, note: Text }),
  'thread.burst': z.strictObject({ threadId: Id, until: Moment }),
  'staff.changed': z.strictObject({ staffId: Id }),
  'comment.created': OfComment,
  'comment.reported': z.strictObject({ commentId: Id, reason: Text }),
  'comment.appealed': OfComment,
  'reader.banned': z.strictObject({ readerId: Id, mode: Text, until: Moment.nullable(), reason: Text.nullable() }),
  'reader.erased': z.strictObject({ readerId: Id }),
  'thread.opened': z.strictObject({ threadId: Id }),
  'thread.closed': z.strictObject({ threadId: Id }),
  'site.changed': z.strictObject({ what: z.enum(['settings', 'words', 'bans']) }),
};
const TYPES = Object.keys(FACTS) as [EventType, ...EventType[]];

/** An event of the log, its facts those of its type. */
export const Placed: z.ZodType<PlacedEvent> = z
  .strictObject({
    id: Id,
    type: z.enum(TYPES),
    channel: z.custom<Channel>((value) => typeof value === 'string' && /^(?:thread|staff|reader|site):./s.test(value)),
    siteId: Id,
    at: Moment,
    data: z.unknown(),
    seq: Count,
    position: Count,
  })
  .transform((event, context): PlacedEvent => {
    const facts = FACTS[event.type].safeParse(event.data);
    if (!facts.success) {
      context.addIssue({ code: 'custom', path: ['data'] });
      return z.NEVER;
    }
    // Type and facts were checked to belong to each other.
    return { ...event, data: facts.data } as PlacedEvent;
  });
