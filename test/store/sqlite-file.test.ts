import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Duplicate, NotFound, StaleRevision, type Store, StoreBusy, StoreDamaged, StoreFull } from '../../server/store/port.ts';
import { Problem } from '../../server/domain/problem.ts';
import { openDatabase } from '../../server/store/sqlite/database.ts';
import { rebuilt, serializeError } from '../../server/store/sqlite/errors.ts';
import { migrate } from '../../server/store/sqlite/migrate.ts';
import { type Migration, MIGRATIONS } from '../../server/store/sqlite/migrations.ts';
import { openSqlite } from '../../server/store/sqlite/open.ts';
import { commentIn, getOne, getThread, newId, openThread, publishedEvent, SOUND, stored, T0 } from './fixtures.ts';

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

    test('is brought on by each step that is added, once, with what is in it', async () => {
      await (await open()).close();
      const db = openDatabase(file, 'write');
      db.run("INSERT INTO threads (id, site_id, key, url, title, created_at) VALUES ('t', 'news', 'a', 'u', '标题', 1)");
      const added: Migration = {
        version: (MIGRATIONS.at(-1)?.version ?? 0) + 1,
        sql: "ALTER TABLE threads ADD COLUMN shade TEXT NOT NULL DEFAULT 'none'; UPDATE threads SET shade = title;",
      };
      for (let start = 0; start < 2; start++) migrate(db, T0, [...MIGRATIONS, added]);
      expect(db.all('SELECT id, shade FROM threads')).toEqual([{ id: 't', shade: '标题' }]);
      expect(db.all('SELECT version FROM schema_migrations').map(({ version }) => version)).toEqual([
        ...MIGRATIONS.map(({ version }) => version),
        added.version,
      ]);
      db.close();
    });

    test('is left as it was by a step that fails', () => {
      const db = openDatabase(file, 'write');
      const broken = [...MIGRATIONS, { version: 1_000, sql: 'CREATE TABLE half (a); CREATE TABLE half (a);' }];
      expect(() => migrate(db, T0, broken)).toThrow('half');
      expect(db.get("SELECT 1 FROM sqlite_schema WHERE name = 'half'")).toBeUndefined();
      migrate(db, T0);
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
      expect(await restored.maintenance.examine({ repair: false })).toEqual(SOUND);
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

  describe('an error that crosses from the writer keeps its kind', () => {
    /** Between threads errors are cloned, between processes they are JSON. */
    const crossed = (error: unknown): Error => rebuilt(JSON.parse(JSON.stringify(structuredClone(serializeError(error)))));

    test('with the code and the facts of a Problem, whatever it is', () => {
      const errors = [{ path: 'body', message: '太长', code: 'too-long' }];
      const back = crossed(
        new Problem('too-long', { pub: { limit: 5 }, pvt: { by: () => undefined }, errors, cause: new Error('inside') }),
      );
      expect(back).toBeInstanceOf(Problem);
      expect(back).toMatchObject({ name: 'Problem', code: 'too-long', status: 422, pub: { limit: 5 }, errors });
      expect(crossed(new Problem('invalid-cursor'))).toMatchObject({ code: 'invalid-cursor', status: 400 });
    });

    test.each([StaleRevision, NotFound, Duplicate, StoreBusy, StoreFull, StoreDamaged])('as %p', (kind) => {
      const back = crossed(new kind('what it is about'));
      expect(back).toBeInstanceOf(kind);
      expect(back.message).toBe('what it is about');
    });

    test('by its name when it is none of the port’s', () => {
      expect(crossed(new RangeError('out of range'))).toMatchObject({ name: 'RangeError', message: 'out of range' });
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

  test('an operation that fails takes nothing of those beside it away, and nothing is done twice', async () => {
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
    test('makes operations StoreBusy, one and all, and is used again when it is free', async () => {
      const store = await open();
      const thread = await openThread(store);
      const other = new DatabaseSync(file);
      other.exec('BEGIN IMMEDIATE');
      const operations = Array.from({ length: 3 }, () => store.comments.create(commentIn(thread), { events: [], audit: [] }));
      const results = await Promise.allSettled(operations);
      for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreBusy' } });
      expect(await store.threads.find(thread.siteId, thread.key)).toEqual(thread);
      other.exec('ROLLBACK');
      other.close();
      await stored(store, commentIn(thread));
      expect(await store.comments.vote((await stored(store, commentIn(thread))).id, newId(), 1, T0)).toMatchObject({ changed: true });
    });
  });
});
