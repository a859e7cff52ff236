import { CHAIN_START, chainHash } from '../../domain/audit-chain.ts';
import type { NewEvent } from '../../domain/events.ts';
import type { AuditEntry } from '../../domain/types.ts';
import type { Effects } from '../../domain/effects.ts';
import type { Db, WriteDb } from './database.ts';

/** Writes events with the next numbers of their channels. */
export function appendEvents(db: WriteDb, events: readonly NewEvent[]): void {
  for (const event of events) {
    const head = db.get('SELECT seq FROM events WHERE channel = $channel ORDER BY seq DESC LIMIT 1', { channel: event.channel });
    const seq = Number(head?.seq ?? 0) + 1;
    const { id, channel, type, siteId, at } = event;
    db.run('INSERT INTO events (channel, seq, id, type, site_id, at, data) VALUES ($channel, $seq, $id, $type, $siteId, $at, $data)', {
      channel,
      seq,
      id,
      type,
      siteId,
      at,
      data: JSON.stringify(event.data),
    });
    db.written?.push({ id, type, channel, siteId });
  }
}

/** Writes lines of the log, each chained to the one before it. */
export function appendAudit(db: Db, entries: readonly AuditEntry[]): void {
  if (entries.length === 0) return;
  const last = db.get('SELECT seq, hash FROM audit WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1');
  let seq = Number(last?.seq ?? 0);
  let hash = String(last?.hash ?? CHAIN_START);
  for (const entry of entries) {
    seq++;
    hash = chainHash(hash, seq, entry);
    db.run(
      `INSERT INTO audit (id, site_id, at, by, by_name, action, subject, reason, note, request_id, data, seq, hash)
       VALUES ($id, $siteId, $at, $by, $byName, $action, $subject, $reason, $note, $requestId, $data, $seq, $hash)`,
      { ...entry, data: JSON.stringify(entry.data), seq, hash },
    );
  }
}

/** What is stored together with a change. */
export function applyEffects(db: WriteDb, fx: Effects): void {
  appendEvents(db, fx.events);
  appendAudit(db, fx.audit);
}
