import type { Ms } from '../../domain/types.ts';
import type { Db } from './database.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';

/**
 * Brings the schema to this version. Each step and its mark are one transaction: a process that is killed
 * leaves it wholly done or not begun; another process that starts meanwhile waits.
 * @param now when each step that is done now was done.
 * @throws Error when the file was made by a newer version.
 */
export function migrate(db: Db, now: Ms, migrations: readonly Migration[] = MIGRATIONS): void {
  db.exec('CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT');
  const known = migrations.at(-1)?.version ?? 0;
  const isReady = Number(db.get('SELECT max(version) AS version FROM schema_migrations')?.version ?? 0) === known;
  // Nothing to do: no need to wait for other writes.
  if (isReady) return;
  for (const { version, sql } of migrations) {
    db.exec('BEGIN IMMEDIATE');
    try {
      const current = Number(db.get('SELECT coalesce(max(version), 0) AS version FROM schema_migrations')?.version);
      if (current > known) throw new Error(`the store has schema ${current}, this version knows ${known}: install a newer version`);
      if (current < version) {
        db.exec(sql);
        db.run('INSERT INTO schema_migrations VALUES ($version, $now)', { version, now });
      }
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  }
}
