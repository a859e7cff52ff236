import { WEBHOOK_TYPES } from '../../server/domain/enumerations.ts';
import type { Delivery, Webhook } from '../../server/domain/webhooks.ts';
import { newId, T0 } from './fixtures.ts';

/** A webhook of a site. */
export function webhookOf(siteId: string, more: Partial<Webhook> = {}): Webhook {
  return {
    ...{ id: newId(), siteId, url: 'https://receiver.example/in', name: '归档', types: [...WEBHOOK_TYPES], secrets: ['encrypted'] },
    ...{ enabled: true, failingSince: null, ended: null, createdAt: T0 },
    ...more,
  };
}

/** Something that is to be sent to a webhook. */
export function deliveryOf({ id: webhookId, siteId }: Pick<Webhook, 'id' | 'siteId'>, more: Partial<Delivery> = {}): Delivery {
  return {
    ...{ id: `msg_${newId()}`, siteId, webhookId, type: 'comment.created', at: T0, facts: { commentId: newId() }, sequence: 'thread' },
    ...{ position: 1, state: 'waiting', attempts: 0, dueAt: T0, createdAt: T0, startedAt: T0, last: null },
    ...more,
  };
}
