import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { call, newThread, post } from '../support/api.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';

let server: StartedServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const send = (key: string, body: unknown) =>
  call<PostAnswer & ProblemView>(server.url, '/api/v1/comments', { body, headers: { 'idempotency-key': key } });

test('a key shorter than a random one, or of other signs, is refused', async () => {
  for (const key of ['1', 'a'.repeat(21), 'a'.repeat(256), `${'a'.repeat(30)} b`]) {
    const refused = await send(key, post(newThread()));
    expect([key.length, refused.status, refused.body.errors?.[0]?.path]).toEqual([key.length, 400, 'Idempotency-Key']);
  }
  expect((await send('a'.repeat(22), post(newThread()))).status).toBe(201);
});

test('the key and the token that is made of it are neither in the store nor in the log', async () => {
  const key = randomBytes(24).toString('base64url');
  const body = post(newThread());
  const first = await send(key, body);
  expect(first.body.readerToken).toMatch(/^ljr_/);
  expect((await send(key, body)).body.readerToken).toBe(first.body.readerToken);
  const files = (await readdir(server.dataDir)).filter((name) => name.startsWith('liangju.db'));
  expect(files.length).toBeGreaterThan(0);
  const kept = (await Promise.all(files.map((name) => readFile(join(server.dataDir, name), 'latin1')))).join('');
  expect(kept).toContain(first.body.comment.id);
  for (const secret of [key, first.body.readerToken ?? key]) {
    expect(kept.includes(secret)).toBe(false);
    expect(server.lines.join('\n').includes(secret)).toBe(false);
  }
});
