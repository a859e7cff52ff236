import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import type { Effects } from '../../domain/effects.ts';
import type { ImportState } from '../../domain/enumerations.ts';
import type { Job } from '../../domain/jobs.ts';
import { heatOfVotes } from '../../domain/heat.ts';
import type { Import, ImportOrigin, OriginChange } from '../../domain/imports.ts';
import type { CommentId, CommentStatus, Id, ReaderId, ThreadId } from '../../domain/types.ts';
import { erasedMark } from '../../domain/own-data.ts';
import { NotFound, StaleRevision } from '../port.ts';
import type { ImportStore } from '../port-imports.ts';
import type { Cut, Slice } from '../port-types.ts';
import { sliced } from './comment-lists.ts';
import type { Db, Row } from './database.ts';
import { applyEffects } from './effects.ts';
import { readerColumns } from './reader-rows.ts';
import { createJob } from './jobs.ts';
import { isErased } from './personal.ts';
import { json, number, text, textOrNull, word } from './rows.ts';

function importOf(row: Row): Import {
  return {
    id: text(row, 'id'),
    siteId: text(row, 'site_id'),
    state: word<ImportState>(row, 'state'),
    format: textOrNull(row, 'format'),
    files: json<string[]>(row, 'files'),
    options: text(row, 'options'),
    report: textOrNull(row, 'report'),
    inserted: number(row, 'inserted'),
    updated: number(row, 'updated'),
    known: number(row, 'known'),
    left: number(row, 'left'),
    done: number(row, 'done'),
    total: number(row, 'total'),
    failure: textOrNull(row, 'failure'),
    by: text(row, 'by'),
    createdAt: number(row, 'created_at'),
    updatedAt: number(row, 'updated_at'),
  };
}

function originOf(row: Row): ImportOrigin {
  return {
    commentId: text(row, 'comment_id'),
    importId: text(row, 'import_id'),
    threadId: text(row, 'thread_id'),
    fingerprint: text(row, 'fingerprint'),
    revision: number(row, 'revision'),
    status: word<CommentStatus>(row, 'status'),
  };
}

/** See the port. */
export function createImport(db: Db, made: Import, fx: Effects, job?: Job): Import {
  db.run(
    `INSERT INTO imports (id, site_id, state, format, files, options, report, inserted, updated, known, left, done, total, failure, by, created_at,
       updated_at)
     VALUES ($id, $siteId, $state, $format, $files, $options, $report, $inserted, $updated, $known, $left, $done, $total, $failure, $by, $createdAt, $updatedAt)`,
    { ...made, files: JSON.stringify(made.files) },
  );
  applyEffects(db, fx);
  if (job !== undefined) createJob(db, job, { events: [], audit: [] });
  return made;
}

export function getImport(db: Db, id: Id): Import | null {
  const row = db.get('SELECT * FROM imports WHERE id = $id', { id });
  return row === undefined ? null : importOf(row);
}

/** See the port. */
export function listImports(db: Db, q: { siteId: string } & Cut): Slice<Import> {
  const key = q.cursor === undefined ? null : decodeCursor('imports', q.cursor, ['number', 'string']);
  const rows = db.all(
    `SELECT * FROM imports WHERE site_id = $siteId ${key === null ? '' : 'AND (created_at, id) < ($at, $id)'}
     ORDER BY created_at DESC, id DESC LIMIT $limit`,
    { siteId: q.siteId, limit: q.limit + 1, ...(key === null ? {} : { at: Number(key[0]), id: String(key[1]) }) },
  );
  return sliced(rows.map(importOf), q.limit, (last) => encodeCursor('imports', [last.createdAt, last.id]));
}

/** See the port. */
export function changeImport(
  db: Db,
  id: Id,
  patch: Parameters<ImportStore['change']>[1],
  fx: Effects,
  from?: ImportState,
  job?: Job,
): Import {
  const before = getImport(db, id);
  if (before === null) throw new NotFound(`no import ${id}`);
  if (from !== undefined && before.state !== from) throw new StaleRevision(`import ${id} is ${before.state}`);
  const { state, format, report, inserted, updated, known, left, done, total, failure, updatedAt } = { ...before, ...patch };
  db.run(
    `UPDATE imports SET state = $state, format = $format, report = $report, inserted = $inserted, updated = $updated, known = $known,
       left = $left, done = $done, total = $total, failure = $failure, updated_at = $updatedAt WHERE id = $id`,
    { id, state, format, report, inserted, updated, known, left, done, total, failure, updatedAt },
  );
  applyEffects(db, fx);
  if (job !== undefined) createJob(db, job, { events: [], audit: [] });
  return { ...before, ...patch };
}

/** See the port. */
export function noteImported(
  db: Db,
  { origins, readers }: Parameters<ImportStore['note']>[0],
): { changed: CommentId[]; erased: ReaderId[] } {
  const ids = JSON.stringify(origins.map(({ commentId }) => commentId));
  const rows = db.all('SELECT id FROM comments WHERE id IN (SELECT value FROM json_each($ids))', { ids });
  const there = new Set(rows.map((row) => text(row, 'id')));
  const known = originsOf(
    db,
    origins.map(({ commentId }) => commentId),
  );
  const changed: CommentId[] = [];
  for (const origin of origins) {
    const before = known.get(origin.commentId);
    if (!there.has(origin.commentId)) insertOrigin(db, origin);
    else if (before !== undefined && before.fingerprint !== origin.fingerprint) changed.push(origin.commentId);
  }
  const erased: ReaderId[] = [];
  for (const { reader, importId, source } of readers) {
    // Who was erased does not come back with the file.
    if (isErased(db, erasedMark(reader.id))) {
      erased.push(reader.id);
      continue;
    }
    db.run(
      `INSERT INTO readers (id, site_id, kind, name, email_hash, email, created_at, import_id, source)
       VALUES ($id, $siteId, $kind, $name, $emailHash, $email, $createdAt, $importId, $source) ON CONFLICT DO NOTHING`,
      { ...readerColumns(reader), importId, source: JSON.stringify(source) },
    );
  }
  return { changed, erased };
}

function insertOrigin(db: Db, origin: ImportOrigin): void {
  db.run(
    `INSERT INTO imported_comments (comment_id, import_id, thread_id, fingerprint, revision, status)
     VALUES ($commentId, $importId, $threadId, $fingerprint, $revision, $status)
     ON CONFLICT (comment_id) DO UPDATE SET import_id = excluded.import_id, thread_id = excluded.thread_id, fingerprint = excluded.fingerprint,
       revision = excluded.revision, status = excluded.status`,
    { ...origin },
  );
}

export function originsOf(db: Db, ids: CommentId[]): Map<CommentId, ImportOrigin> {
  const rows = db.all('SELECT * FROM imported_comments WHERE comment_id IN (SELECT value FROM json_each($ids))', {
    ids: JSON.stringify(ids),
  });
  return new Map(rows.map((row) => [text(row, 'comment_id'), originOf(row)]));
}

/** See the port. */
export function changeOrigin(db: Db, id: CommentId, { votes, ...change }: OriginChange): void {
  const changed = db.run(
    'UPDATE imported_comments SET fingerprint = $fingerprint, revision = $revision, status = $status WHERE comment_id = $id',
    {
      id,
      ...change,
    },
  );
  const row = db.get('SELECT imported_up, imported_down FROM comments WHERE id = $id', { id });
  if (changed === 0 || row === undefined) return;
  const by = { up: votes.up - number(row, 'imported_up'), down: votes.down - number(row, 'imported_down') };
  db.run(
    `UPDATE comments SET up = up + $byUp, down = down + $byDown, imported_up = $up, imported_down = $down, heat = heat + $heat WHERE id = $id`,
    { id, ...votes, byUp: by.up, byDown: by.down, heat: heatOfVotes(by) },
  );
}

export function threadsOf(db: Db, importId: Id, { after, limit }: { after: ThreadId | null; limit: number }): ThreadId[] {
  const rows = db.all(
    'SELECT DISTINCT thread_id FROM imported_comments WHERE import_id = $importId AND thread_id > $after ORDER BY thread_id LIMIT $limit',
    { importId, after: after ?? '', limit },
  );
  return rows.map((row) => text(row, 'thread_id'));
}

export function originsIn(db: Db, importId: Id, threadId: ThreadId): ImportOrigin[] {
  return db
    .all('SELECT * FROM imported_comments WHERE import_id = $importId AND thread_id = $threadId', { importId, threadId })
    .map(originOf);
}

/** See the port. */
export function deleteImportedReaders(db: Db, importId: Id, limit: number): number {
  return db.run(
    `DELETE FROM readers WHERE id IN (
       SELECT id FROM readers WHERE import_id = $importId AND NOT EXISTS (SELECT 1 FROM comments WHERE comments.reader_id = readers.id) LIMIT $limit)`,
    { importId, limit },
  );
}
