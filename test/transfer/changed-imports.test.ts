import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SYSTEM } from '../../server/domain/effects.ts';
import { createIds } from '../../server/domain/ids.ts';
import type { Comment, Site } from '../../server/domain/types.ts';
import type { Store } from '../../server/store/port.ts';
import { undoImport } from '../../server/transfer/undo-import.ts';
import { openMongoWorld } from '../store/mongo-world.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { type Brought, commentsOf, importInto, newSite } from './import-into.ts';

const newId = createIds(Date.now, randomBytes);
const THREAD = { key: 'https://blog.example.com/tea', url: 'https://blog.example.com/tea', title: '新茶' };

type Line = Record<string, unknown>;

function line(id: string, minute: number, more: Line = {}): Line {
  const createdAt = new Date(Date.UTC(2024, 4, 1, 8, minute)).toISOString();
  return {
    id,
    thread: THREAD,
    author: { id: `u-${id}`, name: `读者${id}`, email: `${id}@example.org` },
    body: `第 ${minute} 条`,
    createdAt,
    ...more,
  };
}

describe.each([
  ['SQLite', openSqliteWorld],
  ...(process.env.LIANGJU_TEST_MONGO === 'absent' ? [] : [['MongoDB', () => openMongoWorld(false)] as const]),
] as const)('imports that change, %s', (_name, openWorld) => {
  let world: StoreWorld;
  let store: Store;
  let folder: string;
  let site: Site;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-imports-'));
    world = await openWorld();
    store = world.shared.store;
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function bring(lines: readonly Line[]): Promise<Brought> {
    const file = join(folder, `${newId()}.jsonl`);
    await writeFile(file, [{ format: 'liangju', version: 1 }, ...lines].map((one) => JSON.stringify(one)).join('\n'));
    return importInto(store, site, [file]);
  }
  /** The comments of the site by their text. */
  const byText = async (): Promise<Map<string | undefined, Comment>> =>
    new Map((await commentsOf(store, site.id)).map((comment) => [comment.content?.text, comment]));
  const found = async (text: string): Promise<Comment> => {
    const comment = (await byText()).get(text);
    if (comment === undefined) throw new Error(`no comment ${text}`);
    return comment;
  };
  const hide = (comment: Comment): Promise<Comment> =>
    store.comments.change(comment.id, comment.revision, { status: 'rejected', published: null }, { events: [], audit: [] });
  const undo = async (importId: string): ReturnType<typeof undoImport> => {
    const made = await store.imports.get(importId);
    if (made === null) throw new Error('no import');
    return undoImport({ store, now: Date.now, newId }, made, SYSTEM, () => undefined);
  };
  const isSound = async (): Promise<void> => {
    expect(await store.maintenance.examine({ repair: false })).toMatchObject({ damage: [], wrongCounts: 0, orphans: 0 });
  };

  test('a newer export brings what is new and what has changed there, and leaves what was changed here', async () => {
    site = await newSite(store);
    const lines = [line('1', 1), line('2', 2, { parentId: '1' }), line('3', 3, { votes: { up: 2, down: 0 } }), line('4', 4)];
    expect((await bring(lines)).imported).toEqual({ inserted: 4, updated: 0, known: 0, takenKeys: 0 });
    await hide(await found('第 4 条'));
    const newer = [
      line('1', 1, { body: '第 1 条，改过' }),
      line('2', 2, { parentId: '1', status: 'pending' }),
      line('3', 3, { votes: { up: 7, down: 1 } }),
      line('4', 4, { body: '第 4 条，那边也改过' }),
      line('5', 5),
    ];
    expect((await bring(newer)).imported).toEqual({ inserted: 1, updated: 3, known: 4, takenKeys: 0 });
    const all = await byText();
    expect(all.get('第 1 条，改过')).toMatchObject({ status: 'published', revision: 2 });
    expect(all.get('第 2 条')).toMatchObject({ status: 'pending', published: null, review: { state: 'open' } });
    expect(all.get('第 3 条')?.votes).toEqual({ up: 7, down: 1 });
    expect(all.get('第 4 条')).toMatchObject({ status: 'rejected', published: null });
    expect((await bring(newer)).imported).toEqual({ inserted: 0, updated: 0, known: 5, takenKeys: 0 });
    await isSound();
  });

  test('authors are readers, one for each that the source knows, of whom no address is kept', async () => {
    site = await newSite(store);
    await bring([
      line('1', 1, { author: { id: '77', name: '小林', email: 'lin@example.org' } }),
      line('2', 2, { author: { id: '77', name: '小林' } }),
    ]);
    const [one, two] = await commentsOf(store, site.id);
    expect(one?.author?.readerId).toBe(two?.author?.readerId);
    const reader = (await store.readers.get([one?.author?.readerId ?? ''])).get(one?.author?.readerId ?? '');
    expect(reader).toMatchObject({ name: '小林', kind: 'guest', email: null, siteId: site.id });
    expect(JSON.stringify(reader)).not.toContain('lin@example.org');
  });

  test('an import is taken back as a whole: what people answered or changed stays with what it hangs on, and it can come again', async () => {
    site = await newSite(store);
    const lines = [line('1', 1), line('2', 2, { parentId: '1' }), line('3', 3, { parentId: '2' }), line('4', 4), line('5', 5)];
    const { importId } = await bring(lines);
    await hide(await found('第 5 条'));
    const answered = await found('第 2 条');
    const { votes, replyCount, heat, ...own } = {
      ...answered,
      id: newId(),
      parentId: answered.id,
      ancestors: [...answered.ancestors, answered.id],
    };
    await store.comments.create({ ...own, depth: answered.depth + 1 }, { events: [], audit: [] });
    const readerId = (await found('第 4 条')).author?.readerId ?? '';
    const undone = await undo(importId);
    expect(undone).toMatchObject({ deleted: 2, left: 3 });
    expect(undone.leftIds).toContain((await found('第 5 条')).id);
    expect((await commentsOf(store, site.id)).map(({ content }) => content?.text).sort()).toEqual([
      '第 1 条',
      '第 2 条',
      '第 2 条',
      '第 5 条',
    ]);
    expect((await store.readers.get([readerId])).size).toBe(0);
    expect(await store.imports.get(importId)).toMatchObject({ state: 'undone', left: 3 });
    await isSound();
    expect((await bring(lines)).imported).toEqual({ inserted: 2, updated: 0, known: 3, takenKeys: 0 });
    await isSound();
  });

  test('what is taken back whole leaves neither thread nor reader', async () => {
    site = await newSite(store);
    const { importId } = await bring([line('1', 1), line('2', 2, { parentId: '1' })]);
    expect(await undo(importId)).toEqual({ deleted: 2, left: 0, leftIds: [] });
    expect(await store.threads.find(site.id, THREAD.key)).toBeNull();
    expect((await undo(importId)).deleted).toBe(0);
    await isSound();
  });

  test('taking back ends with what a killed run has left: of comments that are gone, or never came, nothing is known any more', async () => {
    site = await newSite(store);
    const { importId } = await bring([line('1', 1), line('2', 2, { parentId: '1' })]);
    const { id: commentId, threadId, revision, status } = await found('第 1 条');
    const origin = { importId, threadId, fingerprint: 'f', revision, status };
    await store.imports.note({ origins: [{ ...origin, commentId: newId() }], readers: [] });
    expect(await store.imports.originsIn(importId, threadId)).toHaveLength(3);
    expect(await undo(importId)).toEqual({ deleted: 2, left: 0, leftIds: [] });
    expect(await store.imports.threads(importId, { after: null, limit: 5 })).toEqual([]);
    expect((await store.imports.origins([commentId])).size).toBe(0);
    await isSound();
  });
});
