import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStore } from '../../server/store/open-store.ts';
import type { Site } from '../../server/domain/types.ts';
import type { Store } from '../../server/store/port.ts';
import { type SharedMongo, sharedReplicaSet } from '../support/mongo.ts';
import { commentsOf, importInto, newSite } from '../transfer/import-into.ts';

const COMMENTS = 2_500;
/** At which act of the store a run is killed; each goes on where the one before was. */
const PLACES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liangju-import-kill-'));
  file = join(folder, 'comments.jsonl');
  const lines = Array.from({ length: COMMENTS }, (_, i) => ({
    id: `c${i}`,
    thread: { key: `story-${i % 3}`, url: `https://blog.example.com/story-${i % 3}`, title: '一篇' },
    ...(i >= 3 && i % 2 === 0 ? { parentId: `c${i - 3}` } : {}),
    author: { id: `u${i % 50}`, name: `读者 ${i % 50}` },
    body: `第 ${i} 条`,
    createdAt: new Date(Date.UTC(2020, 0, 1) + i * 1_000).toISOString(),
  }));
  await writeFile(file, [{ format: 'liangju', version: 1 }, ...lines].map((line) => JSON.stringify(line)).join('\n'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the child; was it killed, or has it come to its end? @throws Error when it failed. */
async function run(address: string, site: Site, act: 'import' | 'undo', place: number): Promise<'killed' | 'done'> {
  const args = [
    '--disable-warning=ExperimentalWarning',
    join(import.meta.dirname, 'import-child.ts'),
    address,
    site.id,
    file,
    act,
    String(place),
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  await once(child, 'close');
  if (child.signalCode === 'SIGKILL') return 'killed';
  if (child.exitCode !== 0) throw new Error(complaint);
  return 'done';
}

/** What readers see of a site, in one order. */
async function seenOf(store: Store, site: Site): Promise<unknown[]> {
  const all = await commentsOf(store, site.id);
  const texts = new Map(all.map(({ id, content }) => [id, content?.text]));
  return all
    .map(({ content, parentId, replyCount, depth, createdAt, status }) => ({
      text: content?.text,
      parent: parentId === null ? null : texts.get(parentId),
      replyCount,
      depth,
      createdAt,
      status,
    }))
    .sort((a, b) => a.createdAt - b.createdAt);
}

function whatSurvives(address: () => string): void {
  test('an import that is killed again and again ends as one that was not, and so does its taking-back', async () => {
    const store = await openStore(address(), folder);
    try {
      const [site, other] = [await newSite(store), await newSite(store)];
      await importInto(store, other, [file]);
      const wanted = await seenOf(store, other);
      const ends = [];
      for (const place of PLACES) ends.push(await run(address(), site, 'import', place));
      expect(ends.filter((end) => end === 'killed').length).toBeGreaterThan(4);
      expect(await run(address(), site, 'import', 0)).toBe('done');
      await store.maintenance.examine({ repair: true });
      expect(await seenOf(store, site)).toEqual(wanted);
      expect((await importInto(store, site, [file])).imported).toEqual({ inserted: 0, updated: 0, known: COMMENTS, takenKeys: 0 });
      const undone = [];
      for (const place of PLACES.slice(0, 6)) undone.push(await run(address(), site, 'undo', place));
      expect(undone).toContain('killed');
      expect(await run(address(), site, 'undo', 0)).toBe('done');
      expect(await commentsOf(store, site.id)).toEqual([]);
      expect(await seenOf(store, other)).toEqual(wanted);
      expect((await importInto(store, site, [file])).imported.inserted).toBe(COMMENTS);
    } finally {
      await store.close();
    }
  });
}

describe('imports under SIGKILL, SQLite', () => {
  whatSurvives(() => `sqlite:${join(folder, 'store.db')}`);
});

// What is missing on this machine is said, once and plainly, by the test command.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') {
  describe('imports under SIGKILL, MongoDB', () => {
    let mongo: SharedMongo;
    let address: string;
    beforeAll(async () => {
      mongo = await sharedReplicaSet();
      address = mongo.database(`import-kill-${crypto.randomUUID()}`);
    });
    afterAll(() => mongo?.stop());

    whatSurvives(() => address);
  });
}
