import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { call, newThread, post, sentence, signIn } from '../support/api.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';

/** Enough for a new store and the log of its writes. */
const SIZE = 16;
/** Said by the test command where no disk may be mounted; it says too that these tests are left out then. */
const isAbsent = process.env.LIANGJU_TEST_DISK === 'absent';

(isAbsent ? describe.skip : describe)('a disk without a free byte', () => {
  let disk: SmallDisk | null = null;
  let server: StartedServer;

  beforeAll(async () => {
    disk = mountSmallDisk(SIZE);
    if (disk === null) throw new Error('no disk may be mounted: run as root, or set LIANGJU_TEST_DISK=absent');
    server = await startServer({ DATA_DIR: disk.folder });
  });
  afterAll(async () => {
    await server?.close();
    disk?.close();
  });

  const send = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    call<PostAnswer & ProblemView>(server.url, '/api/v1/comments', { body, headers });
  const entries = (): string[] => server.lines.filter((line) => line.includes('store-full'));

  /** Posts until one has no room: what the log of writes still has is used up first. */
  async function untilRefused(thread: ReturnType<typeof newThread>, kept: string[]) {
    for (;;) {
      const text = post(thread, { body: `${sentence()}${'很长的一段话。'.repeat(600)}` });
      const key = { 'idempotency-key': randomUUID() };
      const answer = await send(text, key);
      if (answer.status !== 201) return { text, key, refused: answer };
      kept.push(answer.body.comment.id);
    }
  }

  test('gets 507 with Retry-After, reading goes on, and with room again the same request is stored once', async () => {
    const thread = newThread();
    const before = await send(post(thread));
    expect(before.status).toBe(201);
    await disk?.fill();

    const kept: string[] = [before.body.comment.id];
    const { text, key, refused } = await untilRefused(thread, kept);
    expect([refused.status, refused.body.code]).toEqual([507, 'store-full']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);

    const started = performance.now();
    for (let i = 0; i < 30; i++) expect((await send(text, key)).status).toBe(507);
    expect(entries().length).toBeGreaterThan(0);
    expect(entries().length).toBeLessThanOrEqual(Math.ceil((performance.now() - started) / 1_000) + 2);
    const read = async (): Promise<string[]> => {
      const listed = await call<ListAnswer>(server.url, `/api/v1/comments?site=demo&limit=50&thread=${encodeURIComponent(thread.key)}`);
      expect(listed.status).toBe(200);
      return listed.body.comments.map(({ id }) => id).sort();
    };
    expect(await read()).toEqual([...kept].sort());
    expect((await fetch(`${server.url}/embed.js`)).status).toBe(200);

    await disk?.free();
    const stored = await send(text, key);
    expect(stored.status).toBe(201);
    expect((await send(text, key)).body.comment.id).toBe(stored.body.comment.id);
    expect(await read()).toEqual([...kept, stored.body.comment.id].sort());
    expect((await server.cli(['check'])).code).toBe(0);
  });

  test('an import that has no room is refused while it is sent, and its sender reads why', async () => {
    const headers = { ...(await signIn(server.url)), 'content-type': 'application/octet-stream' };
    const body = Buffer.alloc((SIZE + 8) * 1024 * 1024, 'x');
    const sending = request(`${server.url}/api/v1/imports?site=demo&name=large.json`, { method: 'POST', headers });
    // As a browser does, which reads no answer before all is sent.
    const sent = once(sending, 'finish');
    const answered = once(sending, 'response');
    sending.end(body);
    await sent;
    const [answer]: IncomingMessage[] = await answered;
    expect([answer?.statusCode, answer === undefined ? null : await json(answer)]).toMatchObject([507, { code: 'store-full' }]);
    // What had been written of it is gone.
    expect((await readdir(join(disk?.folder ?? '', 'imports'))).filter((name) => name !== 'place')).toEqual([]);
    expect((await send(post(newThread()))).status).toBe(201);
  });

  test('it can be stopped and started again while it is full', async () => {
    await disk?.fill();
    expect(await server.stop()).toBe(0);
    await disk?.free();
    await server.restart();
    expect((await send(post(newThread()))).status).toBe(201);
  });
});
