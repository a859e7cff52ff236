import { StoreDamaged } from '../port.ts';
import type { MaintenanceStore } from '../port-admin.ts';
import type { Db } from './database.ts';
import { damageOf } from './examine.ts';
import { number, text } from './rows.ts';

/** What a cleanup deletes, in turn. The last event of a channel stays, so that its numbers go on. */
const DELETIONS: readonly string[] = [
  'DELETE FROM answers WHERE (site_id, key) IN (SELECT site_id, key FROM answers WHERE at < $answersBefore LIMIT $limit)',
  `DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE kind = 'join' AND state IN ('done', 'failed') AND updated_at < $answersBefore LIMIT $limit)`,
  'DELETE FROM sessions WHERE token_hash IN (SELECT token_hash FROM sessions WHERE expires_at <= $now LIMIT $limit)',
  'DELETE FROM sign_in_networks WHERE (account, network) IN (SELECT account, network FROM sign_in_networks WHERE until <= $now LIMIT $limit)',
  'DELETE FROM one_time WHERE key IN (SELECT key FROM one_time WHERE expires_at <= $now LIMIT $limit)',
  'DELETE FROM reader_tokens WHERE token_hash IN (SELECT token_hash FROM reader_tokens WHERE expires_at <= $now LIMIT $limit)',
  `DELETE FROM events WHERE id IN (
     SELECT id FROM events AS old WHERE at < $eventsBefore
       AND EXISTS (SELECT 1 FROM events AS newer WHERE newer.channel = old.channel AND newer.seq > old.seq)
       AND (at < $unreadBefore OR NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.position < old.position)) LIMIT $limit)`,
  `DELETE FROM deferred_events WHERE (subscription, position) IN (
     SELECT subscription, position FROM deferred_events WHERE parked_at < $unreadBefore LIMIT $limit)`,
  'DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries WHERE started_at < $deliveriesBefore LIMIT $limit)',
];

/** See the port. */
export function cleanUp(db: Db, { limit, ...times }: Parameters<MaintenanceStore['cleanUp']>[0]): number {
  let deleted = 0;
  for (const sql of DELETIONS) {
    const asked = Object.entries(times).filter(([name]) => sql.includes(`$${name}`));
    deleted += db.run(sql, { ...Object.fromEntries(asked), limit: limit - deleted });
  }
  return deleted;
}

/** See the port. */
export function storeSize(db: Db): { bytes: number } {
  const pages = number(db.get('PRAGMA page_count') ?? {}, 'page_count') * number(db.get('PRAGMA page_size') ?? {}, 'page_size');
  return { bytes: pages };
}

/** See the port. */
export function fact(db: Db, name: string): string | null {
  const row = db.get('SELECT value FROM facts WHERE name = $name', { name });
  return row === undefined ? null : text(row, 'value');
}

/** See the port. */
export function setFact(db: Db, name: string, value: string): void {
  db.run('INSERT INTO facts (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value', { name, value });
}

/** See the port. @throws StoreDamaged: a damaged file would be copied with its damage. */
export function backup(db: Db, toFile: string): void {
  const [damage] = damageOf(db);
  if (damage !== undefined) throw new StoreDamaged(damage);
  db.run('VACUUM INTO $toFile', { toFile });
}
