import { DatabaseSync } from 'node:sqlite';
import mongoose from 'mongoose';
import { beforeAll, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import type { StartedServer } from '../support/start-server.ts';

/** How many rows there are, behind the store's back. */
async function rowsIn(server: StartedServer, tables: readonly ['readers', 'threads']): Promise<number[]> {
  if (server.databaseUrl.startsWith('sqlite:')) {
    const database = new DatabaseSync(server.databaseUrl.replace('sqlite:', ''), { readOnly: true });
    const counts = tables.map((table) => Number(database.prepare(`SELECT count(*) AS count FROM ${table}`).get()?.count));
    database.close();
    return counts;
  }
  const connection = await mongoose.createConnection(server.databaseUrl).asPromise();
  try {
    return await Promise.all(tables.map((name) => connection.collection(name).countDocuments()));
  } finally {
    await connection.close();
  }
}

onBothStores('a refused post', (server) => {
  let admin: Record<string, string>;
  const url = () => server().url;
  const send = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    call<PostAnswer & ProblemView>(url(), '/api/v1/comments', { body, headers });
  const rows = () => rowsIn(server(), ['readers', 'threads']);

  beforeAll(async () => {
    admin = await signIn(url());
    for (const id of ['open', 'shut', 'members']) {
      const body = { id, name: '报纸', origins: [], type: 'blog', mode: 'post', ...(id === 'members' ? { guests: false } : {}) };
      expect((await call(url(), '/api/v1/sites', { body, headers: admin })).status).toBe(201);
    }
    const ban = { site: 'shut', kind: 'network', value: '127.0.0.1' };
    expect((await call(url(), '/api/v1/bans', { body: ban, headers: admin })).status).toBe(201);
  });

  test.each([
    ['from a banned network', { site: 'shut' }, 403, 'banned'],
    ['without a sign-in where there are no guests', { site: 'members' }, 401, 'sign-in-required'],
    ['with nothing to read', { site: 'open', body: '   ' }, 422, 'too-short'],
    ['under a name that is reserved', { site: 'open', author: { name: '管理员' } }, 422, 'name-not-allowed'],
    ['that answers what is not there', { site: 'open', parentId: '0'.repeat(26) }, 400, 'unsupported-parent'],
  ] as const)('%s makes neither a reader nor a thread', async (_name, input, status, code) => {
    const before = await rows();
    // A key, so that the reader would be the same the next time.
    for (const headers of [{}, { 'idempotency-key': 'a-key-that-nobody-can-guess-1' }]) {
      const refused = await send(post(newThread(), input), headers);
      expect([refused.status, refused.body.code]).toEqual([status, code]);
      expect(await rows()).toEqual(before);
    }
  });

  test('under another name leaves the reader the name they had', async () => {
    const thread = newThread();
    const body = sentence();
    const first = await send(post(thread, { site: 'open', body, author: { name: '晨读' } }));
    expect(first.status).toBe(201);
    const token = bearer(first.body.readerToken ?? '');
    const again = await send(post(thread, { site: 'open', body, author: { name: '夜读' } }), token);
    expect([again.status, again.body.code]).toEqual([409, 'duplicate-comment']);
    const name = async (): Promise<string> => {
      const me = await call<{ reader: { name: string } }>(url(), `/api/v1/me?site=open&thread=${encodeURIComponent(thread.key)}`, {
        headers: token,
      });
      return me.body.reader.name;
    };
    expect(await name()).toBe('晨读');
    // One that is taken is written under the new name.
    const taken = await send(post(thread, { site: 'open', body: sentence(), author: { name: '夜读' } }), token);
    expect([taken.status, taken.body.comment.author?.name, await name()]).toEqual([201, '夜读', '夜读']);
  });
});
