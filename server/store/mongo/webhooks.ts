import { trusted } from 'mongoose';
import type { Effects } from '../../domain/effects.ts';
import { beyond } from '../../domain/stepped-clock.ts';
import type { Id } from '../../domain/types.ts';
import type { Delivery, Webhook } from '../../domain/webhooks.ts';
import { NotFound } from '../port.ts';
import type { WebhookPatch, WebhookStore } from '../port-webhooks.ts';
import type { MongoContext } from './context.ts';
import { page, type SortField } from './walk.ts';
import { type DeliveryDocument, toDelivery, toWebhook, type WebhookDocument } from './webhook-documents.ts';

const NEWEST: readonly SortField<DeliveryDocument>[] = [
  { path: 'createdAt', direction: -1, of: ({ createdAt }) => createdAt },
  { path: '_id', direction: -1, of: ({ _id }) => _id },
];

async function createWebhook({ models, outbox }: MongoContext, { id, ...rest }: Webhook, fx: Effects): Promise<void> {
  const items = outbox.items(fx);
  const made: WebhookDocument = { _id: id, ...rest, gone: false, holder: null, leasedUntil: 0, outbox: items };
  await models.webhooks.insertMany([made], { lean: true });
  await outbox.settle('webhooks', id, items);
}

async function changeWebhook({ models, outbox }: MongoContext, id: Id, patch: WebhookPatch, fx: Effects): Promise<Webhook> {
  const items = outbox.items(fx);
  const changed = await models.webhooks
    .findOneAndUpdate({ _id: id, gone: false }, { $set: patch, $push: { outbox: { $each: items } } }, { returnDocument: 'after' })
    .lean<WebhookDocument | null>();
  if (changed === null) throw new NotFound(`no webhook ${id}`);
  await outbox.settle('webhooks', id, items);
  return toWebhook(changed);
}

async function removeWebhook({ models, outbox }: MongoContext, id: Id, fx: Effects): Promise<boolean> {
  const items = outbox.items(fx);
  const { matchedCount } = await models.webhooks.updateOne(
    { _id: id, gone: false },
    { $set: { gone: true, secrets: [] }, $push: { outbox: { $each: items } } },
  );
  if (matchedCount === 0) return false;
  await models.webhookDeliveries.deleteMany({ webhookId: id });
  await outbox.settle('webhooks', id, items);
  return true;
}

async function addDeliveries({ models }: MongoContext, deliveries: readonly Delivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  await models.webhookDeliveries.bulkWrite(
    deliveries.map(({ id, ...rest }) => ({ updateOne: { filter: { _id: id }, update: { $setOnInsert: rest }, upsert: true } })),
    { ordered: true },
  );
}

async function claimWebhook({ models }: MongoContext, { id, holder, now, until }: Parameters<WebhookStore['claim']>[0]): Promise<boolean> {
  const isFree = [
    { holder: null },
    { holder },
    { leasedUntil: trusted({ $lte: now }) },
    { leasedUntil: trusted({ $gt: beyond(now, until - now) }) },
  ];
  const { matchedCount } = await models.webhooks.updateOne({ _id: id, gone: false, $or: isFree }, { $set: { holder, leasedUntil: until } });
  return matchedCount > 0;
}

async function deliveryHeads({ models }: MongoContext, webhookId: Id, limit: number): Promise<Delivery[]> {
  const found = await models.webhookDeliveries
    .aggregate<DeliveryDocument>([
      { $match: { webhookId, state: 'waiting' } },
      { $sort: { sequence: 1, position: 1 } },
      { $group: { _id: '$sequence', first: { $first: '$$ROOT' } } },
      { $replaceRoot: { newRoot: '$first' } },
      { $sort: { dueAt: 1, position: 1 } },
      { $limit: limit },
    ])
    .hint('order');
  return found.map(toDelivery);
}

/** @returns what servers of sites are sent. */
export function createWebhooks(context: MongoContext): WebhookStore {
  const { webhooks, webhookDeliveries } = context.models;
  return {
    async list(siteId) {
      const of = siteId === null ? {} : { siteId };
      const found = await webhooks
        .find({ gone: false, ...of })
        .sort({ _id: 1 })
        .lean<WebhookDocument[]>();
      return found.map(toWebhook);
    },
    async get(id) {
      const found = await webhooks.findOne({ _id: id, gone: false }).lean<WebhookDocument | null>();
      return found === null ? null : toWebhook(found);
    },
    create: (webhook, fx) => createWebhook(context, webhook, fx),
    change: (id, patch, fx) => changeWebhook(context, id, patch, fx),
    remove: (id, fx) => removeWebhook(context, id, fx),
    add: (deliveries) => addDeliveries(context, deliveries),
    claim: (q) => claimWebhook(context, q),
    async release(id, holder) {
      await webhooks.updateOne({ _id: id, holder }, { $set: { holder: null, leasedUntil: 0 } });
    },
    heads: (webhookId, limit) => deliveryHeads(context, webhookId, limit),
    async record({ id, ...outcome }) {
      await webhookDeliveries.updateOne({ _id: id, state: 'waiting' }, { $set: outcome });
    },
    deliveries({ siteId, webhookId, state, cursor, limit }) {
      return page({
        model: webhookDeliveries,
        hint: webhookId === undefined ? 'site' : 'webhook',
        branches: [webhookId === undefined ? { siteId } : { webhookId }],
        filter: { siteId, ...(state === undefined ? {} : { state }) },
        sort: NEWEST,
        limit,
        list: 'deliveries',
        shape: ['number', 'string'],
        cursor,
        give: toDelivery,
      });
    },
    async delivery(id) {
      const found = await webhookDeliveries.findById(id).lean<DeliveryDocument | null>();
      return found === null ? null : toDelivery(found);
    },
    async resend({ siteId, ...which }, now) {
      const chosen = 'id' in which ? { _id: which.id } : { webhookId: which.webhookId, state: 'parked' as const };
      const again = { $set: { state: 'waiting' as const, attempts: 0, dueAt: now, startedAt: now } };
      return (await webhookDeliveries.updateMany({ siteId, ...chosen }, again)).matchedCount;
    },
    async counts() {
      const [waiting, parked] = await Promise.all([
        webhookDeliveries.countDocuments({ state: 'waiting' }).hint('state'),
        webhookDeliveries.countDocuments({ state: 'parked' }).hint('state'),
      ]);
      return { waiting, parked };
    },
  };
}
