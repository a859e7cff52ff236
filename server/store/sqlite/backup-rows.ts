import { createStaff, staffOf } from './accounts.ts';
import { OWN_FACTS, type BackupData } from '../port-backup.ts';
import {
  type BackupTable,
  insertRecord,
  jsonColumn,
  jsonOrNullColumn,
  numberColumn,
  numberOrNullColumn,
  flagColumn,
  recordOf,
  recordsIn,
  textColumn,
  textOrNullColumn,
} from './backup-columns.ts';
import { addToken, tokenOf } from './members.ts';
import type { ReaderId } from '../../domain/types.ts';
import type { Db, Row } from './database.ts';
import { findByReported } from './reported-texts.ts';
import { json, number, text, textOrNull, word } from './rows.ts';
import { createSite, listSites } from './sites.ts';

export const factTable: BackupTable<'fact'> = {
  tables: ['facts'],
  *read(db) {
    for (const fact of recordsIn<BackupData['fact']>(db, 'facts', 'name', { name: textColumn('name'), value: textColumn('value') }))
      if (!OWN_FACTS.includes(fact.name)) yield fact;
  },
  write(db, facts) {
    for (const { name, value } of facts)
      if (!OWN_FACTS.includes(name)) db.run('INSERT INTO facts (name, value) VALUES ($name, $value)', { name, value });
  },
};

export const siteTable: BackupTable<'site'> = {
  tables: ['sites'],
  read: listSites,
  write(db, sites) {
    for (const site of sites) createSite(db, site, { events: [], audit: [] });
  },
};

export const staffTable: BackupTable<'staff'> = {
  tables: ['staff'],
  *read(db) {
    for (const row of db.iterate('SELECT * FROM staff ORDER BY id')) yield staffOf(row);
  },
  write(db, people) {
    for (const person of people) createStaff(db, person, { events: [], audit: [] });
  },
};

const READER = {
  id: textColumn('id'),
  siteId: textColumn('site_id'),
  kind: textColumn<BackupData['reader']['kind']>('kind'),
  name: textColumn('name'),
  emailHash: textOrNullColumn('email_hash'),
  email: textOrNullColumn('email'),
  emailVerified: flagColumn('email_verified'),
  avatar: textOrNullColumn('avatar'),
  url: textOrNullColumn('url'),
  badge: textOrNullColumn('badge'),
  verified: jsonOrNullColumn<NonNullable<BackupData['reader']['verified']>>('verified'),
  isMinor: flagColumn('is_minor'),
  acceptedTerms: jsonColumn<BackupData['reader']['acceptedTerms']>('accepted_terms'),
  createdAt: numberColumn('created_at'),
  joinedInto: textOrNullColumn('joined_into'),
  joinedAt: numberOrNullColumn('joined_at'),
  factsAt: numberOrNullColumn('facts_at'),
  importId: textOrNullColumn('import_id'),
  source: jsonOrNullColumn<NonNullable<BackupData['reader']['origin']>['source']>('source'),
};

/** The readers of rows in which each stands once for each of its tokens, one after the other. */
function* readersIn(rows: Iterable<Row>): Generator<BackupData['reader']> {
  let last: BackupData['reader'] | null = null;
  for (const row of rows) {
    if (last?.id !== row.id) {
      if (last !== null) yield last;
      const { importId, source, joinedInto, joinedAt, ...reader } = recordOf(READER, row);
      const joined = joinedInto === null || joinedAt === null ? null : { into: joinedInto, at: joinedAt };
      last = { ...reader, joined, origin: importId === null || source === null ? null : { importId, source }, tokens: [] };
    }
    if (row.token_hash !== null) last?.tokens.push(tokenOf(row));
  }
  if (last !== null) yield last;
}

const WITH_TOKENS = `SELECT readers.*, token_hash, reader_tokens.created_at AS token_created_at, expires_at, way, author_of
  FROM readers LEFT JOIN reader_tokens ON reader_id = readers.id`;

/** A reader with everything that the account has; null when there is none. */
export function readerRecord(db: Db, id: ReaderId): BackupData['reader'] | null {
  const [reader = null] = readersIn(db.all(`${WITH_TOKENS} WHERE readers.id = $id`, { id }));
  return reader;
}

export const readerTable: BackupTable<'reader'> = {
  tables: ['readers', 'reader_tokens'],
  read: (db) => readersIn(db.iterate(`${WITH_TOKENS} ORDER BY readers.id`)),
  write(db, readers) {
    for (const { tokens, origin, joined, ...reader } of readers) {
      const more = { importId: origin?.importId ?? null, source: origin?.source ?? null };
      insertRecord(db, 'readers', READER, { ...reader, ...more, joinedInto: joined?.into ?? null, joinedAt: joined?.at ?? null });
      for (const token of tokens) addToken(db, reader.id, token);
    }
  },
};

export const mergedTable: BackupTable<'merged'> = {
  tables: ['thread_moves'],
  *read(db) {
    const rows = db.iterate(
      `SELECT thread_moves.id, into_id, site_id FROM thread_moves JOIN threads ON threads.id = into_id
       WHERE thread_moves.id <> into_id ORDER BY thread_moves.id`,
    );
    for (const row of rows) yield { siteId: text(row, 'site_id'), id: text(row, 'id'), into: text(row, 'into_id') };
  },
  write(db, merged) {
    for (const { id, into } of merged)
      db.run('INSERT INTO thread_moves (id, into_id, is_done, effects) VALUES ($id, $into, 1, NULL)', { id, into });
  },
};

export const voteTable: BackupTable<'vote'> = {
  tables: ['votes'],
  *read(db) {
    for (const row of db.iterate('SELECT * FROM votes ORDER BY comment_id, reader_id')) {
      const isCounted = number(row, 'counted') === 1;
      yield {
        commentId: text(row, 'comment_id'),
        threadId: text(row, 'thread_id'),
        readerId: text(row, 'reader_id'),
        value: number(row, 'value') === 1 ? 1 : -1,
        at: number(row, 'at'),
        isCounted,
        network: isCounted ? textOrNull(row, 'network') : null,
      };
    }
  },
  write(db, votes) {
    for (const { isCounted, ...vote } of votes)
      db.run(
        `INSERT INTO votes (comment_id, thread_id, reader_id, value, at, counted, network)
         VALUES ($commentId, $threadId, $readerId, $value, $at, $counted, $network)`,
        { ...vote, counted: isCounted ? 1 : 0 },
      );
  },
};

const REPORT = {
  commentId: textColumn('comment_id'),
  readerId: textColumn('reader_id'),
  reason: textColumn<BackupData['report']['reason']>('reason'),
  note: textColumn('note'),
  at: numberColumn('at'),
  revision: numberColumn('revision'),
  weight: numberColumn('weight'),
  network: textOrNullColumn('network'),
};

export const reportTable: BackupTable<'report'> = {
  tables: ['reports'],
  read: (db) => recordsIn<BackupData['report']>(db, 'reports', 'comment_id, reader_id', REPORT),
  write(db, reports) {
    for (const report of reports) insertRecord<BackupData['report']>(db, 'reports', REPORT, report);
    // The texts that were reported and replaced are searched too.
    for (const id of new Set(reports.map(({ commentId }) => commentId))) findByReported(db, id);
  },
};

const JOB = {
  id: textColumn('id'),
  siteId: textColumn('site_id'),
  kind: textColumn<BackupData['job']['kind']>('kind'),
  state: textColumn<BackupData['job']['state']>('state'),
  input: jsonColumn<BackupData['job']['input']>('input'),
  done: numberColumn('done'),
  total: numberColumn('total'),
  result: jsonOrNullColumn<NonNullable<BackupData['job']['result']>>('result'),
  place: textOrNullColumn('place'),
  by: textColumn('by'),
  createdAt: numberColumn('created_at'),
  updatedAt: numberColumn('updated_at'),
};

/** The worker that has a job has it for half a minute: in a restored store the next one goes on with it. */
export const jobTable: BackupTable<'job'> = {
  tables: ['jobs'],
  *read(db) {
    for (const row of db.iterate('SELECT * FROM jobs ORDER BY id')) {
      const { done, total, ...job } = recordOf(JOB, row);
      yield { ...job, progress: { done, total } };
    }
  },
  write(db, jobs) {
    for (const { progress, ...job } of jobs) insertRecord(db, 'jobs', JOB, { ...job, ...progress });
  },
};

export const eventTable: BackupTable<'event'> = {
  tables: ['events'],
  *read(db) {
    for (const row of db.iterate('SELECT * FROM events ORDER BY position')) {
      const event = {
        id: text(row, 'id'),
        type: word<BackupData['event']['type']>(row, 'type'),
        channel: word<BackupData['event']['channel']>(row, 'channel'),
        siteId: text(row, 'site_id'),
        at: number(row, 'at'),
        data: json(row, 'data'),
        seq: number(row, 'seq'),
        position: number(row, 'position'),
      };
      // Type and data were written together by this adapter.
      yield event as BackupData['event'];
    }
  },
  write(db, events) {
    for (const { data, ...event } of events)
      db.run(
        `INSERT INTO events (position, channel, seq, id, type, site_id, at, data)
         VALUES ($position, $channel, $seq, $id, $type, $siteId, $at, $data)`,
        { ...event, data: JSON.stringify(data) },
      );
  },
};

const DEFERRED = {
  subscription: textColumn('subscription'),
  event: jsonColumn<BackupData['event']>('event'),
  attempts: numberColumn('attempts'),
  dueAt: numberColumn('due_at'),
  error: textColumn('error'),
  parkedAt: numberOrNullColumn('parked_at'),
};

export const deferredTable: BackupTable<'deferred'> = {
  tables: ['deferred_events'],
  read: (db) => recordsIn<BackupData['deferred']>(db, 'deferred_events', 'subscription, position', DEFERRED),
  write(db, records) {
    const columns = { ...DEFERRED, position: numberColumn('position') };
    for (const record of records) insertRecord(db, 'deferred_events', columns, { ...record, position: record.event.position });
  },
};
