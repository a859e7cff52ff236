import type { Ms } from '../../domain/types.ts';
import type { OneTimeRecord } from '../port-one-time.ts';
import type { Db } from './database.ts';
import { text } from './rows.ts';

/** See the port. */
export function keepOnce(db: Db, { key, value, expiresAt }: OneTimeRecord): void {
  db.run(
    `INSERT INTO one_time (key, value, tries, expires_at) VALUES ($key, $value, 0, $expiresAt)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, tries = 0, expires_at = excluded.expires_at`,
    { key, value, expiresAt },
  );
}

/** See the port. */
export function lookOnce(db: Db, key: string, now: Ms): string | null {
  const row = db.get('SELECT value FROM one_time WHERE key = $key AND expires_at > $now', { key, now });
  return row === undefined ? null : text(row, 'value');
}

/** See the port. */
export function takeOnce(db: Db, key: string, now: Ms): string | null {
  const row = db.get('DELETE FROM one_time WHERE key = $key AND expires_at > $now RETURNING value', { key, now });
  return row === undefined ? null : text(row, 'value');
}

/** See the port. */
export function attemptOnce(db: Db, key: string, now: Ms, most: number): string | null {
  const sql = 'UPDATE one_time SET tries = tries + 1 WHERE key = $key AND expires_at > $now AND tries < $most RETURNING value';
  const row = db.get(sql, { key, now, most });
  return row === undefined ? null : text(row, 'value');
}
