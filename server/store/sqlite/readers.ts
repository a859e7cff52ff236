import { withAccepted } from '../../domain/accepted-terms.ts';
import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import type { Ban } from '../../domain/bans.ts';
import type { AcceptedTerms, CommentStatus, Id, Reader, ReaderId, ReasonCode, SiteId } from '../../domain/types.ts';
import { NotFound } from '../port.ts';
import type { Cut, Slice } from '../port-types.ts';
import type { Effects } from '../../domain/effects.ts';
import type { BannedAs, HostRecord, ReaderStore, AuthorHistory } from '../port-readers.ts';
import { fittingNameBans } from '../name-bans.ts';
import { sliced } from './comment-lists.ts';
import type { Db, Row } from './database.ts';
import { applyEffects } from './effects.ts';
import { readerOf, storedReader } from './reader-rows.ts';
import { json, number, numberOrNull, text, word, wordOrNull } from './rows.ts';

/** Enough to decide by; more is not counted. */
const MOST_COUNTED = 100;
const MOST_RECENT = 60;
const MOST_OF_THREAD = 200;
const MOST_OF_HOST = 10;

function banOf(row: Row): Ban {
  return {
    id: text(row, 'id'),
    siteId: text(row, 'site_id'),
    kind: word<Ban['kind']>(row, 'kind'),
    value: text(row, 'value'),
    mode: word<Ban['mode']>(row, 'mode'),
    reason: wordOrNull<ReasonCode>(row, 'reason'),
    note: text(row, 'note'),
    by: text(row, 'by'),
    createdAt: number(row, 'created_at'),
    until: numberOrNull(row, 'until'),
  };
}

export function getReaders(db: Db, ids: ReaderId[]): Map<ReaderId, Reader> {
  const rows = db.all('SELECT * FROM readers WHERE id IN (SELECT value FROM json_each($ids))', { ids: JSON.stringify(ids) });
  return new Map(rows.map((row) => [text(row, 'id'), readerOf(row)]));
}

/** See the port. */
export function rename(db: Db, id: ReaderId, name: string): Reader {
  if (db.run('UPDATE readers SET name = $name WHERE id = $id', { id, name }) === 0) throw new NotFound(`no reader ${id}`);
  const reader = storedReader(db, id);
  if (reader === null) throw new NotFound(`no reader ${id}`);
  return reader;
}

/** See the port. */
export function acceptTerms(db: Db, id: ReaderId, accepted: AcceptedTerms): Reader {
  const reader = storedReader(db, id);
  if (reader === null) throw new NotFound(`no reader ${id}`);
  const acceptedTerms = withAccepted(reader.acceptedTerms, accepted);
  db.run('UPDATE readers SET accepted_terms = $accepted WHERE id = $id', { id, accepted: JSON.stringify(acceptedTerms) });
  return { ...reader, acceptedTerms };
}

/** See the port. */
export function history(db: Db, q: Parameters<ReaderStore['history']>[0]): AuthorHistory {
  const { siteId, readerId, textHash, sameTextSince } = q;
  const same = { siteId, textHash, sameTextSince, readerId };
  const others = db.get(
    `SELECT count(DISTINCT reader_id) AS count FROM comments
     WHERE site_id = $siteId AND text_hash = $textHash AND created_at >= $sameTextSince AND reader_id IS NOT $readerId`,
    same,
  );
  const nothing = { published: 0, rejected: 0, spam: 0, recent: [], sameTextOwn: 0 };
  const own = readerId === null ? nothing : ownHistory(db, readerId, { siteId, textHash, sameTextSince });
  return {
    bans: bansFor(db, q),
    ...own,
    sameTextReaders: Number(others?.count ?? 0),
    threadRecent: q.thread === undefined ? [] : threadRecent(db, q.thread),
    hosts: new Map((q.hosts ?? []).map((host) => [host, hostRecord(db, siteId, host)])),
  };
}

/** See the port. Which names a word stands in is seen here, as there are few such bans. */
export function bansFor(db: Db, q: BannedAs): Ban[] {
  const { siteId, readerId, networks, emailDomain, now } = q;
  const inForce = (fits: string): string => `SELECT * FROM bans WHERE site_id = $siteId AND ${fits} AND (until IS NULL OR until > $now)`;
  // One statement of four searches: with OR it would go through all bans of the site.
  const rows = db.all(
    [
      inForce("kind = 'reader' AND value = $readerId"),
      inForce("kind = 'network' AND value IN (SELECT value FROM json_each($networks))"),
      inForce("kind = 'email-domain' AND value = $emailDomain"),
      inForce("kind = 'name'"),
    ].join(' UNION ALL '),
    { siteId, now, readerId, networks: JSON.stringify(networks), emailDomain },
  );
  const bans = rows.map(banOf);
  const byName = fittingNameBans(
    bans.filter(({ kind }) => kind === 'name'),
    q.name,
  );
  return [...bans.filter(({ kind }) => kind !== 'name'), ...byName];
}

function threadRecent(db: Db, { id, since }: { id: string; since: number }): AuthorHistory['threadRecent'] {
  // One row with two lists: two hundred rows would cost more to make than to read.
  const row = db.get(
    `SELECT json_group_array(reader_id) AS readers, json_group_array(created_at) AS times FROM (
       SELECT reader_id, created_at FROM comments WHERE thread_id = $id AND created_at >= $since AND reader_id IS NOT NULL
       ORDER BY created_at DESC, id DESC LIMIT $most)`,
    { id, since, most: MOST_OF_THREAD },
  );
  const times = json<number[]>(row ?? {}, 'times');
  return json<string[]>(row ?? {}, 'readers').map((readerId, i) => ({ readerId, at: times[i] ?? 0 }));
}

function hostRecord(db: Db, siteId: string, host: string): HostRecord {
  const count = (statuses: string): number =>
    Number(
      db.get(
        `SELECT count(*) AS count FROM (SELECT 1 FROM comment_hosts JOIN comments ON comments.id = comment_id
         WHERE comment_hosts.site_id = $siteId AND host = $host AND status IN (${statuses}) ORDER BY comment_id DESC LIMIT $most)`,
        { siteId, host, most: MOST_OF_HOST },
      )?.count ?? 0,
    );
  return { published: count("'published'"), refused: count("'rejected', 'spam'") };
}

type Counts = Pick<AuthorHistory, 'published' | 'rejected' | 'spam'>;

function ownHistory(
  db: Db,
  readerId: ReaderId,
  same: { siteId: string; textHash: string; sameTextSince: number },
): Counts & Pick<AuthorHistory, 'recent' | 'sameTextOwn'> {
  // The plus keeps SQLite from walking the whole site by time instead of the reader's few.
  const row =
    db.get(
      `SELECT json_group_array(created_at) AS times, json_group_array(status) AS statuses,
         (SELECT count(*) FROM comments WHERE site_id = $siteId AND text_hash = $textHash AND created_at >= $sameTextSince
            AND +reader_id = $readerId AND status NOT IN ('removed', 'purged')) AS same
       FROM (SELECT created_at, status FROM comments WHERE reader_id = $readerId AND +site_id = $siteId
             ORDER BY created_at DESC, id DESC LIMIT ${MOST_RECENT})`,
      { ...same, readerId },
    ) ?? {};
  const times = json<number[]>(row, 'times');
  const recent = json<CommentStatus[]>(row, 'statuses').map((status, i) => ({ at: times[i] ?? 0, status }));
  // A reader who has no more than that is counted with it; most readers have not.
  const counts = recent.length < MOST_RECENT ? countsOf(recent) : readCounts(db, readerId, same.siteId);
  return { ...counts, recent, sameTextOwn: number(row, 'same') };
}

function countsOf(recent: AuthorHistory['recent']): Counts {
  const counts = { published: 0, rejected: 0, spam: 0 };
  for (const { status } of recent) if (status === 'published' || status === 'rejected' || status === 'spam') counts[status]++;
  return counts;
}

function readCounts(db: Db, readerId: ReaderId, siteId: string): Counts {
  const count = (status: string): string =>
    `(SELECT count(*) FROM (SELECT 1 FROM comments WHERE reader_id = $readerId AND status = '${status}' AND +site_id = $siteId LIMIT ${MOST_COUNTED})) AS ${status}`;
  const row = db.get(`SELECT ${count('published')}, ${count('rejected')}, ${count('spam')}`, { readerId, siteId }) ?? {};
  return { published: number(row, 'published'), rejected: number(row, 'rejected'), spam: number(row, 'spam') };
}

/** See the port. */
export function outcomes(db: Db, ids: ReaderId[]): Map<ReaderId, Pick<AuthorHistory, 'published' | 'rejected' | 'spam'>> {
  const count = (status: string): string =>
    `(SELECT count(*) FROM (SELECT 1 FROM comments WHERE reader_id = asked.value AND status = '${status}' LIMIT ${MOST_COUNTED})) AS ${status}`;
  const rows = db.all(`SELECT value AS id, ${count('published')}, ${count('rejected')}, ${count('spam')} FROM json_each($ids) AS asked`, {
    ids: JSON.stringify(ids),
  });
  const found = rows.map((row) => ({
    id: text(row, 'id'),
    past: { published: number(row, 'published'), rejected: number(row, 'rejected'), spam: number(row, 'spam') },
  }));
  return new Map(found.filter(({ past }) => past.published + past.rejected + past.spam > 0).map(({ id, past }) => [id, past]));
}

/** See the port. */
export function ban(db: Db, one: Ban, fx: Effects): Ban {
  db.run(
    `INSERT INTO bans (id, site_id, kind, value, mode, reason, note, by, created_at, until)
     VALUES ($id, $siteId, $kind, $value, $mode, $reason, $note, $by, $createdAt, $until)`,
    { ...one },
  );
  applyEffects(db, fx);
  return one;
}

/** See the port. */
export function unban(db: Db, siteId: SiteId, id: Id, fx: Effects): boolean {
  if (db.run('DELETE FROM bans WHERE id = $id AND site_id = $siteId', { id, siteId }) === 0) return false;
  applyEffects(db, fx);
  return true;
}

/** See the port. */
export function listBans(db: Db, q: { siteId: string } & Cut): Slice<Ban> {
  const key = q.cursor === undefined ? null : decodeCursor('bans', q.cursor, ['number', 'string']);
  const rows = db.all(
    `SELECT * FROM bans WHERE site_id = $siteId ${key === null ? '' : 'AND (created_at, id) < ($at, $id)'} ORDER BY created_at DESC, id DESC LIMIT $limit`,
    { siteId: q.siteId, limit: q.limit + 1, ...(key === null ? {} : { at: Number(key[0]), id: String(key[1]) }) },
  );
  return sliced(rows.map(banOf), q.limit, (last) => encodeCursor('bans', [last.createdAt, last.id]));
}
