import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { call, newThread, post } from '../support/api.ts';
import { startMongo } from '../support/mongo.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';

let mongo: Awaited<ReturnType<typeof startMongo>>;
let server: StartedServer;

beforeAll(async () => {
  if (process.env.LIANGJU_TEST_MONGO === 'absent') return;
  mongo = await startMongo({ replicaSet: true });
  server = await startServer({ DATABASE_URL: mongo.database(`test-${randomUUID()}`) });
});
afterAll(async () => {
  await server?.close();
  await mongo?.stop();
});

const signal = (name: NodeJS.Signals): void => {
  for (const child of mongo.processes) child.kill(name);
};
const list = (key: string) => call<ListAnswer & ProblemView>(server.url, `/api/v1/comments?site=demo&thread=${encodeURIComponent(key)}`);
const send = () => call<PostAnswer & ProblemView>(server.url, '/api/v1/comments', { body: post(newThread()) });

// What is missing on this machine is said, once and plainly, by the test command.
const withMongo = process.env.LIANGJU_TEST_MONGO === 'absent' ? [] : ['MongoDB'];

test.each(withMongo)(
  '%s that hangs: hot pages as they were, marked as old; everything else 503 with Retry-After; then all is well again',
  async () => {
    const thread = newThread();
    expect((await call(server.url, '/api/v1/comments', { body: post(thread) })).status).toBe(201);
    const fresh = await list(thread.key);
    expect([fresh.status, fresh.headers.get('cache-status')]).toEqual([200, null]);
    signal('SIGSTOP');
    try {
      const posts = await Promise.all(Array.from({ length: 16 }, send));
      for (const { status, body, headers } of posts) {
        expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'store-unavailable', expect.stringMatching(/^\d+$/)]);
      }
      const pages = await Promise.all(Array.from({ length: 20 }, () => list(thread.key)));
      for (const { status, body, headers } of pages) {
        expect([status, headers.get('cache-status')]).toEqual([200, 'liangju; fwd=stale; detail=store-unavailable']);
        expect(Number(headers.get('age'))).toBeGreaterThan(0);
        expect(body.comments).toEqual(fresh.body.comments);
      }
      const cold = await list(newThread().key);
      expect([cold.status, cold.body.code, cold.headers.get('retry-after')]).toEqual([503, 'store-unavailable', '2']);
    } finally {
      signal('SIGCONT');
    }
    await waitFor(async () => (await send()).status === 201);
    await waitFor(async () => (await list(thread.key)).headers.get('cache-status') === null);
  },
);
