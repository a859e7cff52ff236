import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { erasedMark } from '../../server/domain/own-data.ts';
import { erasureJob } from '../../server/own-data/erase-handler.ts';
import type { Store } from '../../server/store/port.ts';
import { nothing, T0 } from '../store/fixtures.ts';
import { openMongoWorld } from '../store/mongo-world.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { commentsOf, importInto, newIdOfTest, newSite } from './import-into.ts';

const TEA = { key: 'https://blog.example.com/tea', url: 'https://blog.example.com/tea', title: '新茶' };
const LEAVING = '要走的人';
const line = (id: string, minute: number, name: string): object => {
  return { id, thread: TEA, author: { name }, body: `${name}写的第 ${minute} 条`, createdAt: new Date(T0 + minute * 60_000).toISOString() };
};

describe.each([
  ['SQLite', openSqliteWorld],
  ...(process.env.LIANGJU_TEST_MONGO === 'absent' ? [] : [['MongoDB', () => openMongoWorld(false)] as const]),
] as const)('an author who was erased, %s', (_name, openWorld) => {
  let world: StoreWorld;
  let store: Store;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-erased-authors-'));
    world = await openWorld();
    store = world.shared.store;
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('does not come back with what a newer export has of them; what others answered stays', async () => {
    const site = await newSite(store);
    const bring = async (...lines: object[]) => {
      const file = join(folder, `${newIdOfTest()}.jsonl`);
      await writeFile(file, [{ format: 'liangju', version: 1 }, ...lines].map((one) => JSON.stringify(one)).join('\n'));
      return (await importInto(store, site, [file])).imported;
    };
    const first = line('a', 1, LEAVING);
    await bring(first);
    const readerId = (await commentsOf(store, site.id))[0]?.author?.readerId ?? '';
    const job = erasureJob({ id: newIdOfTest(), now: T0 }, { siteId: site.id, readerId, comments: 'remove', by: 'system' });
    await store.personal.beginErasure(readerId, { mark: erasedMark(readerId), comments: 'remove', at: T0 }, job, nothing());
    const newer = [first, line('b', 2, LEAVING), { ...line('c', 3, '留下的人'), parentId: 'b' }];
    expect(await bring(...newer)).toMatchObject({ inserted: 2, known: 1 });
    const stored = (await commentsOf(store, site.id)).filter(({ createdAt }) => createdAt > T0 + 60_000).toReversed();
    expect(stored.map(({ author, status, content }) => [author?.name ?? null, status, content?.body ?? null])).toEqual([
      [null, 'purged', null],
      ['留下的人', 'published', '留下的人写的第 3 条'],
    ]);
    expect(JSON.stringify(stored)).not.toContain(LEAVING);
    expect(await bring(...newer)).toMatchObject({ inserted: 0, updated: 0, known: 3 });
  });
});
