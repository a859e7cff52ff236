import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXPORT_FORMS } from '../../server/domain/export-formats.ts';
import type { Comment, Reader, Site } from '../../server/domain/types.ts';
import type { Store } from '../../server/store/port.ts';
import { exportSite } from '../../server/transfer/export.ts';
import { openMongoWorld } from '../store/mongo-world.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { type Brought, commentsOf, importInto, newIdOfTest, newSite } from './import-into.ts';

const TEA = { key: 'https://blog.example.com/tea', url: 'https://blog.example.com/tea', title: '新茶' };

type Line = Readonly<Record<string, unknown>>;

function line(id: string, minute: number, more: Line = {}): Line {
  const createdAt = new Date(Date.UTC(2024, 4, 1) + minute * 60_000).toISOString();
  return { id, thread: TEA, author: { id: newIdOfTest(), name: `读者${minute}` }, body: `第 ${minute} 条`, createdAt, ...more };
}

describe.each([
  ['SQLite', openSqliteWorld],
  ...(process.env.LIANGJU_TEST_MONGO === 'absent' ? [] : [['MongoDB', () => openMongoWorld(false)] as const]),
] as const)('our own format between two sites of one store, %s', (_name, openWorld) => {
  let world: StoreWorld;
  let store: Store;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-two-sites-'));
    world = await openWorld();
    store = world.shared.store;
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function bring(site: Site, content: readonly Line[] | string): Promise<Brought> {
    const file = join(folder, `${newIdOfTest()}.jsonl`);
    const text =
      typeof content === 'string' ? content : [{ format: 'liangju', version: 1 }, ...content].map((one) => JSON.stringify(one)).join('\n');
    await writeFile(file, text);
    return importInto(store, site, [file]);
  }
  async function exported(site: Site): Promise<string> {
    const statuses = new Set(EXPORT_FORMS.liangju.byDefault);
    let all = '';
    for await (const { text } of exportSite(store, 'liangju', { site, thread: null, from: null, to: null, statuses, isPersonal: true }))
      all += text;
    return all;
  }
  /** All that a site has. */
  async function contentOf(site: Site): Promise<{ comments: Comment[]; readers: Map<string, Reader> }> {
    const comments = await commentsOf(store, site.id);
    return { comments, readers: await store.readers.get(comments.flatMap(({ author }) => author?.readerId ?? [])) };
  }

  test('what one site has exported is new in the other; nothing of the first changes, and a second time adds nothing', async () => {
    const [first, second] = [await newSite(store), await newSite(store)];
    const parentId = newIdOfTest();
    expect((await bring(first, [line(parentId, 1), line(newIdOfTest(), 2, { parentId })])).imported.inserted).toBe(2);
    const before = await contentOf(first);
    const file = await exported(first);
    expect((await bring(second, file)).imported).toEqual({ inserted: 2, updated: 0, known: 0, takenKeys: 0 });
    expect(await contentOf(first)).toEqual(before);
    const there = await contentOf(second);
    expect(there.comments.map(({ depth, content }) => [depth, content?.text]).sort()).toEqual([
      [0, '第 1 条'],
      [1, '第 2 条'],
    ]);
    for (const reader of there.readers.values()) expect(reader.siteId).toBe(second.id);
    expect(there.readers.size).toBe(2);
    expect((await bring(second, file)).imported).toEqual({ inserted: 0, updated: 0, known: 2, takenKeys: 0 });
    expect((await bring(first, file)).imported).toEqual({ inserted: 0, updated: 0, known: 2, takenKeys: 0 });
    expect(await contentOf(first)).toEqual(before);
  });

  test('one id of another site anywhere in the file is enough, and answers keep their parents', async () => {
    const [first, second] = [await newSite(store), await newSite(store)];
    const taken = newIdOfTest();
    await bring(first, [line(taken, 1)]);
    const before = await contentOf(first);
    const lines = Array.from({ length: 1_200 }, (_, i) => line(newIdOfTest(), i + 2));
    const mixed = [...lines, line(taken, 1, { body: '别处改过' }), line(newIdOfTest(), 2_000, { parentId: lines[0]?.id })];
    expect((await bring(second, mixed)).imported.inserted).toBe(1_202);
    expect(await contentOf(first)).toEqual(before);
    const there = await commentsOf(store, second.id);
    expect(there.some(({ id }) => mixed.some((one) => one.id === id))).toBe(false);
    expect(there.filter(({ parentId }) => parentId !== null)).toHaveLength(1);
    expect((await bring(second, mixed)).imported).toEqual({ inserted: 0, updated: 0, known: 1_202, takenKeys: 0 });
  });

  test('so is the id of one author: the reader of the other site is not taken over', async () => {
    const [first, second] = [await newSite(store), await newSite(store)];
    const author = { id: newIdOfTest(), name: '小林' };
    await bring(first, [line(newIdOfTest(), 1, { author })]);
    const before = await contentOf(first);
    const own = newIdOfTest();
    const lines = [line(own, 1), line(newIdOfTest(), 2, { author: { ...author, name: '别人' } })];
    expect((await bring(second, lines)).imported.inserted).toBe(2);
    expect(await contentOf(first)).toEqual(before);
    const there = await contentOf(second);
    expect(there.comments.map(({ id }) => id)).not.toContain(own);
    expect([...there.readers.keys()]).not.toContain(author.id);
    expect((await bring(second, lines)).imported).toEqual({ inserted: 0, updated: 0, known: 2, takenKeys: 0 });
  });

  test('ids that are free here, or the site’s own, stay', async () => {
    const site = await newSite(store);
    const author = { id: newIdOfTest(), name: '小林' };
    const lines = [line(newIdOfTest(), 1, { author }), line(newIdOfTest(), 2, { author })];
    await bring(site, lines);
    const there = await contentOf(site);
    expect(there.comments.map(({ id }) => id).sort()).toEqual(lines.map(({ id }) => id).sort());
    expect([...there.readers.keys()]).toEqual([author.id]);
    expect((await bring(site, [...lines, line(newIdOfTest(), 3, { author })])).imported).toEqual({
      inserted: 1,
      updated: 0,
      known: 2,
      takenKeys: 0,
    });
    expect((await contentOf(site)).readers.size).toBe(1);
  });
});
