import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Site, Thread } from '../../server/domain/types.ts';
import { SYSTEM } from '../../server/domain/effects.ts';
import { EXPORT_FORMS } from '../../server/domain/export-formats.ts';
import { exportSite } from '../../server/transfer/export.ts';
import type { Store } from '../../server/store/port.ts';
import { undoImport } from '../../server/transfer/undo-import.ts';
import { openMongoWorld } from '../store/mongo-world.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { type Brought, importInto, newIdOfTest, newSite } from './import-into.ts';

const HEADER = { format: 'liangju', version: 1 };
const TEA = { key: 'https://blog.example.com/tea', url: 'https://blog.example.com/tea', title: '新茶' };
const COMMENT = { id: 'a', thread: TEA, author: { name: '读者' }, body: '好茶。', createdAt: '2024-05-01T08:00:00Z' };
const WXR = `<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>
<item><title>旧文</title><link>https://blog.example.com/old</link><wp:comment_status>closed</wp:comment_status>
<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>读者</wp:comment_author>
<wp:comment_date_gmt>2024-05-01 08:00:00</wp:comment_date_gmt><wp:comment_content>好文。</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved></wp:comment></item></channel></rss>`;

describe.each([
  ['SQLite', openSqliteWorld],
  ...(process.env.LIANGJU_TEST_MONGO === 'absent' ? [] : [['MongoDB', () => openMongoWorld(false)] as const]),
] as const)('threads that an import opens, %s', (_name, openWorld) => {
  let world: StoreWorld;
  let store: Store;
  let folder: string;
  let site: Site;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-threads-'));
    world = await openWorld();
    store = world.shared.store;
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function bring(name: string, content: readonly object[] | string): Promise<Brought> {
    const file = join(folder, name);
    await writeFile(file, typeof content === 'string' ? content : [HEADER, ...content].map((line) => JSON.stringify(line)).join('\n'));
    return importInto(store, site, [file]);
  }
  async function undo(importId: string): Promise<void> {
    const made = await store.imports.get(importId);
    if (made === null) throw new Error('no import');
    await undoImport({ store, now: Date.now, newId: newIdOfTest }, made, SYSTEM, () => undefined);
  }
  async function thread(key: string): Promise<Thread> {
    const found = await store.threads.find(site.id, key);
    if (found === null) throw new Error(`no thread ${key}`);
    return found;
  }

  test('are closed, moderated and slowed as the file says, also before their comments and without any', async () => {
    site = await newSite(store);
    const quiet = { key: 'quiet', url: '', title: '还没有评论' };
    await bring('set.jsonl', [
      { thread: { ...TEA, closed: true, mode: 'pre', slowMode: 30 } },
      COMMENT,
      { thread: { ...quiet, closed: true } },
      { thread: { key: 'plain', url: '', title: '什么都没有' } },
    ]);
    expect(await thread(TEA.key)).toMatchObject({ closed: true, mode: 'pre', slowMode: 30_000, title: '新茶', commentCount: 1 });
    expect(await thread('quiet')).toMatchObject({ closed: true, mode: null, slowMode: 0, title: '还没有评论' });
    expect(await store.threads.find(site.id, 'plain')).toBeNull();
  });

  test('go with the import that opened them, unless somebody has written in them or changed them', async () => {
    site = await newSite(store);
    const keys = ['quiet', 'changed', 'written', 'older'];
    const set = (names: readonly string[]): object[] => names.map((key) => ({ thread: { key, url: '', title: key, closed: true } }));
    const { importId: older } = await bring('older.jsonl', set(['older']));
    const { importId } = await bring('bare.jsonl', set(keys));
    const changed = await thread('changed');
    await store.threads.change(changed.id, changed.revision, { closed: false }, { events: [], audit: [] });
    await bring('more.jsonl', [{ ...COMMENT, thread: { key: 'written', url: '', title: 'written' } }]);
    await undo(importId);
    const found = await Promise.all(keys.map((key) => store.threads.find(site.id, key)));
    expect(found.map((one) => one?.key)).toEqual([undefined, 'changed', 'written', 'older']);
    await undo(older);
    expect(await store.threads.find(site.id, 'older')).toBeNull();
    expect(await store.maintenance.examine({ repair: false })).toMatchObject({ damage: [], wrongCounts: 0, orphans: 0 });
  });

  test('a later file closes what nobody has touched, and nothing that staff have set', async () => {
    site = await newSite(store);
    await bring('open.jsonl', [COMMENT]);
    const closed = [COMMENT, { thread: { ...TEA, closed: true } }];
    await bring('closed.jsonl', closed);
    const opened = await thread(TEA.key);
    expect(opened.closed).toBe(true);
    await store.threads.change(opened.id, opened.revision, { closed: false }, { events: [], audit: [] });
    await bring('closed.jsonl', closed);
    expect((await thread(TEA.key)).closed).toBe(false);
  });

  test('a thread that readers had opened before stays as it is', async () => {
    site = await newSite(store);
    const { key, url, title } = TEA;
    const id = `01ARZ3NDEKTSV4RRFFQ69G5F${site.id.slice(-2).toUpperCase()}`;
    await store.threads.open(site.id, key, { id, url, title, now: Date.now() });
    await bring('closed.jsonl', [COMMENT, { thread: { ...TEA, closed: true } }]);
    expect(await thread(key)).toMatchObject({ id, closed: false, commentCount: 1 });
  });

  async function exported(from: Site): Promise<string> {
    const statuses = new Set(EXPORT_FORMS.liangju.byDefault);
    let text = '';
    for await (const part of exportSite(store, 'liangju', { site: from, thread: null, from: null, to: null, statuses, isPersonal: false }))
      text += part.text;
    return text;
  }

  test('keys of before go along with an export, and lead to the thread where it is brought to; a second time adds nothing', async () => {
    site = await newSite(store);
    const from = site;
    await bring('own.jsonl', [COMMENT]);
    const first = await thread(TEA.key);
    const renamed = 'https://blog.example.com/tea-2';
    await store.threads.move(first.id, first.revision, { key: renamed, url: renamed }, { events: [], audit: [] });
    await store.threads.addOldKeys(first.id, ['p/1']);
    const quiet = await store.threads.open(from.id, 'quiet', { id: newIdOfTest(), url: '', title: '还没有评论', now: Date.now() });
    await store.threads.addOldKeys(quiet.id, ['p/2']);
    const text = await exported(from);
    expect(text).toContain(`"movedFrom":["${TEA.key}","p/1"]`);
    for (const round of ['first', 'second']) {
      site = round === 'first' ? await newSite(store) : site;
      await bring('export.jsonl', text);
      const brought = await thread(renamed);
      expect(brought).toMatchObject({ key: renamed, commentCount: 1 });
      for (const key of [TEA.key, 'p/1']) expect(await thread(key)).toEqual(brought);
      expect((await thread('p/2')).key).toBe('quiet');
      const ids = [brought.id, (await thread('quiet')).id];
      expect(await store.threads.oldKeys(ids)).toEqual(
        new Map([
          [ids[0], [TEA.key, 'p/1']],
          [ids[1], ['p/2']],
        ]),
      );
      expect((await store.threads.list({ siteId: site.id, limit: 10 })).items).toHaveLength(2);
      const threadLines = (all: string): string[] =>
        all
          .split('\n')
          .filter((line) => line.startsWith('{"thread"'))
          .sort();
      expect(threadLines(await exported(site))).toEqual(threadLines(text));
    }
  });

  test('a key of before that is a thread of its own, here or in the file, or leads to another, stays where it is and is counted', async () => {
    site = await newSite(store);
    const own = await store.threads.open(site.id, 'own', { id: newIdOfTest(), url: '', title: '', now: Date.now() });
    await store.threads.addOldKeys(own.id, ['leads-there']);
    const lines = [
      { thread: { ...TEA, movedFrom: ['own', 'leads-there', 'in-file', 'both', 'free', TEA.key] } },
      COMMENT,
      { thread: { key: 'in-file', url: '', title: '', movedFrom: ['both'] } },
      { ...COMMENT, id: 'b', thread: { key: 'in-file', url: '', title: '' } },
    ];
    for (let round = 0; round < 2; round++) {
      const { imported, importId } = await bring('taken.jsonl', lines);
      expect(imported.takenKeys).toBe(4);
      expect(JSON.parse((await store.imports.get(importId))?.report ?? '').takenKeys).toBe(4);
      for (const key of ['own', 'leads-there']) expect((await thread(key)).id).toBe(own.id);
      for (const key of ['free', 'both']) expect((await thread(key)).key).toBe(TEA.key);
      expect(await thread('in-file')).toMatchObject({ key: 'in-file', commentCount: 1 });
    }
  });

  test('a page that WordPress has closed is closed here too', async () => {
    site = await newSite(store);
    await bring('export.xml', WXR);
    expect(await thread('https://blog.example.com/old')).toMatchObject({ closed: true, title: '旧文', commentCount: 1 });
  });
});
