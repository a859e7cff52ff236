import { DatabaseSync } from 'node:sqlite';
import { withoutLost } from '../../domain/ancestry.ts';
import type { Examination } from '../port-admin.ts';
import type { Db } from './database.ts';
import { serializeError } from './errors.ts';
import { MIGRATIONS } from './migrations.ts';
import { wrongNumbers } from './recount.ts';
import { json, number, text } from './rows.ts';

/** Most sentences of SQLite about damage. */
const MOST_DAMAGE = 20;

/** Rows that belong to something which is not there, and can go with it. */
const STRAY: readonly { from: string; column: string; to: string }[] = [
  ...['votes', 'reports', 'revisions', 'comment_hosts'].map((from) => ({ from, column: 'comment_id', to: 'comments' })),
  { from: 'reader_tokens', column: 'reader_id', to: 'readers' },
  { from: 'identities', column: 'reader_id', to: 'readers' },
  { from: 'sessions', column: 'staff_id', to: 'staff' },
  { from: 'api_tokens', column: 'staff_id', to: 'staff' },
];
const isStray = ({ from, column, to }: (typeof STRAY)[number]): string =>
  `NOT EXISTS (SELECT 1 FROM ${to} WHERE ${to}.id = ${from}.${column})`;

/** Comments whose thread was merged follow it by themselves. */
const NO_THREAD = `NOT EXISTS (SELECT 1 FROM threads WHERE threads.id = comments.thread_id)
  AND NOT EXISTS (SELECT 1 FROM thread_moves JOIN threads ON threads.id = into_id WHERE thread_moves.id = comments.thread_id)`;
const NO_PARENT = 'parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comments AS parent WHERE parent.id = comments.parent_id)';

/** Sentences of SQLite about damage of the file; none where it is whole. */
export function damageOf(db: Db): string[] {
  try {
    const reported = db.all(`PRAGMA integrity_check(${MOST_DAMAGE})`).map((row) => text(row, 'integrity_check'));
    return reported.length === 1 && reported[0] === 'ok' ? [] : reported;
  } catch (error) {
    // So damaged that it cannot even be looked at.
    const serialized = serializeError(error);
    if (serialized.name !== 'StoreDamaged') throw error;
    return [serialized.message];
  }
}

/** What the schema of this version has, by name, with the words that make it. */
function schemaOf(): Map<string, string> {
  const model = new DatabaseSync(':memory:');
  for (const { sql } of MIGRATIONS) model.exec(sql);
  const rows = model
    .prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'index') AND name NOT LIKE 'comment_grams_%'")
    .all();
  const schema = new Map(rows.map((row) => [text(row, 'name'), text(row, 'sql')]));
  model.close();
  return schema;
}

function missing(db: Db): [name: string, sql: string][] {
  const there = new Set(db.all('SELECT name FROM sqlite_schema').map((row) => text(row, 'name')));
  return [...schemaOf()].filter(([name]) => !there.has(name));
}

function count(db: Db, table: string, where: string): number {
  return number(db.get(`SELECT count(*) AS count FROM ${table} WHERE ${where}`) ?? { count: 0 }, 'count');
}

/** See the port; reads alone, beside writes. */
export function examine(db: Db): Examination {
  const damage = damageOf(db);
  // What a damaged file reports about itself is worth nothing.
  if (damage.length > 0) return { damage, missing: [], wrongCounts: 0, orphans: 0 };
  const orphans = STRAY.map((stray) => count(db, stray.from, isStray(stray)));
  orphans.push(count(db, 'comments', NO_THREAD), count(db, 'comments', NO_PARENT));
  const threads = db.all('SELECT id FROM threads').map((row) => text(row, 'id'));
  return {
    damage,
    missing: missing(db).map(([name]) => name),
    wrongCounts: threads.reduce((sum, id) => sum + wrongNumbers(db, id), 0),
    orphans: orphans.reduce((sum, one) => sum + one, 0),
  };
}

/** Makes what the schema lacks, takes away what belongs to nothing, and attaches lost comments to a thread; counts are set apart, by thread. */
export function repair(db: Db): string[] {
  for (const [, sql] of missing(db)) db.exec(sql);
  for (const stray of STRAY) db.run(`DELETE FROM ${stray.from} WHERE ${isStray(stray)}`);
  db.run(
    `INSERT INTO threads (id, site_id, key, url, title, created_at)
     SELECT thread_id, site_id, thread_key, thread_key, '', min(created_at) FROM comments WHERE ${NO_THREAD} GROUP BY thread_id
     ON CONFLICT DO NOTHING`,
  );
  for (const lost of db.all(`SELECT id, thread_id FROM comments WHERE ${NO_PARENT}`))
    rootBranch(db, text(lost, 'id'), text(lost, 'thread_id'));
  return db.all('SELECT id FROM threads').map((row) => text(row, 'id'));
}

/** Makes a comment whose parent is lost a top-level one, with all that is below it. */
function rootBranch(db: Db, id: string, threadId: string): void {
  const below = db.all('SELECT id, ancestors FROM comments WHERE thread_id = $threadId AND instr(ancestors, $id) > 0', { threadId, id });
  db.run("UPDATE comments SET parent_id = NULL, root_id = id, ancestors = '[]', depth = 0 WHERE id = $id", { id });
  for (const row of below) {
    const ancestors = withoutLost(json<string[]>(row, 'ancestors'), id);
    db.run('UPDATE comments SET root_id = $id, ancestors = $ancestors, depth = $depth WHERE id = $own', {
      id,
      ancestors: JSON.stringify(ancestors),
      depth: ancestors.length,
      own: text(row, 'id'),
    });
  }
}
