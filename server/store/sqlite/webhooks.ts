import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import type { Effects } from '../../domain/effects.ts';
import type { Id, Ms, SiteId } from '../../domain/types.ts';
import { beyond } from '../../domain/stepped-clock.ts';
import type { Delivery, Webhook } from '../../domain/webhooks.ts';
import { NotFound } from '../port.ts';
import type { Slice } from '../port-types.ts';
import type { DeliveryOutcome, WebhookPatch, WebhookStore } from '../port-webhooks.ts';
import {
  flagColumn,
  insertRecord,
  jsonColumn,
  jsonOrNullColumn,
  numberColumn,
  numberOrNullColumn,
  recordOf,
  textColumn,
  textOrNullColumn,
} from './backup-columns.ts';
import { sliced } from './comment-lists.ts';
import type { Db } from './database.ts';
import { applyEffects } from './effects.ts';
import { number } from './rows.ts';

/** How a webhook lies in its table. */
export const WEBHOOK_COLUMNS = {
  id: textColumn('id'),
  siteId: textColumn('site_id'),
  url: textColumn('url'),
  name: textColumn('name'),
  types: jsonColumn<Webhook['types']>('types'),
  secrets: jsonColumn<string[]>('secrets'),
  enabled: flagColumn('enabled'),
  failingSince: numberOrNullColumn('failing_since'),
  ended: textOrNullColumn<NonNullable<Webhook['ended']>>('ended'),
  createdAt: numberColumn('created_at'),
};

/** How a delivery lies in its table. */
export const DELIVERY_COLUMNS = {
  id: textColumn('id'),
  siteId: textColumn('site_id'),
  webhookId: textColumn('webhook_id'),
  type: textColumn<Delivery['type']>('type'),
  at: numberColumn('at'),
  facts: jsonColumn<Delivery['facts']>('facts'),
  sequence: textColumn('sequence'),
  position: numberColumn('position'),
  state: textColumn<Delivery['state']>('state'),
  attempts: numberColumn('attempts'),
  dueAt: numberColumn('due_at'),
  createdAt: numberColumn('created_at'),
  startedAt: numberColumn('started_at'),
  last: jsonOrNullColumn<NonNullable<Delivery['last']>>('last'),
};

/** See the port. */
export function listWebhooks(db: Db, siteId: SiteId | null): Webhook[] {
  const rows = db.all('SELECT * FROM webhooks WHERE $siteId IS NULL OR site_id = $siteId ORDER BY id', { siteId });
  return rows.map((row) => recordOf<Webhook>(WEBHOOK_COLUMNS, row));
}

/** See the port. */
export function getWebhook(db: Db, id: Id): Webhook | null {
  const row = db.get('SELECT * FROM webhooks WHERE id = $id', { id });
  return row === undefined ? null : recordOf<Webhook>(WEBHOOK_COLUMNS, row);
}

/** See the port. */
export function createWebhook(db: Db, webhook: Webhook, fx: Effects): void {
  insertRecord<Webhook>(db, 'webhooks', WEBHOOK_COLUMNS, webhook);
  applyEffects(db, fx);
}

/** See the port. */
export function changeWebhook(db: Db, id: Id, patch: WebhookPatch, fx: Effects): Webhook {
  const before = getWebhook(db, id);
  if (before === null) throw new NotFound(`no webhook ${id}`);
  const after: Webhook = { ...before, ...patch };
  const { url, name, types, secrets, enabled, failingSince, ended } = after;
  db.run(
    `UPDATE webhooks SET url = $url, name = $name, types = $types, secrets = $secrets, enabled = $enabled,
       failing_since = $failingSince, ended = $ended WHERE id = $id`,
    { id, url, name, types: JSON.stringify(types), secrets: JSON.stringify(secrets), enabled: enabled ? 1 : 0, failingSince, ended },
  );
  applyEffects(db, fx);
  return after;
}

/** See the port. */
export function removeWebhook(db: Db, id: Id, fx: Effects): boolean {
  if (db.run('DELETE FROM webhooks WHERE id = $id', { id }) === 0) return false;
  db.run('DELETE FROM webhook_deliveries WHERE webhook_id = $id', { id });
  applyEffects(db, fx);
  return true;
}

/** See the port. */
export function addDeliveries(db: Db, deliveries: readonly Delivery[]): void {
  for (const delivery of deliveries) {
    const isThere = db.get('SELECT 1 FROM webhook_deliveries WHERE id = $id', { id: delivery.id }) !== undefined;
    if (!isThere) insertRecord<Delivery>(db, 'webhook_deliveries', DELIVERY_COLUMNS, delivery);
  }
}

/** See the port. */
export function claimWebhook(db: Db, { id, holder, now, until }: Parameters<WebhookStore['claim']>[0]): boolean {
  const taken = db.run(
    `UPDATE webhooks SET holder = $holder, leased_until = $until
     WHERE id = $id AND (holder IS NULL OR holder = $holder OR leased_until <= $now OR leased_until > $beyond)`,
    { id, holder, now, until, beyond: beyond(now, until - now) },
  );
  return taken > 0;
}

/** See the port. */
export function releaseWebhook(db: Db, id: Id, holder: string): void {
  db.run('UPDATE webhooks SET holder = NULL, leased_until = 0 WHERE id = $id AND holder = $holder', { id, holder });
}

/** See the port. */
export function deliveryHeads(db: Db, webhookId: Id, limit: number): Delivery[] {
  // SQLite takes the other columns from the row that has the minimum.
  const rows = db.all(
    `SELECT *, min(position) FROM webhook_deliveries WHERE webhook_id = $webhookId AND state = 'waiting'
     GROUP BY sequence ORDER BY due_at, position LIMIT $limit`,
    { webhookId, limit },
  );
  return rows.map((row) => recordOf<Delivery>(DELIVERY_COLUMNS, row));
}

/** See the port. */
export function recordDelivery(db: Db, { id, state, attempts, dueAt, last }: DeliveryOutcome): void {
  db.run(
    `UPDATE webhook_deliveries SET state = $state, attempts = $attempts, due_at = $dueAt, last = $last
     WHERE id = $id AND state = 'waiting'`,
    { id, state, attempts, dueAt, last: last === null ? null : JSON.stringify(last) },
  );
}

/** See the port. */
export function listDeliveries(db: Db, q: Parameters<WebhookStore['deliveries']>[0]): Slice<Delivery> {
  const { siteId, webhookId = null, state = null } = q;
  const key = q.cursor === undefined ? null : decodeCursor('deliveries', q.cursor, ['number', 'string']);
  const rows = db.all(
    `SELECT * FROM webhook_deliveries WHERE site_id = $siteId AND ($webhookId IS NULL OR webhook_id = $webhookId)
       AND ($state IS NULL OR state = $state) ${key === null ? '' : 'AND (created_at, id) < ($at, $id)'}
     ORDER BY created_at DESC, id DESC LIMIT $limit`,
    { siteId, webhookId, state, limit: q.limit + 1, ...(key === null ? {} : { at: Number(key[0]), id: String(key[1]) }) },
  );
  const found = rows.map((row) => recordOf<Delivery>(DELIVERY_COLUMNS, row));
  return sliced(found, q.limit, (last) => encodeCursor('deliveries', [last.createdAt, last.id]));
}

/** See the port. */
export function getDelivery(db: Db, id: Id): Delivery | null {
  const row = db.get('SELECT * FROM webhook_deliveries WHERE id = $id', { id });
  return row === undefined ? null : recordOf<Delivery>(DELIVERY_COLUMNS, row);
}

/** See the port. */
export function resendDeliveries(db: Db, q: Parameters<WebhookStore['resend']>[0], now: Ms): number {
  const set = `UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, due_at = $now, started_at = $now WHERE site_id = $siteId`;
  if ('id' in q) return db.run(`${set} AND id = $id`, { ...q, now });
  return db.run(`${set} AND webhook_id = $webhookId AND state = 'parked'`, { ...q, now });
}

/** See the port. */
export function countDeliveries(db: Db): { waiting: number; parked: number } {
  const countOf = (state: string): number =>
    number(db.get('SELECT count(*) AS count FROM webhook_deliveries WHERE state = $state', { state }) ?? {}, 'count');
  return { waiting: countOf('waiting'), parked: countOf('parked') };
}
