import { appendFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SYSTEM } from '../../server/domain/effects.ts';
import type { Import } from '../../server/domain/imports.ts';
import type { Job } from '../../server/domain/jobs.ts';
import type { Site } from '../../server/domain/types.ts';
import type { JobContext } from '../../server/jobs/worker.ts';
import { JobLost } from '../../server/jobs/worker.ts';
import type { Store } from '../../server/store/port.ts';
import { importFolder, removeStaleFiles } from '../../server/transfer/import-files.ts';
import { importHandler } from '../../server/transfer/import-handler.ts';
import { type ImportJobDeps, receiveImport, runImport, startUndo } from '../../server/transfer/import-jobs.ts';
import { openMongoWorld } from '../store/mongo-world.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { commentsOf, newIdOfTest, newSite, OPTIONS } from './import-into.ts';

const WEEK = 7 * 24 * 3_600_000;
const SPOOL = 'comments.jsonl';
const GOING_ON: JobContext = { progress: () => Promise.resolve() };

const TEXT = [
  { format: 'liangju', version: 1 },
  {
    id: 'a',
    thread: { key: 'tea', url: '', title: '新茶' },
    author: { name: '小林', email: 'lin@example.org' },
    body: '第一条',
    createdAt: '2024-05-01T08:00:00Z',
  },
]
  .map((line) => JSON.stringify(line))
  .join('\n');

describe.each([
  ['SQLite', openSqliteWorld],
  ...(process.env.LIANGJU_TEST_MONGO === 'absent' ? [] : [['MongoDB', () => openMongoWorld(false)] as const]),
] as const)('the files of an import, which hold addresses, %s', (_name, openWorld) => {
  let world: StoreWorld;
  let store: Store;
  let dataDir: string;
  let site: Site;
  let deps: ImportJobDeps;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'liangju-import-files-'));
    world = await openWorld();
    store = world.shared.store;
    site = await newSite(store);
    deps = {
      store,
      site: async (id) => (id === site.id ? site : null),
      secret: 'a secret of the test',
      dataDir,
      now: Date.now,
      newId: newIdOfTest,
      wakeJobs: () => undefined,
    };
  });
  afterAll(async () => {
    await world?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function* bytes(text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  const receive = (text = TEXT): Promise<Import> =>
    receiveImport(deps, SYSTEM, { siteId: site.id, name: 'all.jsonl', options: OPTIONS, lang: 'zh-CN', body: bytes(text) });
  /** The job that was made last. */
  async function lastJob(): Promise<Job> {
    const [job] = (await store.jobs.list({ siteId: site.id, limit: 1 })).items;
    if (job === undefined) throw new Error('no job');
    return job;
  }
  const work = async (context = GOING_ON): Promise<unknown> => importHandler(deps)(await lastJob(), context);
  const find = async ({ id }: Import): Promise<Import> => {
    const made = await store.imports.get(id);
    if (made === null) throw new Error('no import');
    return made;
  };
  const isThere = (made: Import): Promise<boolean> =>
    stat(importFolder(dataDir, made.id)).then(
      () => true,
      () => false,
    );
  async function ready(): Promise<Import> {
    const made = await receive();
    await work();
    expect(await find(made)).toMatchObject({ state: 'ready' });
    expect(await readdir(importFolder(dataDir, made.id))).toContain(SPOOL);
    return find(made);
  }

  test('are gone when it is done, also for a worker that comes to it again', async () => {
    const made = await ready();
    await runImport(deps, SYSTEM, made, 'zh-CN');
    await work();
    expect(await find(made)).toMatchObject({ state: 'done', inserted: 1 });
    expect(await isThere(made)).toBe(false);
    // As when the process was killed before it had said that the job is done.
    await work();
    expect(await find(made)).toMatchObject({ state: 'done', inserted: 1, failure: null });
    await startUndo(deps, SYSTEM, await find(made));
    await work();
    expect(await find(made)).toMatchObject({ state: 'undone', left: 0 });
    await work();
    expect(await find(made)).toMatchObject({ state: 'undone', left: 0 });
  });

  test('stay for another worker when this one has to stop', async () => {
    const made = await receive();
    const lost: JobContext = { progress: () => Promise.reject(new JobLost('it stops')) };
    const many =
      TEXT +
      Array.from({ length: 1_000 }, (_, i) => `\n${JSON.stringify({ ...JSON.parse(TEXT.split('\n')[1] ?? ''), id: `n${i}` })}`).join('');
    await rm(importFolder(dataDir, made.id), { recursive: true });
    const other = await receive(many);
    await expect(work(lost)).rejects.toBeInstanceOf(JobLost);
    expect(await find(other)).toMatchObject({ state: 'reading', failure: null });
    expect(await isThere(other)).toBe(true);
    await work();
    expect(await find(other)).toMatchObject({ state: 'ready' });
  });

  test('are gone when a step fails, whatever it is; what was stored can be taken back', async () => {
    const unreadable = await receive('<html>一页</html>');
    await work();
    expect(await find(unreadable)).toMatchObject({ state: 'failed' });
    expect(await isThere(unreadable)).toBe(false);
    const made = await ready();
    await appendFile(join(importFolder(dataDir, made.id), SPOOL), '{"cut');
    await runImport(deps, SYSTEM, made, 'zh-CN');
    await expect(work()).rejects.toBeInstanceOf(SyntaxError);
    expect(JSON.parse((await find(made)).failure ?? '')).toMatchObject({ why: 'internal' });
    expect(await find(made)).toMatchObject({ state: 'failed' });
    expect(await isThere(made)).toBe(false);
    await startUndo(deps, SYSTEM, await find(made));
    await work();
    expect(await find(made)).toMatchObject({ state: 'undone', failure: null });
    expect(await commentsOf(store, site.id)).toEqual([]);
    await expect(startUndo(deps, SYSTEM, await find(unreadable))).rejects.toMatchObject({ code: 'invalid-transition' });
  });

  test('of one that nobody goes on with are gone after seven days, not before', async () => {
    const made = await ready();
    await removeStaleFiles({ store, dataDir, now: () => Date.now() + WEEK - 60_000 });
    expect(await isThere(made)).toBe(true);
    await removeStaleFiles({ store, dataDir, now: () => Date.now() + WEEK + 1_000 });
    expect(await isThere(made)).toBe(false);
    expect(await readdir(join(dataDir, 'imports'))).toEqual(['place']);
    await runImport(deps, SYSTEM, await find(made), 'zh-CN');
    await work();
    expect(JSON.parse((await find(made)).failure ?? '')).toMatchObject({ why: 'no-file' });
  });
});
