import { createHash } from 'node:crypto';
import type { WebhookType } from '../domain/enumerations.ts';
import type { PlacedEvent } from '../domain/events.ts';
import type { Comment, CommentId, Id, SiteId } from '../domain/types.ts';
import type { Delivery, DeliveryFacts, Webhook } from '../domain/webhooks.ts';
import { type EventOf, type Subscription, subscriptionTo } from '../events/subscription.ts';
import type { WebhookDeps } from './deps.ts';

const TYPES = [
  'comment.published',
  'comment.edited',
  'comment.removed',
  'queue.added',
  'queue.decided',
  'comment.created',
  'comment.reported',
  'comment.appealed',
  'reader.banned',
  'reader.erased',
  'thread.opened',
  'thread.closed',
] as const;
type Followed = EventOf<(typeof TYPES)[number]>;

/** The names that an event has for webhooks. A new comment is known by what it became at the moment at which it was made. */
function typesOf(event: Followed, comment: Comment | undefined): WebhookType[] {
  const isNew = comment !== undefined && event.at === comment.createdAt;
  if (event.type === 'queue.added') return isNew ? ['comment.created'] : [];
  if (event.type === 'queue.decided') return ['comment.decided'];
  if (event.type === 'comment.published' && isNew) return ['comment.created', 'comment.published'];
  return [event.type];
}

/** The same event gives the same id again, so that what is handled twice is stored and sent once. */
function deliveryId(webhookId: Id, type: WebhookType, { id, data }: Followed): Id {
  const about = type === 'comment.created' && 'commentId' in data ? data.commentId : id;
  const digest = createHash('sha256').update([webhookId, type, about].join('\n')).digest('base64url');
  return `msg_${digest.slice(0, 27)}`;
}

/** What goes one after the other: the events of a thread, and those of a reader. */
function sequenceOf({ channel, data }: Followed, comment: Comment | undefined): string {
  if (comment !== undefined) return comment.threadId;
  if ('threadId' in data) return data.threadId;
  if ('readerId' in data) return `reader:${data.readerId}`;
  return channel.startsWith('thread:') ? channel.slice('thread:'.length) : data.commentId;
}

/** Follows the log and stores for every webhook what it is to be sent, in the order of the log. @param added is called with the webhooks that got something. */
export function fanOut({ store, now }: Pick<WebhookDeps, 'store' | 'now'>, added: (webhookIds: readonly Id[]) => void): Subscription {
  let events: Followed[] = [];

  async function deliveriesFor(followed: readonly Followed[]): Promise<Delivery[]> {
    const bySite: ReadonlyMap<SiteId, Webhook[]> = Map.groupBy(
      (await store.webhooks.list(null)).filter(({ enabled }) => enabled),
      ({ siteId }) => siteId,
    );
    const wanted = followed.filter(({ siteId }) => bySite.has(siteId));
    const ids: CommentId[] = wanted.flatMap(({ data }) => ('commentId' in data ? [data.commentId] : []));
    const comments = ids.length === 0 ? new Map<CommentId, Comment>() : await store.comments.get([...new Set(ids)]);
    return wanted.flatMap((event) => {
      const comment = 'commentId' in event.data ? comments.get(event.data.commentId) : undefined;
      const sequence = sequenceOf(event, comment);
      return (bySite.get(event.siteId) ?? []).flatMap((webhook) =>
        typesOf(event, comment)
          .filter((type) => webhook.types.includes(type) && event.at >= webhook.createdAt)
          .map((type, i) => deliveryOf(event, { webhook, type, sequence, position: 2 * event.position + i })),
      );
    });
  }

  function deliveryOf(
    event: Followed,
    { webhook, type, sequence, position }: { webhook: Webhook; type: WebhookType; sequence: string; position: number },
  ): Delivery {
    const at = now();
    const facts: DeliveryFacts = { ...event.data };
    return {
      id: deliveryId(webhook.id, type, event),
      ...{ siteId: event.siteId, webhookId: webhook.id, type, at: event.at, facts, sequence, position },
      ...{ state: 'waiting', attempts: 0, dueAt: at, createdAt: at, startedAt: at, last: null },
    };
  }

  return {
    ...subscriptionTo({
      name: 'webhooks',
      types: TYPES,
      start: 'head',
      handle(event) {
        events.push(event);
        return Promise.resolve();
      },
    }),
    async flush() {
      const followed = events.toSorted((a: PlacedEvent, b: PlacedEvent) => a.position - b.position);
      // What fails here is read again with its batch.
      events = [];
      if (followed.length === 0) return;
      const deliveries = await deliveriesFor(followed);
      if (deliveries.length === 0) return;
      await store.webhooks.add(deliveries);
      added([...new Set(deliveries.map(({ webhookId }) => webhookId))]);
    },
  };
}
