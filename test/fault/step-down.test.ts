import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { openStore } from '../../server/store/open-store.ts';
import { walkAll } from '../store/fixtures.ts';
import { newThread } from '../support/api.ts';
import { type StartedMongo, startMongo } from '../support/mongo.ts';
import { openPage, upTo } from '../support/reader-page.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { postSteadily } from '../support/steady-post.ts';
import { waitFor } from '../support/wait-for.ts';

/** Which of the set's processes is the primary. */
async function primaryOf(mongo: StartedMongo): Promise<StartedMongo['processes'][number]> {
  const connection = await mongoose.createConnection(mongo.database('admin')).asPromise();
  try {
    const hello: { primary?: string } | undefined = await connection.db?.admin().command({ hello: 1 });
    const members = /\/\/([^/]+)\//.exec(mongo.uri)?.[1]?.split(',') ?? [];
    const primary = mongo.processes[members.indexOf(hello?.primary ?? '')];
    if (primary === undefined) throw new Error('no primary');
    return primary;
  } finally {
    await connection.close();
  }
}

// What is missing on this machine is said, once and plainly, by the test command.
const isAbsent = process.env.LIANGJU_TEST_MONGO === 'absent';

describe('a replica set of three', () => {
  let mongo: StartedMongo;
  let server: StartedServer;
  let address: string;
  beforeAll(async () => {
    if (isAbsent) return;
    mongo = await startMongo({ replicaSet: true, members: 3 });
    address = mongo.database(`down-${randomUUID()}`);
    server = await startServer({ DATABASE_URL: address, SECRET: 'the same on every server of the house' });
  });
  afterAll(async () => {
    await server?.close();
    await mongo?.stop();
  });

  test('when its primary is killed, posts are taken again soon, and nothing acknowledged is lost, doubled or untold', async () => {
    if (isAbsent) return;
    const thread = newThread();
    const page = await openPage(server.url, thread.key);
    const acknowledged: string[] = [];
    let isDown = false;
    let sinceThen = 0;
    const end = new AbortController();
    const client = async (): Promise<void> => {
      while (!end.signal.aborted) {
        acknowledged.push(await postSteadily(() => server.url, thread));
        if (isDown) sinceThen++;
      }
    };
    const clients = Promise.all(upTo(4).map(client));
    try {
      await waitFor(() => acknowledged.length >= 50);
      (await primaryOf(mongo)).kill('SIGKILL');
      isDown = true;
      await waitFor(() => sinceThen >= 50);
    } finally {
      end.abort();
    }
    await clients;
    await waitFor(() => page.events.length >= acknowledged.length);
    expect(page.events.map(({ seq }) => seq)).toEqual(upTo(page.events.length));
    expect(page.faults).toEqual([]);
    const shown = page.events.map((event) => ('comment' in event ? event.comment.id : ''));
    page.close();
    const store = await openStore(address, '.');
    try {
      const found = await store.threads.find('demo', thread.key);
      const stored = await walkAll((cursor) => store.comments.tower({ threadId: found?.id ?? '', sort: 'oldest', limit: 100, cursor }));
      const ids = stored.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining(acknowledged));
      expect(new Set(acknowledged).size).toBe(acknowledged.length);
      expect([...ids].sort()).toEqual([...shown].sort());
      // Counts that went down with the old primary are marked, and counted anew.
      await store.maintenance.examine({ repair: true });
      expect((await store.threads.find('demo', thread.key))?.commentCount).toBe(ids.length);
    } finally {
      await store.close();
    }
  });
});
