import type { WebhookStore } from '../port-webhooks.ts';
import type { FileAccess } from './file-access.ts';
import * as webhooks from './webhooks.ts';

/** @returns what servers of sites are sent. */
export function createWebhookStore({ read, writer }: FileAccess): WebhookStore {
  return {
    list: (siteId) => read((db) => webhooks.listWebhooks(db, siteId)),
    get: (id) => read((db) => webhooks.getWebhook(db, id)),
    create: (webhook, fx) => writer.write('createWebhook', webhook, fx),
    change: (id, patch, fx) => writer.write('changeWebhook', id, patch, fx),
    remove: (id, fx) => writer.write('removeWebhook', id, fx),
    add: (deliveries) => writer.write('addDeliveries', deliveries),
    claim: (q) => writer.write('claimWebhook', q),
    release: (id, holder) => writer.write('releaseWebhook', id, holder),
    heads: (webhookId, limit) => read((db) => webhooks.deliveryHeads(db, webhookId, limit)),
    record: (outcome) => writer.write('recordDelivery', outcome),
    deliveries: (q) => read((db) => webhooks.listDeliveries(db, q)),
    delivery: (id) => read((db) => webhooks.getDelivery(db, id)),
    resend: (q, now) => writer.write('resendDeliveries', q, now),
    counts: () => read(webhooks.countDeliveries),
  };
}
