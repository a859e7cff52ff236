import type { EventType, PlacedEvent } from '../../domain/events.ts';
import { beyond } from '../../domain/stepped-clock.ts';
import type { Ms } from '../../domain/types.ts';
import type { ClaimedSubscription, DeferredEvent, ParkedEvent, SubscriptionLag, SubscriptionStore } from '../port-subscriptions.ts';
import type { Db, Row } from './database.ts';
import { lastPosition } from './log.ts';
import { json, number, numberOrNull, text } from './rows.ts';

/** Unread events are counted to so many. */
const MOST_UNREAD = 10_000;

function deferredOf(row: Row): DeferredEvent {
  return {
    event: json<PlacedEvent>(row, 'event'),
    attempts: number(row, 'attempts'),
    dueAt: number(row, 'due_at'),
    error: text(row, 'error'),
    parkedAt: numberOrNull(row, 'parked_at'),
  };
}

/** See the port. */
export function openSubscription(db: Db, name: string, start: 'head' | 'beginning'): void {
  const position = start === 'head' ? lastPosition(db) : 0;
  db.run('INSERT INTO subscriptions (name, position) VALUES ($name, $position) ON CONFLICT DO NOTHING', { name, position });
}

/** See the port. */
export function subscriptionState(db: Db, name: string): { position: number; nextDue: Ms | null } | null {
  const row = db.get(
    `SELECT position, (SELECT min(due_at) FROM deferred_events WHERE subscription = name AND parked_at IS NULL) AS next_due
     FROM subscriptions WHERE name = $name`,
    { name },
  );
  return row === undefined ? null : { position: number(row, 'position'), nextDue: numberOrNull(row, 'next_due') };
}

/** See the port. */
export function claimSubscription(
  db: Db,
  { name, holder, now, until }: Parameters<SubscriptionStore['claim']>[0],
): ClaimedSubscription | null {
  const taken = db.all(
    `UPDATE subscriptions SET holder = $holder, leased_until = $until
     WHERE name = $name AND (holder IS NULL OR holder = $holder OR leased_until <= $now OR leased_until > $beyond) RETURNING position`,
    { name, holder, now, until, beyond: beyond(now, until - now) },
  )[0];
  if (taken === undefined) return null;
  const position = number(taken, 'position');
  const rows = db.all(
    'SELECT * FROM deferred_events WHERE subscription = $name AND (parked_at IS NULL OR position > $position) ORDER BY position',
    { name, position },
  );
  return { position, deferred: rows.map(deferredOf) };
}

/** See the port. */
export function recordSubscription(db: Db, q: Parameters<SubscriptionStore['record']>[0]): boolean {
  const { name, holder, until, position } = q;
  const moved = db.run(
    `UPDATE subscriptions SET position = max(position, $position), leased_until = $until, holder = $next
     WHERE name = $name AND holder = $holder`,
    { name, holder, position, until: until ?? 0, next: until === null ? null : holder },
  );
  if (moved === 0) return false;
  for (const { event, attempts, dueAt, error, parkedAt } of q.keep) {
    db.run(
      `INSERT OR REPLACE INTO deferred_events (subscription, position, event, attempts, due_at, error, parked_at)
       VALUES ($name, $position, $event, $attempts, $dueAt, $error, $parkedAt)`,
      { name, position: event.position, event: JSON.stringify(event), attempts, dueAt, error, parkedAt },
    );
  }
  if (q.forget.length > 0) {
    db.run('DELETE FROM deferred_events WHERE subscription = $name AND position IN (SELECT value FROM json_each($gone))', {
      name,
      gone: JSON.stringify(q.forget),
    });
  }
  return true;
}

/** See the port. */
export function parkedEvents(db: Db, limit: number): { events: ParkedEvent[]; total: number } {
  const rows = db.all(
    'SELECT * FROM deferred_events WHERE parked_at IS NOT NULL ORDER BY parked_at DESC, subscription, position LIMIT $limit',
    { limit },
  );
  const total = number(db.get('SELECT count(*) AS count FROM deferred_events WHERE parked_at IS NOT NULL') ?? {}, 'count');
  return { events: rows.map((row) => ({ subscription: text(row, 'subscription'), ...deferredOf(row) })), total };
}

/** See the port. */
export function retryParked(db: Db, now: Ms): number {
  return db.run('UPDATE deferred_events SET parked_at = NULL, attempts = 0, due_at = $now WHERE parked_at IS NOT NULL', { now });
}

/** See the port. */
export function subscriptionLag(db: Db, name: string, types: readonly EventType[]): SubscriptionLag {
  const unread = db.get(
    `SELECT count(*) AS count FROM (
       SELECT 1 FROM events WHERE position > (SELECT position FROM subscriptions WHERE name = $name)
         AND type IN (SELECT value FROM json_each($types)) LIMIT $most)`,
    { name, types: JSON.stringify(types), most: MOST_UNREAD },
  );
  const kept = db.get(
    `SELECT count(*) FILTER (WHERE parked_at IS NULL) AS deferred, count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked
     FROM deferred_events WHERE subscription = $name`,
    { name },
  );
  return { unread: number(unread ?? {}, 'count'), deferred: number(kept ?? {}, 'deferred'), parked: number(kept ?? {}, 'parked') };
}
