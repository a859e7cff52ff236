import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openArchive } from '../../server/backup/read-archive.ts';
import { writeArchive } from '../../server/backup/write-archive.ts';
import { openStore } from '../../server/store/open-store.ts';
import type { Store } from '../../server/store/port.ts';
import { fillWithEverything } from '../store/backup-content.ts';
import { commentIn, openThread } from '../store/fixtures.ts';
import { type StartedMongo, startMongo } from '../support/mongo.ts';
import { startStoreChild } from './killable.ts';

let folder: string;
let archive: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liangju-restore-'));
  archive = join(folder, 'archive.gz');
  const store = await openStore(`sqlite:${join(folder, 'source.db')}`, folder);
  await fillWithEverything(store);
  const thread = await openThread(store);
  // Enough for several batches.
  const rows = Array.from({ length: 1_000 }, () => ({ comment: commentIn(thread), votes: { up: 1, down: 0 } }));
  await store.maintenance.importBatch(rows);
  await save(store, archive);
  await store.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function save(store: Store, file: string): Promise<void> {
  await writeArchive(store, file, { now: () => 0, passphrase: null, secret: null });
}

/** The records of an archive, whatever their order and that of their fields. */
function recordsIn(file: string): string[] {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(1, -1);
  const sorted = (_: string, value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  return lines
    .map((line) => JSON.stringify(JSON.parse(line), sorted))
    .filter((line) => !line.includes('"kind":"words"'))
    .sort();
}

async function expectAll(store: Store): Promise<void> {
  const again = join(folder, `${randomUUID()}.gz`);
  await save(store, again);
  expect(recordsIn(again)).toEqual(recordsIn(archive));
  expect(await store.maintenance.examine({ repair: false })).toEqual({ damage: [], missing: [], wrongCounts: 0, orphans: 0 });
}

/** A restore is killed at each of these places, all into one store; then one is let through. */
const PLACES: readonly ((lines: readonly string[]) => boolean)[] = [
  (lines) => lines.length > 0,
  (lines) => lines.includes('thread'),
  (lines) => lines.filter((line) => line === 'comment').length >= 3,
  (lines) => lines.includes('audit'),
  (lines) => lines.includes('end'),
];

function killing(address: () => string): void {
  test('a restore that is killed anywhere is no store to be used, and the next one ends as if nothing had been', async () => {
    for (const [place, isThere] of PLACES.entries()) {
      const child = startStoreChild('restore', address(), archive);
      await child.killWhen(() => isThere(child.lines));
      const store = await openStore(address(), folder);
      const state = await store.backup.state({ ignoredSite: 'demo' });
      // At the last place it may have been quicker: then all of it is there.
      if (place === PLACES.length - 1 && state === 'filled') await expectAll(store);
      else expect([place, state]).toEqual([place, 'half']);
      await store.close();
    }
    const store = await openStore(address(), folder);
    try {
      await store.backup.restore((await openArchive(archive, null)).batches());
      await expectAll(store);
    } finally {
      await store.close();
    }
  });
}

describe('SIGKILL of a restore, SQLite', () => {
  killing(() => `sqlite:${join(folder, 'target.db')}`);
});

// What is missing on this machine is said, once and plainly, by the test command.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') {
  describe('SIGKILL of a restore, MongoDB', () => {
    let mongo: StartedMongo;
    const name = `restore-${randomUUID()}`;
    beforeAll(async () => {
      mongo = await startMongo({ replicaSet: false });
    });
    afterAll(() => mongo?.stop());
    killing(() => mongo.database(name));

    test('one server that is no replica set has no moment to read at, which is not kept secret', async () => {
      const store = await openStore(mongo.database(name), folder);
      expect(await store.backup.read()).toMatchObject({ isOneMoment: false });
      await store.close();
    });
  });
}
