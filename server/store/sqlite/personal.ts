import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import type { Effects } from '../../domain/effects.ts';
import type { ErasureChoice } from '../../domain/enumerations.ts';
import type { Job } from '../../domain/jobs.ts';
import { type Erasure, erasedMark, type HeldRecord } from '../../domain/own-data.ts';
import type { CommentId, Id, ReaderId } from '../../domain/types.ts';
import type { HeldOf } from '../port-personal.ts';
import type { Cut, Slice } from '../port-types.ts';
import { sliced } from './comment-lists.ts';
import type { Db, Row } from './database.ts';
import { HELD_TABLES } from './held-tables.ts';
import { createJob } from './jobs.ts';
import { findByReported } from './reported-texts.ts';
import { number, text, word } from './rows.ts';

/** See the port. */
export function held(db: Db, { siteId, readerId, kind, cursor, limit }: HeldOf & Cut): Slice<HeldRecord> {
  const { table, where, key, shown } = HELD_TABLES[kind];
  const after = cursor === undefined ? '' : String(decodeCursor(`held-${kind}`, cursor, ['string'])[0]);
  const columns = Object.entries(shown).map(([name, sql]) => `${sql} AS ${name}`);
  const rows = db.all(
    `SELECT ${key} AS held_key, ${columns.join(', ')} FROM ${table} WHERE ${where} AND ${key} > $after ORDER BY ${key} LIMIT $most`,
    { siteId, readerId, after, most: limit + 1 },
  );
  const found = rows.map((row) => ({ key: text(row, 'held_key'), record: recordOf(row, Object.keys(shown)) }));
  const slice = sliced(found, limit, (last) => encodeCursor(`held-${kind}`, [last.key]));
  return { ...slice, items: slice.items.map(({ record }) => record) };
}

function recordOf(row: Row, names: readonly string[]): HeldRecord {
  return Object.fromEntries(
    names.map((name) => {
      const value = row[name];
      return [name, typeof value === 'string' || typeof value === 'number' ? value : null];
    }),
  );
}

/** See the port. */
export function detach(db: Db, { siteId, readerId, kind, ids }: HeldOf & { ids: readonly Id[] }): number {
  const { table, where, key, detached } = HELD_TABLES[kind];
  const whose = { siteId, readerId };
  const keys = db
    .all(`SELECT ${key} AS held_key FROM ${table} WHERE ${where} ORDER BY ${key} LIMIT $most`, { ...whose, most: ids.length })
    .map((row) => text(row, 'held_key'));
  for (const [i, of] of keys.entries()) {
    if (detached === null) db.run(`DELETE FROM ${table} WHERE ${where} AND ${key} = $of`, { ...whose, of });
    else db.run(`UPDATE ${table} SET ${detached} WHERE ${where} AND ${key} = $of`, { ...whose, of, id: ids[i] ?? '' });
  }
  return keys.length;
}

/** Deletes the texts that comments had before their latest one. */
export function forgetFormerTexts(db: Db, id: CommentId): void {
  const former = 'comment_id = $id AND revision < (SELECT max(revision) FROM revisions WHERE comment_id = $id)';
  if (db.run(`DELETE FROM revisions WHERE ${former}`, { id }) > 0) findByReported(db, id);
}

/** See the port. */
export function forgetBeside(db: Db, id: CommentId): void {
  forgetFormerTexts(db, id);
  db.run('DELETE FROM imported_comments WHERE comment_id = $id', { id });
}

/** See the port. */
export function beginErasure(db: Db, readerId: ReaderId, { mark, comments, at }: Erasure, job: Job, fx: Effects): void {
  noteErasures(db, [{ mark, comments, at }]);
  noteErasures(
    db,
    joinedInto(db, readerId).map((id) => ({ mark: erasedMark(id), comments, at })),
  );
  db.run('DELETE FROM identities WHERE reader_id = $readerId', { readerId });
  db.run(
    `UPDATE readers SET name = '', email_hash = NULL, email = NULL, email_verified = 0, avatar = NULL, url = NULL, badge = NULL,
       verified = NULL, is_minor = 0, accepted_terms = '[]', import_id = NULL, source = NULL WHERE id = $readerId OR joined_into = $readerId`,
    { readerId },
  );
  db.run('DELETE FROM reader_tokens WHERE reader_id = $readerId', { readerId });
  // A mail must not go out after this.
  db.run('DELETE FROM mail_followers WHERE reader_id = $readerId', { readerId });
  createJob(db, job, fx);
}

/** Notes erasures; of one that is known the later holds. */
export function noteErasures(db: Db, erasures: readonly Erasure[]): void {
  for (const erasure of erasures)
    db.run(
      `INSERT INTO erasures (mark, comments, at) VALUES ($mark, $comments, $at)
       ON CONFLICT (mark) DO UPDATE SET comments = excluded.comments, at = excluded.at`,
      { ...erasure },
    );
}

/** See the port. */
export function joinedInto(db: Db, readerId: ReaderId): ReaderId[] {
  return db.all('SELECT id FROM readers WHERE joined_into = $readerId', { readerId }).map((row) => text(row, 'id'));
}

/** See the port. */
export function endErasure(db: Db, readerId: ReaderId): boolean {
  const ids = JSON.stringify([readerId, ...joinedInto(db, readerId)]);
  const left = db.get('SELECT 1 FROM comments WHERE reader_id IN (SELECT value FROM json_each($ids)) LIMIT 1', { ids });
  if (left !== undefined) return false;
  db.run('DELETE FROM reader_tokens WHERE reader_id = $readerId', { readerId });
  db.run('DELETE FROM readers WHERE id = $readerId OR joined_into = $readerId', { readerId });
  return true;
}

/** See the port. */
export function erasures(db: Db, { after, limit }: { after: string; limit: number }): Erasure[] {
  return db.all('SELECT * FROM erasures WHERE mark > $after ORDER BY mark LIMIT $limit', { after, limit }).map((row) => ({
    mark: text(row, 'mark'),
    comments: word<ErasureChoice>(row, 'comments'),
    at: number(row, 'at'),
  }));
}

/** Is a reader of this mark erased? */
export function isErased(db: Db, mark: string): boolean {
  return db.get('SELECT 1 FROM erasures WHERE mark = $mark', { mark }) !== undefined;
}
