import type { ChainedEntry } from '../../domain/audit-chain.ts';
import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import type { Channel, EventType, LoggedEvent } from '../../domain/events.ts';
import { beyond } from '../../domain/stepped-clock.ts';
import type { AuditEntry, Ms, ReasonCode } from '../../domain/types.ts';
import type { Slice } from '../port.ts';
import type { AuditStore } from '../port-admin.ts';
import { sliced } from './comment-lists.ts';
import type { Db, Row } from './database.ts';
import { json, number, text, textOrNull, word, wordOrNull } from './rows.ts';
import { allOf, merged, sitesApart } from './search.ts';

/** An event that a process was lent is given to another after this, ms, unless it was done. */
export const LEASE = 10_000;

function eventOf(row: Row): LoggedEvent {
  const event = {
    id: text(row, 'id'),
    type: word<EventType>(row, 'type'),
    channel: word<Channel>(row, 'channel'),
    siteId: text(row, 'site_id'),
    at: number(row, 'at'),
    data: json(row, 'data'),
    seq: number(row, 'seq'),
  };
  // Type and data were written together by this adapter.
  return event as LoggedEvent;
}

/** Who takes events, and when; `andOwn`: also those that are lent to them already. */
interface Taking {
  holder: string;
  andOwn: boolean;
  now: Ms;
}

const TAKEN = 'leased_until <= $now OR leased_until > $beyond OR ($andOwn AND holder = $holder)';

/** See the port. Lends events to one process for a while. */
export function drain(db: Db, limit: number, { holder, andOwn, now }: Taking): LoggedEvent[] {
  const rows = db.all(
    `UPDATE outbox SET leased_until = $until, holder = $holder WHERE n IN (SELECT n FROM outbox WHERE ${TAKEN} ORDER BY n LIMIT $limit)
     RETURNING n, channel, seq`,
    { now, beyond: beyond(now, LEASE), until: now + LEASE, holder, andOwn: andOwn ? 1 : 0, limit },
  );
  rows.sort((a, b) => number(a, 'n') - number(b, 'n'));
  return rows.flatMap((row) => {
    const found = db.get('SELECT * FROM events WHERE channel = $channel AND seq = $seq', {
      channel: text(row, 'channel'),
      seq: number(row, 'seq'),
    });
    return found === undefined ? [] : [eventOf(found)];
  });
}

/** Is there anything to drain? Asked on the reading side, so that an idle relay costs no write. */
export function hasUndelivered(db: Db, { holder, andOwn, now }: Taking): boolean {
  const q = { holder, andOwn: andOwn ? 1 : 0, now, beyond: beyond(now, LEASE) };
  return db.get(`SELECT 1 FROM outbox WHERE ${TAKEN} LIMIT 1`, q) !== undefined;
}

/** Lets others have what a process was lent. */
export function releaseEvents(db: Db, holder: string): void {
  db.run('UPDATE outbox SET leased_until = 0, holder = NULL WHERE holder = $holder', { holder });
}

export function done(db: Db, ids: string[]): void {
  db.run('DELETE FROM outbox WHERE id IN (SELECT value FROM json_each($ids))', { ids: JSON.stringify(ids) });
}

/** See the port. */
export function since(db: Db, q: { channel: Channel; seq: number; limit: number }): LoggedEvent[] {
  return db.all('SELECT * FROM events WHERE channel = $channel AND seq > $seq ORDER BY seq LIMIT $limit', { ...q }).map(eventOf);
}

/** See the port. */
export function sinceMany(db: Db, heads: Map<Channel, number>, limit: number): LoggedEvent[] {
  const events: LoggedEvent[] = [];
  for (const [channel, seq] of heads) {
    if (events.length >= limit) break;
    events.push(...since(db, { channel, seq, limit: limit - events.length }));
  }
  return events;
}

export function head(db: Db, channel: Channel): number {
  return Number(db.get('SELECT seq FROM events WHERE channel = $channel ORDER BY seq DESC LIMIT 1', { channel })?.seq ?? 0);
}

function auditOf(row: Row): AuditEntry {
  return {
    id: text(row, 'id'),
    siteId: textOrNull(row, 'site_id'),
    at: number(row, 'at'),
    by: text(row, 'by'),
    byName: text(row, 'by_name'),
    action: text(row, 'action'),
    subject: text(row, 'subject'),
    reason: wordOrNull<ReasonCode>(row, 'reason'),
    note: text(row, 'note'),
    requestId: textOrNull(row, 'request_id'),
    data: json<AuditEntry['data']>(row, 'data'),
  };
}

/** See the port. */
export function auditChain(db: Db, { after, limit }: { after: number; limit: number }): ChainedEntry[] {
  const rows = db.all('SELECT * FROM audit WHERE seq > $after ORDER BY seq LIMIT $limit', { after, limit });
  return rows.map((row) => ({ ...auditOf(row), seq: number(row, 'seq'), hash: text(row, 'hash') }));
}

/** See the port. */
export function listAudit(db: Db, q: Parameters<AuditStore['list']>[0]): Slice<AuditEntry> {
  const key = q.cursor === undefined ? null : decodeCursor('audit', q.cursor, ['number', 'string']);
  const is = (column: string, value: string | undefined) =>
    value === undefined ? null : { sql: `${column} = $${column}`, params: { [column]: value } };
  const place = key === null ? {} : { at: Number(key[0]), id: String(key[1]) };
  const walks = sitesApart(q.siteIds, q.by !== undefined || q.subject !== undefined).map((site) => {
    const { sql, params } = allOf([site, is('by', q.by), is('subject', q.subject), is('action', q.action)]);
    const after = key === null ? '' : 'AND (at, id) < ($at, $id)';
    return db
      .all(`SELECT * FROM audit WHERE ${sql} ${after} ORDER BY at DESC, id DESC LIMIT $limit`, { ...params, ...place, limit: q.limit + 1 })
      .map(auditOf);
  });
  const newest = (one: AuditEntry, other: AuditEntry): number => other.at - one.at || (one.id < other.id ? 1 : -1);
  return sliced(merged(walks, newest, q.limit + 1), q.limit, (last) => encodeCursor('audit', [last.at, last.id]));
}
