import { CHAIN_START, chainHash } from '../../domain/audit-chain.ts';
import type { NewEvent } from '../../domain/events.ts';
import type { BackupData } from '../port-backup.ts';
import { type BackupCollection, type BackupSource, insertAll } from './backup-collection.ts';
import { type AuditDocument, type EventDocument, type OutboxItem, toAuditDocument, toAuditEntry, toPlacedEvent } from './documents.ts';
import type { Models } from './models.ts';
import { KINDS } from './outbox.ts';

/** What writes have left on their documents, and what is not in the log yet. */
async function waitingIn(source: BackupSource): Promise<OutboxItem[]> {
  const items: OutboxItem[] = [];
  for (const kind of KINDS) {
    const marked = source.find<{ outbox: OutboxItem[] }>(
      kind,
      { 'outbox.at': { $exists: true } },
      { projection: { outbox: 1 }, hint: 'outbox' },
    );
    for await (const { outbox } of marked) items.push(...outbox);
  }
  return items.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Those of the ids that the log has. */
async function idsIn(source: BackupSource, name: 'events' | 'audit', ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const { _id } of source.find<{ _id: string }>(name, { _id: { $in: ids } }, { projection: { _id: 1 } })) found.add(_id);
  return found;
}

async function headOf(source: BackupSource, channel: string): Promise<number> {
  for await (const { seq } of source.find<EventDocument>('events', { channel }, { sort: { seq: -1 }, limit: 1, hint: 'number' }))
    return seq;
  return 0;
}

/** Events that wait to be moved to the log, with the numbers that they get as the next ones. */
async function* nextEvents(source: BackupSource, last: number): AsyncGenerator<BackupData['event']> {
  const waiting = (await waitingIn(source)).flatMap(({ event }): NewEvent[] => (event ? [event] : []));
  const known = await idsIn(
    source,
    'events',
    waiting.map(({ id }) => id),
  );
  const heads = new Map<string, number>();
  let position = last;
  for (const event of waiting) {
    if (known.has(event.id)) continue;
    const seq = (heads.get(event.channel) ?? (await headOf(source, event.channel))) + 1;
    heads.set(event.channel, seq);
    yield { ...event, seq, position: ++position };
  }
}

export function eventCollection(models: Models): BackupCollection<'event'> {
  return {
    collections: ['events'],
    async *read(source) {
      let last = 0;
      const placed = source.find<EventDocument>('events', { position: { $exists: true } }, { sort: { position: 1 }, hint: 'position' });
      for await (const document of placed) {
        last = document.position;
        yield toPlacedEvent(document);
      }
      yield* nextEvents(source, last);
    },
    write: (records) =>
      insertAll(
        models,
        'events',
        records.map(({ id, ...event }) => ({ _id: id, ...event, deletable: true })),
      ),
  };
}

/** Lines that wait to be moved to the log, chained to the last one. */
async function* nextLines(source: BackupSource, last: { seq: number; hash: string }): AsyncGenerator<BackupData['audit']> {
  const waiting = (await waitingIn(source)).flatMap(({ audit }): AuditDocument[] => (audit ? [audit] : []));
  const known = await idsIn(
    source,
    'audit',
    waiting.map(({ _id }) => _id),
  );
  let { seq, hash } = last;
  for (const line of waiting) {
    if (known.has(line._id)) continue;
    const entry = toAuditEntry(line);
    seq++;
    hash = chainHash(hash, seq, entry);
    yield { ...entry, seq, hash };
  }
}

export function auditCollection(models: Models): BackupCollection<'audit'> {
  return {
    collections: ['audit'],
    async *read(source) {
      let last = { seq: 0, hash: CHAIN_START };
      for await (const line of source.find<AuditDocument>('audit', { seq: { $exists: false } }))
        yield { ...toAuditEntry(line), seq: null, hash: null };
      for await (const line of source.find<AuditDocument>('audit', { seq: { $exists: true } }, { sort: { seq: 1 }, hint: 'chain' })) {
        last = { seq: line.seq ?? last.seq, hash: line.hash ?? last.hash };
        yield { ...toAuditEntry(line), ...last };
      }
      yield* nextLines(source, last);
    },
    write: (records) =>
      insertAll(
        models,
        'audit',
        records.map(({ seq, hash, ...entry }) => ({ ...toAuditDocument(entry), ...(seq === null || hash === null ? {} : { seq, hash }) })),
      ),
  };
}
