import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import { beyond } from '../../domain/stepped-clock.ts';
import type { Job, JobFacts } from '../../domain/jobs.ts';
import type { JobKind } from '../../domain/enumerations.ts';
import type { Cut, Slice } from '../port-types.ts';
import type { Effects } from '../../domain/effects.ts';
import type { JobStore } from '../port-admin.ts';
import { sliced } from './comment-lists.ts';
import type { Db, Row } from './database.ts';
import { applyEffects } from './effects.ts';
import { json, jsonOrNull, number, text, textOrNull, word } from './rows.ts';

function jobOf(row: Row): Job {
  return {
    id: text(row, 'id'),
    siteId: text(row, 'site_id'),
    kind: word<JobKind>(row, 'kind'),
    state: word<Job['state']>(row, 'state'),
    input: json<JobFacts>(row, 'input'),
    progress: { done: number(row, 'done'), total: number(row, 'total') },
    result: jsonOrNull<JobFacts>(row, 'result'),
    place: textOrNull(row, 'place'),
    by: text(row, 'by'),
    createdAt: number(row, 'created_at'),
    updatedAt: number(row, 'updated_at'),
  };
}

/** See the port. */
export function createJob(db: Db, job: Job, fx: Effects): Job {
  const { progress, input, result, ...plain } = job;
  db.run(
    `INSERT INTO jobs (id, site_id, kind, state, input, done, total, result, place, by, created_at, updated_at)
     VALUES ($id, $siteId, $kind, $state, $input, $done, $total, $result, $place, $by, $createdAt, $updatedAt)`,
    { ...plain, ...progress, input: JSON.stringify(input), result: result === null ? null : JSON.stringify(result) },
  );
  applyEffects(db, fx);
  return job;
}

export function getJob(db: Db, id: string): Job | null {
  const row = db.get('SELECT * FROM jobs WHERE id = $id', { id });
  return row === undefined ? null : jobOf(row);
}

/** See the port. */
export function listJobs(db: Db, q: { siteId: string } & Cut): Slice<Job> {
  const key = q.cursor === undefined ? null : decodeCursor('jobs', q.cursor, ['number', 'string']);
  const rows = db.all(
    `SELECT * FROM jobs WHERE site_id = $siteId ${key === null ? '' : 'AND (created_at, id) < ($at, $id)'}
     ORDER BY created_at DESC, id DESC LIMIT $limit`,
    { siteId: q.siteId, limit: q.limit + 1, ...(key === null ? {} : { at: Number(key[0]), id: String(key[1]) }) },
  );
  return sliced(rows.map(jobOf), q.limit, (last) => encodeCursor('jobs', [last.createdAt, last.id]));
}

/** See the port. */
export function claimJob(db: Db, q: Parameters<JobStore['claim']>[0]): Job | null {
  const row = db.get(
    `UPDATE jobs SET state = 'running', worker = $worker, leased_until = $until, updated_at = $now WHERE id = (
       SELECT id FROM jobs WHERE state IN ('waiting', 'running') AND (leased_until <= $now OR leased_until > $beyond)
         AND (place IS NULL OR place = $place OR updated_at < $strayBefore) ORDER BY created_at, id LIMIT 1
     ) RETURNING *`,
    { ...q, beyond: beyond(q.now, q.until - q.now) },
  );
  return row === undefined ? null : jobOf(row);
}

/** See the port. */
export function progressJob(db: Db, id: string, worker: string, at: Parameters<JobStore['progress']>[2]): boolean {
  const changed = db.run(
    `UPDATE jobs SET done = $done, total = $total, updated_at = $now, leased_until = $until
     WHERE id = $id AND worker = $worker AND state = 'running'`,
    { id, worker, ...at },
  );
  return changed > 0;
}

/** See the port. */
export function releaseJob(db: Db, id: string, worker: string): void {
  db.run("UPDATE jobs SET leased_until = 0 WHERE id = $id AND worker = $worker AND state = 'running'", { id, worker });
}

/** See the port. */
export function finishJob(db: Db, id: string, worker: string, end: Parameters<JobStore['finish']>[2]): boolean {
  const changed = db.run(
    `UPDATE jobs SET state = $state, result = $result, updated_at = $now WHERE id = $id AND worker = $worker AND state = 'running'`,
    { id, worker, state: end.state, result: JSON.stringify(end.result), now: end.now },
  );
  return changed > 0;
}
