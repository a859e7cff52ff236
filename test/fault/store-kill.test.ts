import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { brokenAt, CHAIN_START } from '../../server/domain/audit-chain.ts';
import type { AuditEntry } from '../../server/domain/types.ts';
import { subscriptionTo } from '../../server/events/subscription.ts';
import { createSubscriptions } from '../../server/events/subscriptions.ts';
import { openStore } from '../../server/store/open-store.ts';
import type { Store } from '../../server/store/port.ts';
import { MIGRATIONS } from '../../server/store/sqlite/migrations.ts';
import {
  commentIn,
  eventsOf,
  getOne,
  getThread,
  idsOf,
  newId,
  openThread,
  publishedEvent,
  stored,
  unique,
  walkAll,
} from '../store/fixtures.ts';
import { type StartedMongo, startMongo } from '../support/mongo.ts';
import { waitFor } from '../support/wait-for.ts';
import { startStoreChild } from './killable.ts';

/** Everything that a killed process has acknowledged is there, and all that is there is whole. */
async function expectWhole(store: Store, siteId: string, acknowledged: readonly string[]): Promise<void> {
  const threadId = `thread-${siteId}`;
  const comments = await walkAll((cursor) => store.comments.tower({ threadId, sort: 'oldest', limit: 100, cursor }));
  const ids = idsOf(comments);
  expect(ids).toEqual(expect.arrayContaining([...acknowledged]));
  const audited = (): Promise<AuditEntry[]> => walkAll((cursor) => store.audit.list({ siteIds: [siteId], limit: 100, cursor }));
  // What a process of MongoDB's left on its comments is moved to the log and the audit by the next one, a moment later.
  await waitFor(async () => {
    await store.events.after({ position: 0, types: ['comment.published'], limit: 1 });
    return (await eventsOf(store, threadId)).length >= ids.length && (await audited()).length >= ids.length;
  });
  const events = await eventsOf(store, threadId);
  expect(events.map(({ seq }) => seq)).toEqual(ids.map((_, i) => i + 1));
  expect(new Set(events.map(({ data }) => ('commentId' in data ? data.commentId : '')))).toEqual(new Set(ids));
  expect((await audited()).map(({ subject }) => subject).sort()).toEqual([...ids].sort());
  await store.maintenance.examine({ repair: true });
  expect((await getThread(store, threadId)).commentCount).toBe(ids.length);
  expect((await getOne(store, `root-${siteId}`)).replyCount).toBe(ids.length - 1);
}

function whatSurvives(address: () => string): void {
  test.each([1, 40, 150])('an acknowledged comment is there when the process is killed after %d of them', async (count) => {
    const siteId = unique('site');
    const child = startStoreChild('post', address(), siteId);
    await child.killWhen(() => child.lines.length >= count);
    const store = await openStore(address(), '.');
    try {
      await expectWhole(store, siteId, child.lines);
      const thread = await getThread(store, `thread-${siteId}`);
      await stored(store, commentIn(thread));
    } finally {
      await store.close();
    }
  });

  test('the chain of the log goes on over killed processes', async () => {
    const store = await openStore(address(), '.');
    try {
      const entries = await store.audit.chain({ after: 0, limit: 10_000 });
      expect(entries.length).toBeGreaterThan(190);
      expect(brokenAt({ seq: 0, hash: CHAIN_START }, entries)).toBeNull();
    } finally {
      await store.close();
    }
  });

  test('events that a killed process had taken are given to the next', async () => {
    const store = await openStore(address(), '.');
    const handled: string[] = [];
    const name = unique('taken');
    const keeping = subscriptionTo({
      name,
      types: ['comment.published'],
      start: 'head',
      handle: (event) => Promise.resolve(void handled.push(event.id)),
    });
    const log = { warn: () => undefined, error: () => undefined };
    const next = createSubscriptions({ store, log, now: Date.now, steady: () => performance.now(), chance: Math.random }, [keeping]);
    try {
      await store.subscriptions.open(name, 'head');
      const thread = await openThread(store);
      const events = Array.from({ length: 5 }, () => publishedEvent({ id: newId(), threadId: thread.id, siteId: thread.siteId }));
      await store.events.append(events);
      // Others that were killed here before have left events too, some of which are found a moment later.
      const ours = (ids: readonly string[]): string[] => ids.filter((id) => idsOf(events).includes(id));
      const child = startStoreChild('take', address(), name);
      await child.killWhen(() => child.lines.length > 0);
      expect(child.lines.map((line) => ours(line.split(' ')))).toEqual([idsOf(events)]);
      await next.start();
      await waitFor(() => ours(handled).length >= 5);
      expect(ours(handled)).toEqual(idsOf(events));
    } finally {
      await next.stop();
      await store.close();
    }
  });
}

describe('SIGKILL, SQLite', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-kill-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  whatSurvives(() => `sqlite:${join(folder, 'store.db')}`);

  test.each([...MIGRATIONS.keys(), MIGRATIONS.length])(
    'in the middle of a migration, %d steps after the first, leaves the version before, whole',
    async (steps) => {
      const file = join(folder, `migration-${steps}.db`);
      const child = startStoreChild('migrate', file, String(steps));
      const size = (): number => statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
      await child.killWhen(() => child.lines.includes('begun') && size() > 2_000_000);
      const database = new DatabaseSync(file);
      expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
      expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").get()).toBeUndefined();
      const known = database.prepare('SELECT max(version) AS version FROM schema_migrations').get();
      expect(known).toEqual({ version: steps === 0 ? null : MIGRATIONS[steps - 1]?.version });
      database.close();
      const store = await openStore(`sqlite:${file}`, folder);
      const comment = await stored(store, commentIn(await openThread(store)));
      expect(await getOne(store, comment.id)).toEqual(comment);
      await store.close();
    },
  );
});

// What is missing on this machine is said, once and plainly, by the test command.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') {
  describe('SIGKILL, MongoDB', () => {
    let mongo: StartedMongo;
    let address: string;
    beforeAll(async () => {
      mongo = await startMongo({ replicaSet: false });
      address = mongo.database(`kill-${randomUUID()}`);
    });
    afterAll(() => mongo?.stop());

    whatSurvives(() => address);

    test('of the server itself makes acts StoreBusy until it is back, and takes no acknowledged comment', async () => {
      const [server] = mongo.processes;
      // A server that runs anyway is not ours to kill.
      if (server === undefined) return;
      const siteId = unique('site');
      const store = await openStore(address, '.');
      const child = startStoreChild('post', address, siteId);
      await waitFor(() => child.lines.length >= 60);
      server.kill('SIGKILL');
      await child.killWhen(() => server.signalCode !== null);
      const acts = [store.health(), store.sites.list(), store.comments.vote(`root-${siteId}`, newId(), 1, 1)];
      for (const result of await Promise.allSettled(acts)) {
        expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreBusy' } });
      }
      const again = spawn(server.spawnfile, server.spawnargs.slice(1), { stdio: 'ignore' });
      try {
        const isBack = (): Promise<boolean> =>
          store.health().then(
            () => true,
            () => false,
          );
        await waitFor(isBack);
        await expectWhole(store, siteId, child.lines);
        await store.close();
      } finally {
        again.kill('SIGKILL');
        await once(again, 'exit');
      }
    });
  });
}
