import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import type { PostAnswer } from '../../contract/comment.ts';
import type { DecideAnswer } from '../../contract/moderation.ts';
import { bearer, call, newThread, post, signIn } from '../support/api.ts';
import { type SharedMongo, sharedReplicaSet } from '../support/mongo.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';

const FIRST = '石阶旁的第七盏路灯昨晚亮到很晚，想必有人在等末班车。';
const SECOND = '渡口边的长椅漆成了青色，坐着看江水正好，加微信 jiangbian2026 一起散步。';
const NAME = '青石渡口人';

/** A comment that was edited, answered again under its key, reported and then erased. */
async function purgedComment(url: string): Promise<void> {
  const admin = await signIn(url);
  const headers = { 'idempotency-key': randomUUID() };
  const body = post(newThread(), { body: FIRST, author: { name: NAME } });
  const sent = () => call<PostAnswer>(url, '/api/v1/comments', { body, headers });
  const first = await sent();
  const { comment, readerToken = '' } = first.body;
  expect((await sent()).body).toEqual(first.body);
  const mine = bearer(readerToken);
  const edited = await call<PostAnswer>(url, `/api/v1/comments/${comment.id}`, { method: 'PATCH', body: { body: SECOND }, headers: mine });
  expect(edited.status).toBe(200);
  const revision = edited.body.comment.revision ?? 0;
  const decided = await call<DecideAnswer>(url, '/api/v1/moderation/decisions', {
    body: { items: [{ id: comment.id, revision }], action: 'purge', reason: 'PRIVACY' },
    headers: admin,
  });
  expect(decided.body.results[0]?.result).toBe('applied');
  const again = await sent();
  expect([again.status, again.body.comment.html, again.body.comment.body]).toEqual([first.status, null, undefined]);
}

/** What must be nowhere: both texts and pieces of them. */
const PIECES = [FIRST, SECOND, FIRST.slice(4, 14), SECOND.slice(3, 12), 'jiangbian2026'];

describe('of a purged text nothing stays', () => {
  test('in the file, once it is checkpointed', async () => {
    const server = await startServer();
    try {
      await purgedComment(server.url);
      await server.stop();
      const files = (await readdir(server.dataDir)).filter((name) => name.startsWith('liangju.db'));
      expect(files).toContain('liangju.db');
      const bytes = await Promise.all(files.map((name) => readFile(join(server.dataDir, name))));
      const found = PIECES.filter((piece) => bytes.some((one) => one.includes(piece)));
      expect(found).toEqual([]);
    } finally {
      await server.close();
    }
  });

  if (process.env.LIANGJU_TEST_MONGO === 'absent') return;
  describe('in MongoDB', () => {
    let mongo: SharedMongo;
    let server: StartedServer;
    const database = `test-${randomUUID()}`;
    beforeAll(async () => {
      mongo = await sharedReplicaSet();
      server = await startServer({ DATABASE_URL: mongo.database(database) });
    });
    afterAll(async () => {
      await server?.close();
      await mongo?.stop();
    });

    test('in any collection', async () => {
      await purgedComment(server.url);
      await server.stop();
      const connection = await mongoose.createConnection(mongo.database(database)).asPromise();
      try {
        const names = (await connection.db?.listCollections().toArray())?.map(({ name }) => name) ?? [];
        expect(names).toContain('comments');
        const documents = await Promise.all(names.map(async (name) => JSON.stringify(await connection.collection(name).find().toArray())));
        expect(PIECES.filter((piece) => documents.some((text) => text.includes(piece)))).toEqual([]);
      } finally {
        await connection.close();
      }
    });
  });
});
