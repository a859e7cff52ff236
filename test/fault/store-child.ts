/**
 * A process that works on a store until it is killed. What it has done it says in a line, at once and not
 * before it was told that it is done.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../server/store/open-store.ts';
import { openDatabase } from '../../server/store/sqlite/database.ts';
import { migrate } from '../../server/store/sqlite/migrate.ts';
import { MIGRATIONS } from '../../server/store/sqlite/migrations.ts';
import { auditLine, commentIn, publishedEvent, stored } from '../store/fixtures.ts';

const report = (line: string): number => writeSync(1, `${line}\n`);

/** Writes until the process is killed. */
const ENDLESS = `
  CREATE TABLE half (filling BLOB);
  INSERT INTO half WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers) SELECT randomblob(2000) FROM numbers;`;

/** Comments in a thread by four callers, each with an event and a line of the log; answers to the first one. */
async function post(url: string, siteId: string): Promise<void> {
  const store = await openStore(url, '.');
  const thread = await store.threads.open(siteId, 'article', { id: `thread-${siteId}`, url: '', title: '', now: 1 });
  const root = await stored(store, commentIn(thread, { id: `root-${siteId}` }), {
    events: [publishedEvent({ id: `root-${siteId}`, threadId: thread.id, siteId })],
    audit: [auditLine({ siteId, subject: `root-${siteId}` })],
  });
  report(root.id);
  const write = async (): Promise<never> => {
    for (;;) {
      const comment = commentIn(thread, {}, root);
      const line = auditLine({ siteId, subject: comment.id });
      await stored(store, comment, { events: [publishedEvent(comment)], audit: [line] });
      report(comment.id);
    }
  };
  await Promise.all([write(), write(), write(), write()]);
}

/** Brings the file to the version before the last and then works on the next step until it is killed. */
function migrateHalf(file: string, steps: number): void {
  const db = openDatabase(file, 'write');
  // A small cache, so that the half-done step is on the disk when the process is killed.
  db.exec('PRAGMA cache_size=10');
  const done = MIGRATIONS.slice(0, steps);
  if (steps > 0) migrate(db, Date.now(), done);
  report('begun');
  // After the last step comes one that a later version may add.
  const next = MIGRATIONS[steps] ?? { version: (done.at(-1)?.version ?? 0) + 1, sql: '' };
  migrate(db, Date.now(), [...done, { version: next.version, sql: next.sql + ENDLESS }]);
}

/** Takes a subscription, says which events it has to handle, and never says that they are done. */
async function take(url: string, name: string): Promise<void> {
  const store = await openStore(url, '.');
  const now = Date.now();
  const { position = 0 } = (await store.subscriptions.claim({ name, holder: 'killed', now, until: now + 1_000 })) ?? {};
  const { events } = await store.events.after({ position, types: ['comment.published'], limit: 1_000 });
  report(events.map(({ id }) => id).join(' '));
  await new Promise(() => setInterval(() => undefined, 1_000));
}

const [action, url = '', rest = ''] = process.argv.slice(2);
if (action === 'post') await post(url, rest);
if (action === 'migrate') migrateHalf(url, Number(rest));
if (action === 'take') await take(url, rest);
