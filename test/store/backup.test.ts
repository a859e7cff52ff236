import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { DatabaseSync } from 'node:sqlite';
import { RECORDS } from '../../server/backup/record-schemas.ts';
import { brokenAt, CHAIN_START } from '../../server/domain/audit-chain.ts';
import { BACKUP_KINDS, type BackupBatch, RESTORE_MARK, RestoreDisturbed } from '../../server/store/port-backup.ts';
import type { Store } from '../../server/store/port.ts';
import { backupCollections, LEFT_OUT as LEFT_OUT_OF_MONGO } from '../../server/store/mongo/backup-collections.ts';
import { makeModels } from '../../server/store/mongo/models.ts';
import { backupTables, LEFT_OUT as LEFT_OUT_OF_SQLITE } from '../../server/store/sqlite/backup-tables.ts';
import { MIGRATIONS } from '../../server/store/sqlite/migrations.ts';
import { type Content, fillWithEverything } from './backup-content.ts';
import {
  auditLine,
  commentIn,
  eventsOf,
  getOne,
  newId,
  nothing,
  openThread,
  publishedEvent,
  SOUND,
  staffOf,
  stored,
  signInTo,
  T0,
  unique,
} from './fixtures.ts';
import { openMongoWorld } from './mongo-world.ts';
import { openSqliteWorld } from './sqlite-world.ts';
import type { OpenedStore, StoreWorld } from './world.ts';

const IGNORED = { ignoredSite: 'demo' };

async function readAll(store: Store): Promise<BackupBatch[]> {
  const batches: BackupBatch[] = [];
  for await (const batch of (await store.backup.read()).batches) batches.push(batch);
  return batches;
}

async function* each(batches: readonly BackupBatch[]): AsyncGenerator<BackupBatch> {
  yield* batches;
}

/** The records as lines, whatever the order of their kind and of their fields. */
function linesOf(batches: readonly BackupBatch[]): string[] {
  const sorted = (_: string, value: unknown): unknown =>
    value instanceof Uint8Array
      ? [...value].join(' ')
      : value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
        : value;
  return batches.flatMap(({ kind, data }) => data.map((record) => `${kind} ${JSON.stringify(record, sorted)}`)).sort();
}

/** Words are cut into parts otherwise by each store: whole lists are compared. */
function withoutParts(batches: readonly BackupBatch[]): BackupBatch[] {
  const words = batches.flatMap((batch) => (batch.kind === 'words' ? batch.data : []));
  const whole = [...Map.groupBy(words, ({ siteId, version }) => `${siteId} ${version}`).values()].flatMap((parts) => {
    const entries = parts.flatMap((part) => part.entries);
    return parts.slice(-1).map((last) => ({ ...last, entries, comments: parts.flatMap(({ comments }) => comments) }));
  });
  return [...batches.filter(({ kind }) => kind !== 'words'), { kind: 'words', data: whole }];
}

describe('nothing is forgotten', () => {
  test('every table of SQLite is in a backup, or named with the reason why not', () => {
    const model = new DatabaseSync(':memory:');
    for (const { sql } of MIGRATIONS) model.exec(sql);
    const rows = model.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all();
    model.close();
    const tables = rows.map(({ name }) => String(name)).filter((name) => !name.startsWith('comment_grams_'));
    const kept = Object.values(backupTables()).flatMap((table) => table.tables);
    expect([...kept, ...Object.keys(LEFT_OUT_OF_SQLITE)].sort()).toEqual([...tables, 'schema_migrations'].sort());
    for (const reason of Object.values(LEFT_OUT_OF_SQLITE)) expect(reason).not.toBe('');
  });

  test('every collection of MongoDB is in a backup, or named with the reason why not', async () => {
    const connection = mongoose.createConnection();
    const models = makeModels(connection);
    // What stores records is not called: only their names are asked for.
    const context = { models } as Parameters<typeof backupCollections>[0];
    const kept = Object.values(backupCollections(context)).flatMap(({ collections }) => collections);
    expect([...kept, ...Object.keys(LEFT_OUT_OF_MONGO)].sort()).toEqual([...Object.keys(models), 'signals'].sort());
    for (const reason of Object.values(LEFT_OUT_OF_MONGO)) expect(reason).not.toBe('');
    await connection.close();
  });
});

/** What a reader, a moderator and an operator have of a store that was restored. */
async function expectAlive(store: Store, { siteId, thread, edited, memberToken, staffId, apiToken }: Content): Promise<void> {
  expect(await store.maintenance.examine({ repair: false })).toEqual({ damage: [], missing: [], wrongCounts: 0, orphans: 0 });
  expect(await store.readers.byToken(memberToken)).toMatchObject({
    reader: { siteId, kind: 'member', badge: '特约', verified: { kind: 'phone', at: T0 }, isMinor: true, emailVerified: true },
    token: { authorOf: ['https://blog.example.com/a'] },
  });
  const { id } = (await store.readers.byToken(memberToken))?.reader ?? { id: '' };
  expect((await store.readers.identitiesOf(id)).map(({ way }) => way).sort()).toEqual(['github', 'sso']);
  expect((await store.readers.joinedSince(T0, 10)).map(({ into }) => into)).toEqual([id]);
  // An address that is vouched for is still one member's.
  const again = signInTo(siteId, { identity: { way: 'mail' }, facts: { email: { hash: 'vouched', isVerified: true } } });
  expect((await store.readers.signInMember(again)).id).toBe(id);
  expect(await store.accounts.useToken(apiToken, T0)).toMatchObject({ staffId });
  expect(await store.accounts.knowsNetwork('account', 'network', T0)).toBe(true);
  // Found by the latest text, and by the one that was reported and replaced.
  for (const text of ['后来的文字', '暗号']) {
    const { items } = await store.comments.search({ siteIds: [siteId], text, limit: 10 });
    expect(items.map(({ id }) => id)).toEqual([edited.id]);
  }
  const filter = { siteIds: [siteId], reason: 'words' };
  expect((await store.moderation.queue({ filter, sort: 'oldest', limit: 10 })).items).toHaveLength(1);
  expect((await store.sites.wordVersions(siteId)).map(({ version }) => version)).toEqual([2, 1]);
  expect(await store.accounts.createFirstStaff(staffOf(), nothing())).toBeNull();
  // Numbers and the chain go on where they were.
  const head = await store.events.head(`thread:${thread.id}`);
  expect(head).toBeGreaterThan(0);
  const fx = { events: [publishedEvent({ id: newId(), threadId: thread.id, siteId })], audit: [auditLine()] };
  const later = await stored(store, commentIn(thread), fx);
  await store.events.flushed();
  expect((await eventsOf(store, thread.id)).at(-1)).toMatchObject({ seq: head + 1, id: fx.events[0]?.id });
  const entries = await store.audit.chain({ after: 0, limit: 1_000 });
  expect(entries.at(-1)?.id).toBe(fx.audit[0]?.id);
  expect(brokenAt({ seq: 0, hash: CHAIN_START }, entries)).toBeNull();
  await store.comments.vote(later.id, newId(), 1, T0);
  expect(await store.maintenance.examine({ repair: false })).toMatchObject({ wrongCounts: 0 });
}

const worlds = new Map<string, StoreWorld>();
// What is missing on this machine is said, once and plainly, by the test command.
const isWithMongo = process.env.LIANGJU_TEST_MONGO !== 'absent';
beforeAll(async () => {
  const [sqlite, mongo] = await Promise.all([openSqliteWorld(), isWithMongo ? openMongoWorld(true) : null]);
  worlds.set('SQLite', sqlite);
  if (mongo !== null) worlds.set('MongoDB', mongo);
});
afterAll(() => Promise.all([...worlds.values()].map((world) => world.close())));

const PAIRS = isWithMongo
  ? [
      ['SQLite', 'MongoDB'],
      ['MongoDB', 'SQLite'],
    ]
  : [['SQLite', 'SQLite']];

describe.each(PAIRS)('from %s to %s and back', (fromName, toName) => {
  const fresh = (name: string | undefined): Promise<OpenedStore> => {
    const world = worlds.get(name ?? '');
    if (world === undefined) throw new Error(`no ${name}`);
    return world.fresh();
  };
  const from = { fresh: () => fresh(fromName) };
  const to = { fresh: () => fresh(toName) };

  test('of a merge that was under way, the comments follow after the restore', async () => {
    const { store } = await from.fresh();
    const merged = await openThread(store);
    const into = await openThread(store, merged.siteId);
    const late = await stored(store, commentIn(merged));
    await stored(store, commentIn(into));
    const between = (await readAll(store)).flatMap((batch): BackupBatch[] => {
      if (batch.kind !== 'thread') return [batch];
      const record = { siteId: into.siteId, id: merged.id, into: into.id };
      return [
        { kind: 'thread', data: batch.data.filter(({ id }) => id !== merged.id) },
        { kind: 'merged', data: [record] },
      ];
    });
    const restored = (await to.fresh()).store;
    await restored.backup.restore(each(between));
    expect(await restored.threads.finishMoves()).toBe(1);
    expect(await restored.threads.finishMoves()).toBe(0);
    expect(await getOne(restored, late.id)).toMatchObject({ threadId: into.id, threadKey: into.key });
    expect((await restored.threads.get([into.id])).get(into.id)).toMatchObject({ commentCount: 2 });
    expect(await restored.maintenance.examine({ repair: false })).toEqual(SOUND);
  });

  test('nothing is lost, and the store goes on', async () => {
    const { store } = await from.fresh();
    expect(await store.backup.state(IGNORED)).toBe('empty');
    const content = await fillWithEverything(store);
    expect(await store.backup.state(IGNORED)).toBe('filled');
    const first = await readAll(store);
    expect(new Set(first.map(({ kind }) => kind))).toEqual(new Set(BACKUP_KINDS));
    for (const { kind, data } of first) {
      if (kind === 'model') continue;
      for (const record of data) expect(RECORDS[kind].parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
    }
    const other = await to.fresh();
    await other.store.backup.restore(each(first));
    const second = await readAll(other.store);
    expect(linesOf(withoutParts(second))).toEqual(linesOf(withoutParts(first)));
    const back = await from.fresh();
    await back.store.backup.restore(each(second));
    expect(linesOf(withoutParts(await readAll(back.store)))).toEqual(linesOf(withoutParts(first)));
    for (const world of [other, back]) await expectAlive(await world.again(), content);
  });

  test('what is written meanwhile is in it as a whole or not at all', async () => {
    const { store } = await from.fresh();
    const thread = await openThread(store);
    const write = async (): Promise<void> => {
      const root = commentIn(thread);
      const line = auditLine({ siteId: thread.siteId, subject: root.id });
      const comment = await stored(store, root, { events: [publishedEvent(root)], audit: [line] });
      await stored(store, commentIn(thread, {}, comment));
      await store.comments.vote(comment.id, newId(), 1, T0);
    };
    await Promise.all(Array.from({ length: 20 }, write));
    let isOver = false;
    const writing = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isOver) await write();
      }),
    );
    const { isOneMoment, batches } = await store.backup.read();
    expect(isOneMoment).toBe(true);
    const read: BackupBatch[] = [];
    for await (const batch of batches) {
      read.push(batch);
      // Others write between any two batches.
      await write();
    }
    isOver = true;
    await writing;
    const { store: restored } = await to.fresh();
    await restored.backup.restore(each(read));
    expect(await restored.maintenance.examine({ repair: false })).toMatchObject({ wrongCounts: 0, orphans: 0 });
    const tower = await restored.comments.tower({ threadId: thread.id, sort: 'oldest', limit: 10_000 });
    const roots = tower.items.filter(({ depth }) => depth === 0).map(({ id }) => id);
    expect(roots.length).toBeGreaterThanOrEqual(20);
    const events = await eventsOf(restored, thread.id);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
    // With every comment its event and its line of the audit log, also where they waited to be moved there.
    expect(events.map(({ data }) => ('commentId' in data ? data.commentId : '')).sort()).toEqual(roots.sort());
    const entries = await restored.audit.chain({ after: 0, limit: 10_000 });
    expect(entries.map(({ subject }) => subject).sort()).toEqual(roots);
    expect(brokenAt({ seq: 0, hash: CHAIN_START }, entries)).toBeNull();
  });

  test('a restore that fails leaves the mark, and the next one begins anew', async () => {
    const { store } = await from.fresh();
    await fillWithEverything(store);
    const batches = await readAll(store);
    const { store: target } = await to.fresh();
    async function* broken(): AsyncGenerator<BackupBatch> {
      yield* batches.slice(0, 12);
      throw new Error('the disk is gone');
    }
    await expect(target.backup.restore(broken())).rejects.toThrow('the disk is gone');
    expect(await target.backup.state(IGNORED)).toBe('half');
    expect(await target.maintenance.fact(RESTORE_MARK)).not.toBeNull();
    await target.backup.restore(each(batches));
    expect(await target.backup.state(IGNORED)).toBe('filled');
    expect(linesOf(withoutParts(await readAll(target)))).toEqual(linesOf(withoutParts(batches)));
  });

  test('of two restores at once the one that began first fails', async () => {
    const { store } = await from.fresh();
    await fillWithEverything(store);
    const batches = await readAll(store);
    const { store: target, again } = await to.fresh();
    const other = await again();
    let done: Promise<void> = Promise.resolve();
    async function* slow(): AsyncGenerator<BackupBatch> {
      yield* batches.slice(0, 12);
      done = other.backup.restore(each(batches));
      await done;
      yield* batches.slice(12);
    }
    await expect(target.backup.restore(slow())).rejects.toThrow(RestoreDisturbed);
    await done;
    expect(linesOf(withoutParts(await readAll(target)))).toEqual(linesOf(withoutParts(batches)));
  });

  test('a fact is replaced only as it was read', async () => {
    const { store } = await to.fresh();
    const name = unique('fact');
    expect(await store.backup.replaceFact(name, 'one', 'two')).toBe(false);
    expect(await store.backup.replaceFact(name, null, 'one')).toBe(true);
    expect(await store.backup.replaceFact(name, null, 'two')).toBe(false);
    const taken = await Promise.all(['two', 'three'].map((next) => store.backup.replaceFact(name, 'one', next)));
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
  });

  test('what belongs to nothing is left out, and wrong numbers are set right', async () => {
    const { store } = await from.fresh();
    const thread = await openThread(store);
    const root = await stored(store, commentIn(thread));
    await store.comments.vote(root.id, newId(), 1, T0);
    const batches = await readAll(store);
    for (const batch of batches) {
      if (batch.kind === 'comment') for (const comment of batch.data) Object.assign(comment, { votes: { up: 9, down: 0 }, replyCount: 4 });
      if (batch.kind === 'vote') batch.data.push(...batch.data.map((vote) => ({ ...vote, commentId: 'nowhere' })));
    }
    const { store: target } = await to.fresh();
    await target.backup.restore(each(batches));
    expect(await target.maintenance.examine({ repair: false })).toMatchObject({ wrongCounts: 0, orphans: 0 });
    expect(await getOne(target, root.id)).toEqual(await getOne(store, root.id));
  });
});
