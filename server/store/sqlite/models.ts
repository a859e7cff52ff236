import { StaleRevision } from '../port.ts';
import type { Db } from './database.ts';
import { number } from './rows.ts';

/** See the port. */
export function getModel(db: Db, siteId: string, name: string): { revision: number; bytes: Uint8Array } | null {
  const row = db.get('SELECT revision, bytes FROM models WHERE site_id = $siteId AND name = $name', { siteId, name });
  if (row === undefined || !(row.bytes instanceof Uint8Array)) return null;
  return { revision: number(row, 'revision'), bytes: row.bytes };
}

/** See the port. */
export function saveModel(db: Db, siteId: string, name: string, expected: number, bytes: Uint8Array): number {
  const changed =
    expected === 0
      ? db.run('INSERT INTO models (site_id, name, revision, bytes) VALUES ($siteId, $name, 1, $bytes) ON CONFLICT DO NOTHING', {
          siteId,
          name,
          bytes,
        })
      : db.run(
          'UPDATE models SET revision = revision + 1, bytes = $bytes WHERE site_id = $siteId AND name = $name AND revision = $expected',
          {
            siteId,
            name,
            expected,
            bytes,
          },
        );
  if (changed === 0) throw new StaleRevision(`the model ${name} of ${siteId} was changed meanwhile`);
  return expected + 1;
}
