import type { MailFollower } from '../../domain/mail-follower.ts';
import type { Id, Ms, ReaderId, SiteId } from '../../domain/types.ts';
import { jsonColumn, jsonOrNullColumn, numberColumn, numberOrNullColumn, recordOf, textColumn } from './backup-columns.ts';
import type { Db, Row } from './database.ts';

/** Every field with its column. */
export const MAIL_FOLLOWER_COLUMNS = {
  id: textColumn('id'),
  siteId: textColumn('site_id'),
  readerId: textColumn('reader_id'),
  emailHash: textColumn('email_hash'),
  email: textColumn('email'),
  lang: textColumn('lang'),
  state: textColumn<MailFollower['state']>('state'),
  askedAt: numberColumn('asked_at'),
  confirmedAt: numberOrNullColumn('confirmed_at'),
  leftThreads: jsonColumn<MailFollower['leftThreads']>('left_threads'),
  leftKinds: jsonColumn<MailFollower['leftKinds']>('left_kinds'),
  pending: jsonColumn<MailFollower['pending']>('pending'),
  sending: jsonOrNullColumn<NonNullable<MailFollower['sending']>>('sending'),
  sentAt: jsonColumn<MailFollower['sentAt']>('sent_at'),
  dueAt: numberOrNullColumn('due_at'),
  revision: numberColumn('revision'),
};

const followerOf = (row: Row): MailFollower => recordOf<MailFollower>(MAIL_FOLLOWER_COLUMNS, row);
const orNull = (row: Row | undefined): MailFollower | null => (row === undefined ? null : followerOf(row));

/** See the port. */
export function mailFollowerOf(db: Db, readerId: ReaderId): MailFollower | null {
  return orNull(db.get('SELECT * FROM mail_followers WHERE reader_id = $readerId', { readerId }));
}

/** See the port. */
export function mailFollower(db: Db, id: Id): MailFollower | null {
  return orNull(db.get('SELECT * FROM mail_followers WHERE id = $id', { id }));
}

/** See the port. */
export function mailFollowersAt(db: Db, siteId: SiteId, emailHash: string, limit: number): MailFollower[] {
  const sql = 'SELECT * FROM mail_followers WHERE site_id = $siteId AND email_hash = $emailHash ORDER BY id LIMIT $limit';
  return db.all(sql, { siteId, emailHash, limit }).map(followerOf);
}

/** See the port. */
export function mailFollowersDue(db: Db, now: Ms, limit: number): MailFollower[] {
  return db.all('SELECT * FROM mail_followers WHERE due_at <= $now ORDER BY due_at, id LIMIT $limit', { now, limit }).map(followerOf);
}

/** See the port. */
export function mailWaiting(db: Db): number {
  const row = db.get('SELECT count(*) AS found FROM (SELECT 1 FROM mail_followers WHERE due_at IS NOT NULL LIMIT 10000)');
  return Number(row?.found ?? 0);
}

/** See the port. */
export function saveMailFollower(db: Db, follower: MailFollower): boolean {
  const { leftThreads, leftKinds, pending, sending, sentAt, ...rest } = follower;
  const params = {
    ...rest,
    leftThreads: JSON.stringify(leftThreads),
    leftKinds: JSON.stringify(leftKinds),
    pending: JSON.stringify(pending),
    sending: sending === null ? null : JSON.stringify(sending),
    sentAt: JSON.stringify(sentAt),
  };
  if (follower.revision === 0) {
    const { revision: _, ...first } = params;
    return (
      db.run(
        `INSERT INTO mail_followers (id, site_id, reader_id, email_hash, email, lang, state, asked_at, confirmed_at, left_threads, left_kinds,
           pending, sending, sent_at, due_at, revision)
         VALUES ($id, $siteId, $readerId, $emailHash, $email, $lang, $state, $askedAt, $confirmedAt, $leftThreads, $leftKinds,
           $pending, $sending, $sentAt, $dueAt, 1)
         ON CONFLICT DO NOTHING`,
        first,
      ) === 1
    );
  }
  const { siteId: _site, readerId: _reader, ...changed } = params;
  return (
    db.run(
      `UPDATE mail_followers SET email_hash = $emailHash, email = $email, lang = $lang, state = $state, asked_at = $askedAt,
         confirmed_at = $confirmedAt, left_threads = $leftThreads, left_kinds = $leftKinds, pending = $pending, sending = $sending,
         sent_at = $sentAt, due_at = $dueAt, revision = $revision + 1
       WHERE id = $id AND revision = $revision`,
      changed,
    ) === 1
  );
}

/** Of two readers who become one the member's stays. */
export function joinMailFollowers(db: Db, from: ReaderId, into: ReaderId): void {
  db.run('UPDATE OR IGNORE mail_followers SET reader_id = $into WHERE reader_id = $from', { from, into });
  db.run('DELETE FROM mail_followers WHERE reader_id = $from', { from });
}
