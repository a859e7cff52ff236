import type { ChainedEntry } from '../../domain/audit-chain.ts';
import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import type { Channel, EventType, LoggedEvent, PlacedEvent } from '../../domain/events.ts';
import type { AuditEntry, ReasonCode } from '../../domain/types.ts';
import type { Slice } from '../port-types.ts';
import type { AuditStore } from '../port-admin.ts';
import { sliced } from './comment-lists.ts';
import type { Db, Row } from './database.ts';
import { json, number, text, textOrNull, word, wordOrNull } from './rows.ts';
import { allOf, merged, sitesApart } from './search.ts';

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

/** See the port. */
export function after(
  db: Db,
  { position, types, limit }: { position: number; types: readonly EventType[]; limit: number },
): { events: PlacedEvent[]; upTo: number } {
  // Read before the events: what is stored in between is given or comes after it.
  const head = lastPosition(db);
  const rows = db.all(
    `SELECT * FROM events WHERE position > $position AND type IN (SELECT value FROM json_each($types)) ORDER BY position LIMIT $limit`,
    { position, types: JSON.stringify(types), limit },
  );
  const events = rows.map((row) => ({ ...eventOf(row), position: number(row, 'position') }));
  const last = events.at(-1)?.position ?? position;
  return { events, upTo: events.length < limit ? Math.max(head, last) : last };
}

/** The position of the last event, 0 without any. */
export function lastPosition(db: Db): number {
  return Number(db.get('SELECT max(position) AS position FROM events')?.position ?? 0);
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
  const position = key === null ? {} : { at: Number(key[0]), id: String(key[1]) };
  const walks = sitesApart(q.siteIds, q.by !== undefined || q.subject !== undefined).map((site) => {
    const { sql, params } = allOf([site, is('by', q.by), is('subject', q.subject), is('action', q.action)]);
    const after = key === null ? '' : 'AND (at, id) < ($at, $id)';
    return db
      .all(`SELECT * FROM audit WHERE ${sql} ${after} ORDER BY at DESC, id DESC LIMIT $limit`, {
        ...params,
        ...position,
        limit: q.limit + 1,
      })
      .map(auditOf);
  });
  const newest = (one: AuditEntry, other: AuditEntry): number => other.at - one.at || (one.id < other.id ? 1 : -1);
  return sliced(merged(walks, newest, q.limit + 1), q.limit, (last) => encodeCursor('audit', [last.at, last.id]));
}
