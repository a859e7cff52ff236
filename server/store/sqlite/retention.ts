import { CHAIN_START } from '../../domain/audit-chain.ts';
import type { RetentionKind } from '../../domain/enumerations.ts';
import type { CommentId, Ms } from '../../domain/types.ts';
import type { Db } from './database.ts';
import { fact, setFact } from './maintenance.ts';
import { forgetFormerTexts } from './personal.ts';
import { number, text } from './rows.ts';

/** Under this name the store keeps after which line its audit log begins. */
const AUDIT_START = 'audit-start';

const FORMER = `revisions AS former WHERE at < $before
  AND revision < (SELECT max(revision) FROM revisions WHERE revisions.comment_id = former.comment_id)`;
const AUDIT = 'audit WHERE at < $before AND seq < (SELECT max(seq) FROM audit)';
/** Comments that are not public and have a text still. */
const HIDDEN = 'created_at < $before AND decided_at < $before AND published_at IS NULL AND content IS NOT NULL';
const COMMENTS: Readonly<Record<'removed' | 'refused', string>> = {
  removed: `comments WHERE status = 'removed' AND ${HIDDEN}`,
  refused: `comments WHERE status IN ('rejected', 'spam') AND ${HIDDEN}`,
};
const OLD: { readonly [K in RetentionKind]: readonly string[] } = {
  network: ['votes WHERE network IS NOT NULL AND at < $before', 'reports WHERE network IS NOT NULL AND at < $before'],
  removed: [COMMENTS.removed],
  refused: [COMMENTS.refused],
  former: [FORMER],
  audit: [AUDIT],
};

/** See the port. */
export function countOld(db: Db, kind: RetentionKind, before: Ms): number {
  const counts = OLD[kind].map((from) => number(db.get(`SELECT count(*) AS count FROM ${from}`, { before }) ?? {}, 'count'));
  return counts.reduce((sum, one) => sum + one, 0);
}

/** See the port. */
export function oldComments(db: Db, kind: 'removed' | 'refused', before: Ms, limit: number): CommentId[] {
  return db.all(`SELECT id FROM ${COMMENTS[kind]} LIMIT $limit`, { before, limit }).map((row) => text(row, 'id'));
}

function forgetNetworks(db: Db, before: Ms, limit: number): number {
  let done = 0;
  for (const table of ['votes', 'reports'])
    done += db.run(
      `UPDATE ${table} SET network = NULL WHERE (comment_id, reader_id) IN (
         SELECT comment_id, reader_id FROM ${table} WHERE network IS NOT NULL AND at < $before LIMIT $limit)`,
      { before, limit: limit - done },
    );
  return done;
}

function forgetFormer(db: Db, before: Ms, limit: number): number {
  const ids = db.all(`SELECT DISTINCT comment_id FROM ${FORMER} LIMIT $limit`, { before, limit }).map((row) => text(row, 'comment_id'));
  // With one that is old enough all others of its comment go: each of them is older than the latest.
  for (const id of ids) forgetFormerTexts(db, id);
  return ids.length;
}

/** See the port. */
export function auditStart(db: Db): { seq: number; hash: string } {
  const kept = fact(db, AUDIT_START);
  return kept === null ? { seq: 0, hash: CHAIN_START } : JSON.parse(kept);
}

/** Lines are deleted in the order of the chain, so that what is left follows one known line. */
function forgetAudit(db: Db, before: Ms, limit: number): number {
  const { seq: from } = auditStart(db);
  const youngest = db.get('SELECT min(seq) AS seq FROM audit WHERE seq IS NOT NULL AND at >= $before', { before });
  const head = number(db.get('SELECT coalesce(max(seq), 0) AS seq FROM audit') ?? {}, 'seq');
  const end = Math.min(Number(youngest?.seq ?? head) - 1, head - 1, from + limit);
  const last = db.get('SELECT seq, hash FROM audit WHERE seq = $end', { end });
  if (last === undefined) return 0;
  setFact(db, AUDIT_START, JSON.stringify({ seq: number(last, 'seq'), hash: text(last, 'hash') }));
  return db.run('DELETE FROM audit WHERE seq <= $end', { end });
}

/** See the port. */
export function deleteOld(db: Db, kind: RetentionKind, before: Ms, limit: number): number {
  if (kind === 'network') return forgetNetworks(db, before, limit);
  if (kind === 'former') return forgetFormer(db, before, limit);
  return kind === 'audit' ? forgetAudit(db, before, limit) : 0;
}
