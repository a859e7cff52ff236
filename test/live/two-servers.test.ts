import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { signalIn } from '../../server/live/bus.ts';
import type { PostAnswer } from '../../contract/comment.ts';
import { call, newThread, post, signIn } from '../support/api.ts';
import { type SharedMongo, sharedReplicaSet, type StartedMongo, startMongo } from '../support/mongo.ts';
import { openPage, type ReaderPage, upTo } from '../support/reader-page.ts';
import { type StartedRedis, startRedis } from '../support/redis.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { postMany, postSteadily } from '../support/steady-post.ts';
import { waitFor } from '../support/wait-for.ts';

const SECRET = 'the same on every server of the house';

/** Two servers on one database. */
function twoServers(environment: () => Record<string, string>, define: (servers: () => [StartedServer, StartedServer]) => void): void {
  const started: StartedServer[] = [];
  beforeAll(async () => {
    const env = { SECRET, ...environment() };
    // One after the other: when one fails, what was started before it is known and closed.
    started.push(await startServer(env));
    started.push(await startServer(env));
  });
  afterAll(async () => {
    await Promise.all(started.map((server) => server.close()));
  });
  define(() => {
    const [one, other] = started;
    if (one === undefined || other === undefined) throw new Error('the servers did not start');
    return [one, other];
  });
}

/** What holds whatever the way by which the servers tell each other. */
function whatHolds(servers: () => [StartedServer, StartedServer]): void {
  const pages: ReaderPage[] = [];
  afterEach(() => {
    for (const page of pages.splice(0)) page.close();
  });
  async function open(server: StartedServer, ...rest: Parameters<typeof openPage> extends [string, ...infer R] ? R : never) {
    const page = await openPage(server.url, ...rest);
    pages.push(page);
    return page;
  }

  test('a page at either has every comment posted at both, once and in order, also the first', async () => {
    const [one, other] = servers();
    const thread = newThread();
    const opened = [await open(one, thread.key), await open(other, thread.key)];
    let turn = 0;
    const ids = await postMany(() => (turn++ % 2 === 0 ? one.url : other.url), thread, 60);
    await waitFor(() => opened.every(({ events }) => events.length >= 60));
    for (const { events, faults } of opened) {
      expect(events.map(({ seq }) => seq)).toEqual(upTo(60));
      expect(new Set(events.map((event) => ('comment' in event ? event.comment.id : '')))).toEqual(new Set(ids));
      expect(faults).toEqual([]);
    }
  });

  test('an author hears at the other server what a moderator decided at this one', async () => {
    const [one, other] = servers();
    const admin = await signIn(one.url);
    await call(one.url, '/api/v1/sites', { body: { id: 'held', name: '先审', origins: [], type: 'news' }, headers: admin });
    const thread = newThread();
    const { body } = await call<PostAnswer>(one.url, '/api/v1/comments', { body: post(thread, { site: 'held' }) });
    const page = await open(other, thread.key, { site: 'held', token: body.readerToken });
    const decision = { items: [{ id: body.comment.id, revision: 1 }], action: 'approve' };
    await call(one.url, '/api/v1/moderation/decisions', { body: decision, headers: admin });
    await waitFor(() => page.mine.includes('published') && page.events.length === 1);
  });

  test('no page misses a comment or has one twice when a server is killed while comments are posted', async () => {
    const [one, other] = servers();
    const thread = newThread();
    const opened = [await open(other, thread.key), await open(other, thread.key)];
    let isKilled = false;
    const killed = { stop: Promise.resolve<number | null>(null) };
    const ids = await postMany(
      () => (isKilled ? other.url : one.url),
      thread,
      100,
      (done) => {
        if (done !== 40) return;
        isKilled = true;
        killed.stop = one.stop('SIGKILL');
      },
    );
    await killed.stop;
    // What the killed one had acknowledged and not yet told is taken up by the other.
    await waitFor(
      () => opened.every(({ events }) => ids.every((id) => events.some((event) => 'comment' in event && event.comment.id === id))),
      20_000,
    );
    for (const { events, faults } of opened) {
      expect(events.map(({ seq }) => seq)).toEqual(upTo(events.length));
      const shown = events.map((event) => ('comment' in event ? event.comment.id : ''));
      expect(new Set(shown).size).toBe(shown.length);
      expect(faults).toEqual([]);
    }
    await one.restart();
  });
}

/** The number of readers needs a way by which the servers speak. */
function whoSpeaks(servers: () => [StartedServer, StartedServer]): void {
  test('the number of readers is that of both', async () => {
    const thread = newThread();
    const [one, other] = servers();
    await postSteadily(() => one.url, thread);
    const opened = [await openPage(one.url, thread.key), await openPage(other.url, thread.key), await openPage(other.url, thread.key)];
    await waitFor(() => opened.every(({ online }) => online === 3));
    opened.pop()?.close();
    await waitFor(() => opened.every(({ online }) => online === 2));
    for (const page of opened) page.close();
  });
}

describe('what others say', () => {
  test.each([
    'x',
    '{}',
    'null',
    '[]',
    '{"from": 1}',
    '{"from": "a", "changes": [{"type": "rm", "channel": "thread:1", "siteId": "s"}]}',
    '{"from": "a", "changes": [{"type": "comment.votes", "channel": "everything", "siteId": "s"}]}',
    '{"from": "a", "online": [["thread:1", -1]]}',
    '{"from": "a", "state": "king"}',
  ])('%s is not ours', (text) => {
    expect(signalIn(text)).toBeNull();
  });

  test('a signal comes back from its text', () => {
    const signal = {
      from: 'a',
      changes: [{ type: 'comment.published', channel: 'thread:1', siteId: 's' }],
      online: [['thread:1', 3]],
      state: 'hello',
    };
    expect(signalIn(JSON.stringify(signal))).toEqual(signal);
  });
});

// What is missing on this machine is said, once and plainly, by the test command.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') {
  describe('two servers on a replica set', () => {
    let mongo: SharedMongo;
    beforeAll(async () => {
      mongo = await sharedReplicaSet();
    });
    afterAll(() => mongo?.stop());

    describe('by change streams', () => {
      twoServers(
        () => ({ DATABASE_URL: mongo.database(`two-${randomUUID()}`) }),
        (servers) => {
          whatHolds(servers);
          whoSpeaks(servers);
        },
      );
    });

    if (process.env.LIANGJU_TEST_REDIS === 'absent') return;
    describe('by Redis', () => {
      let redis: StartedRedis;
      beforeAll(async () => {
        redis = await startRedis();
      });
      afterAll(() => redis?.kill());
      twoServers(
        () => ({ DATABASE_URL: mongo.database(`two-${randomUUID()}`), REDIS_URL: redis.url }),
        (servers) => {
          whatHolds(servers);
          whoSpeaks(servers);

          test('without Redis word comes late and nothing else happens; with it again it comes soon', async () => {
            const [one, other] = servers();
            const thread = newThread();
            const page = await openPage(other.url, thread.key);
            await redis.kill();
            await postMany(() => one.url, thread, 5);
            await waitFor(() => page.events.length === 5);
            await waitFor(() => one.lines.some((line) => line.includes('Redis does not answer')));
            await redis.start();
            await waitFor(() => [one, other].every(({ lines }) => lines.some((line) => line.includes('"Redis answers"'))));
            await postMany(() => one.url, thread, 5);
            await waitFor(() => page.events.length === 10);
            expect(page.faults).toEqual([]);
            page.close();
          });
        },
      );
    });
  });

  describe('two servers on a single mongod, which has no change streams', () => {
    let mongo: StartedMongo;
    beforeAll(async () => {
      mongo = await startMongo({ replicaSet: false });
    });
    afterAll(() => mongo?.stop());
    twoServers(() => ({ DATABASE_URL: mongo.database(`two-${randomUUID()}`) }), whatHolds);
  });
}
