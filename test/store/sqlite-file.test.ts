import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Store, StoreBusy, StoreFull } from '../../server/store/port.ts';
import { openDatabase } from '../../server/store/sqlite/database.ts';
import { rebuilt, serializeError } from '../../server/store/sqlite/errors.ts';
import { grantsOf } from '../../server/domain/accounts.ts';
import { migrate } from '../../server/store/sqlite/migrate.ts';
import { MIGRATIONS } from '../../server/store/sqlite/migrations.ts';
import { openSqlite } from '../../server/store/sqlite/open.ts';
import { commentIn, getOne, getThread, newId, openThread, publishedEvent, stored, T0 } from './fixtures.ts';

describe('a store in a file', () => {
  let folder: string;
  let file: string;
  const opened: Store[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-file-'));
    file = join(folder, 'store.db');
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await rm(folder, { recursive: true, force: true });
  });

  async function open(path = file): Promise<Store> {
    const store = await openSqlite(path);
    opened.push(store);
    return store;
  }

  describe('rests on', () => {
    test.each(['read', 'write'] as const)('a write-ahead log, an fsync a commit and foreign keys, to %s', (use) => {
      const db = openDatabase(file, use);
      expect(db.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
      expect(db.get('PRAGMA synchronous')).toEqual({ synchronous: 2 });
      expect(db.get('PRAGMA foreign_keys')).toEqual({ foreign_keys: 1 });
      db.close();
    });

    test('a file that can have them: one in memory is refused', () => {
      expect(() => openDatabase(':memory:', 'write')).toThrow('journal_mode=memory instead of wal');
      expect(existsSync(':memory:')).toBe(false);
    });

    test('a reading connection that cannot write', () => {
      openDatabase(file, 'write').close();
      const db = openDatabase(file, 'read');
      expect(() => db.exec('CREATE TABLE t (a)')).toThrow('readonly');
      db.close();
    });
  });

  describe('its schema', () => {
    test('of a newer version is refused with a sentence, and left as it is', async () => {
      await (await open()).close();
      const database = new DatabaseSync(file);
      database.exec('INSERT INTO schema_migrations VALUES (999, 0)');
      database.close();
      await expect(openSqlite(file)).rejects.toThrow(/the store has schema 999, this version knows \d+: install a newer version/);
    });

    test('is brought on from every older version with what is in it', async () => {
      for (const [i, { version }] of MIGRATIONS.entries()) {
        const path = join(folder, `${version}.db`);
        const db = openDatabase(path, 'write');
        migrate(db, MIGRATIONS.slice(0, i + 1));
        db.run("INSERT INTO threads (id, site_id, key, url, title, created_at) VALUES ('t', 'news', 'a', 'u', '标题', 1)");
        db.close();
        const store = await open(path);
        const thread = await store.threads.find('news', 'a');
        expect(thread).toMatchObject({ id: 't', title: '标题', commentCount: 0 });
        if (thread === null) continue;
        const comment = await stored(store, commentIn(thread));
        expect(await getOne(store, comment.id)).toEqual(comment);
      }
    });

    test('that knows votes and imported tallies apart took them apart', async () => {
      const before = MIGRATIONS.filter(({ version }) => version < 3);
      const db = openDatabase(file, 'write');
      migrate(db, before);
      db.exec(`INSERT INTO threads (id, site_id, key, url, title, created_at) VALUES ('t', 'news', 'a', 'u', '', 1);
        INSERT INTO comments (id, site_id, thread_id, thread_key, root_id, ancestors, depth, status, revision, text_hash, up, down, heat, pinned,
          featured, findings, created_at, listed, folded) VALUES
          ('c', 'news', 't', 'a', 'c', '[]', 0, 'published', 1, 'h', 5, 1, 0, 0, 0, '[]', 1, 1, '');
        INSERT INTO votes (comment_id, reader_id, thread_id, value, at) VALUES ('c', 'r1', 't', 1, 1), ('c', 'r2', 't', -1, 1);`);
      db.close();
      const store = await open();
      await store.comments.vote('c', 'r1', 0, 2);
      await store.maintenance.recount('t');
      expect((await getOne(store, 'c')).votes).toEqual({ up: 4, down: 1 });
    });

    test('that names the revision of reports names it of older ones by their time, and finds what they were made on', async () => {
      const db = openDatabase(file, 'write');
      migrate(
        db,
        MIGRATIONS.filter(({ version }) => version < 7),
      );
      const columns = `(n, id, site_id, thread_id, thread_key, root_id, ancestors, depth, status, revision, text_hash, heat, pinned, featured,
        findings, created_at, listed, folded, content)`;
      const row = (n: number, id: string, text: string): string =>
        `(${n}, '${id}', 'news', 't', 'a', '${id}', '[]', 0, 'published', 2, 'h', 0, 0, 0, '[]', 1, 1, '${text}', '{"body": "${text}"}')`;
      db.exec(`INSERT INTO threads (id, site_id, key, url, title, created_at) VALUES ('t', 'news', 'a', 'u', '', 1);
        INSERT INTO comments ${columns} VALUES ${row(1, 'edited', '天气不错')}, ${row(2, 'kept', '晚饭吃面')};
        INSERT INTO comment_grams (rowid, grams) VALUES (1, '天气 气不 不错'), (2, '晚饭 饭吃 吃面');
        INSERT INTO revisions (comment_id, revision, body, at) VALUES ('edited', 1, '加薇芯领', 1), ('edited', 2, '天气不错', 10);
        INSERT INTO reports (comment_id, reader_id, reason, note, at) VALUES
          ('edited', 'r1', 'AD', '', 5), ('edited', 'r2', 'AD', '', 15), ('kept', 'r1', 'AD', '', 5);
        INSERT INTO word_lists (site_id, version, entries) VALUES ('news', 1, '[]');
        INSERT INTO word_versions (site_id, version, size, entries) VALUES ('news', 1, 0, '[]');`);
      db.close();
      const store = await open();
      const reports = await store.comments.reports(['edited', 'kept']);
      expect([...reports.values()].map((all) => all.map(({ revision }) => revision))).toEqual([[1, 2], [1]]);
      const find = async (text: string) => (await store.comments.search({ siteIds: null, text, limit: 9 })).items.map(({ id }) => id);
      expect([await find('薇芯领'), await find('天气'), await find('吃面')]).toEqual([['edited'], ['edited'], ['kept']]);
      expect(await store.sites.words('news')).toEqual({ version: 1, entries: [], comments: [] });
      expect(await store.sites.wordVersions('news')).toEqual([{ version: 1, entries: 0, saved: null }]);
    });

    test('that knows grants makes them of the one role that people had, for all sites or for some', async () => {
      const db = openDatabase(file, 'write');
      migrate(
        db,
        MIGRATIONS.filter(({ version }) => version < 12),
      );
      db.exec(`INSERT INTO staff (id, email, name, role, site_ids, password_hash, disabled, created_at) VALUES
        ('a', 'a@news.example', '', 'administrator', NULL, 'x', 0, 1),
        ('b', 'b@news.example', '', 'moderator', '["news","blog"]', 'x', 1, 1), ('c', 'c@news.example', '', 'moderator', '[]', 'x', 0, 1)`);
      db.close();
      const people = await (await open()).accounts.listStaff();
      expect(people.map(({ id, grants, disabled }) => ({ id, grants, disabled }))).toEqual([
        { id: 'a', grants: grantsOf('administrator', null), disabled: false },
        { id: 'b', grants: grantsOf('moderator', ['news', 'blog']), disabled: true },
        { id: 'c', grants: [], disabled: false },
      ]);
    });

    test('is left as it was by a step that fails', () => {
      const db = openDatabase(file, 'write');
      const broken = [...MIGRATIONS, { version: 1_000, sql: 'CREATE TABLE half (a); CREATE TABLE half (a);' }];
      expect(() => migrate(db, broken)).toThrow('half');
      expect(db.get("SELECT 1 FROM sqlite_schema WHERE name = 'half'")).toBeUndefined();
      migrate(db);
      db.close();
    });

    test('may be made by two at once', async () => {
      const stores = await Promise.all([open(), open()]);
      const thread = await openThread(stores[0]);
      expect(await stores[1].threads.find(thread.siteId, thread.key)).toEqual(thread);
    });
  });

  test('what is no store is refused', async () => {
    await writeFile(file, 'not a database, but long enough to look at: '.repeat(50));
    await expect(openSqlite(file)).rejects.toThrow('not a database');
  });

  describe('a backup', () => {
    test('made while the store serves opens and has all that was acknowledged before', async () => {
      const store = await open();
      const thread = await openThread(store);
      const before = await Promise.all(Array.from({ length: 20 }, () => stored(store, commentIn(thread))));
      const copy = join(folder, 'copy.db');
      const writing = Promise.all(Array.from({ length: 20 }, () => stored(store, commentIn(thread))));
      await Promise.all([store.maintenance.backup(copy), writing]);
      const restored = await open(copy);
      const kept = await restored.comments.get(before.map(({ id }) => id));
      expect([...kept.values()]).toEqual(expect.arrayContaining(before));
      expect(await restored.maintenance.recount(thread.id)).toEqual({ repaired: 0 });
      await stored(restored, commentIn(thread));
      expect((await store.comments.search({ siteIds: [thread.siteId], text: '清楚', limit: 100 })).items).toHaveLength(40);
    });

    test('never overwrites a file', async () => {
      const store = await open();
      const taken = join(folder, 'taken.db');
      await writeFile(taken, 'mine');
      await expect(store.maintenance.backup(taken)).rejects.toThrow();
      await stored(store, commentIn(await openThread(store)));
    });

    test('of a closed store is StoreBusy', async () => {
      const store = await open();
      await store.close();
      await expect(store.maintenance.backup(join(folder, 'copy.db'))).rejects.toThrow(StoreBusy);
      expect(existsSync(join(folder, 'copy.db'))).toBe(false);
    });
  });

  test('a full disk is StoreFull', () => {
    const db = openDatabase(file, 'write');
    db.exec('CREATE TABLE filling (bytes BLOB); PRAGMA max_page_count=20');
    const fill = (): number => db.run('INSERT INTO filling VALUES (randomblob(1000000))');
    expect(fill).toThrow('full');
    try {
      fill();
    } catch (error) {
      expect(rebuilt(serializeError(error))).toBeInstanceOf(StoreFull);
    }
    db.close();
  });

  test('an act that fails takes nothing of those beside it away, and nothing is done twice', async () => {
    const store = await open();
    const thread = await openThread(store);
    const voted = await stored(store, commentIn(thread));
    const beside = [commentIn(thread), commentIn(thread)];
    const lost = commentIn({ ...thread, id: newId() });
    const results = await Promise.allSettled([
      store.comments.create(beside[0] ?? lost, { events: [publishedEvent(voted)], audit: [] }),
      store.comments.create(lost, { events: [], audit: [] }),
      store.comments.vote(voted.id, newId(), 1, T0),
      store.comments.create(beside[1] ?? lost, { events: [], audit: [] }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { name: 'NotFound' } });
    const ids = beside.map(({ id }) => id);
    expect([...(await store.comments.get([...ids, lost.id])).keys()].sort()).toEqual(ids.sort());
    expect((await getOne(store, voted.id)).votes).toEqual({ up: 1, down: 0 });
    expect((await getThread(store, thread.id)).commentCount).toBe(3);
    expect(await store.events.since({ channel: `thread:${thread.id}`, seq: 0, limit: 10 })).toHaveLength(1);
  });

  describe('a file that another process holds', () => {
    test('makes acts StoreBusy, one and all, and is used again when it is free', async () => {
      const store = await open();
      const thread = await openThread(store);
      const other = new DatabaseSync(file);
      other.exec('BEGIN IMMEDIATE');
      const acts = Array.from({ length: 3 }, () => store.comments.create(commentIn(thread), { events: [], audit: [] }));
      const results = await Promise.allSettled(acts);
      for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreBusy' } });
      expect(await store.threads.find(thread.siteId, thread.key)).toEqual(thread);
      other.exec('ROLLBACK');
      other.close();
      await stored(store, commentIn(thread));
      expect(await store.comments.vote((await stored(store, commentIn(thread))).id, newId(), 1, T0)).toMatchObject({ changed: true });
    });
  });
});
