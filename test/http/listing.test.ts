import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MeAnswer } from '../../contract/account.ts';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';

interface Raw {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

/** A request whose headers are ours alone: nothing is added, packed bytes stay packed. */
function raw(url: string, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, bytes: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

function unpacked({ headers, bytes }: Raw): string {
  if (headers['content-encoding'] === 'gzip') return gunzipSync(bytes).toString();
  return (headers['content-encoding'] === 'br' ? brotliDecompressSync(bytes) : bytes).toString();
}

/** The headers that do not change from one request to the next, nor by the packing. */
function steady({ headers }: Raw): Record<string, unknown> {
  const { date: _d, 'x-request-id': _i, 'content-encoding': _e, 'content-length': _l, vary: _v, etag: _t, ...rest } = headers;
  return rest;
}

const pathOf = (key: string, more = ''): string => `/api/v1/comments?site=demo&thread=${encodeURIComponent(key)}${more}`;

async function posted(server: StartedServer, thread: ReturnType<typeof newThread>, overrides = {}, token?: string): Promise<PostAnswer> {
  const headers = token === undefined ? {} : bearer(token);
  const answer = await call<PostAnswer>(server.url, '/api/v1/comments', { body: post(thread, overrides), headers });
  expect([201, 202]).toContain(answer.status);
  return answer.body;
}

onBothStores('ready pages', (server) => {
  const list = async (key: string, more = ''): Promise<ListAnswer> => (await call<ListAnswer>(server().url, pathOf(key, more))).body;
  const idsOf = async (key: string): Promise<string[]> => (await list(key)).comments.map(({ id }) => id);

  test('who has posted, edited, voted or removed reads it back at once', async () => {
    const thread = newThread();
    expect(await idsOf(thread.key)).toEqual([]);
    const first = await posted(server(), thread);
    expect(await idsOf(thread.key)).toEqual([first.comment.id]);
    const path = `/api/v1/comments/${first.comment.id}`;
    const mine = bearer(first.readerToken ?? '');
    await call(server().url, path, { method: 'PATCH', body: { body: '改过的一句话' }, headers: mine });
    expect((await list(thread.key)).comments[0]?.html).toContain('改过的一句话');
    const other = await posted(server(), thread);
    await call(server().url, `${path}/vote`, { method: 'PUT', body: { value: 1 }, headers: bearer(other.readerToken ?? '') });
    expect((await list(thread.key)).comments.find(({ id }) => id === first.comment.id)?.votes.up).toBe(1);
    const counts = `/api/v1/counts?site=demo&thread=${encodeURIComponent(thread.key)}`;
    expect((await call(server().url, counts)).body).toEqual({ counts: { [thread.key]: 2 } });
    await call(server().url, path, { method: 'DELETE', headers: mine });
    expect(await idsOf(thread.key)).toEqual([other.comment.id]);
    expect((await call(server().url, counts)).body).toEqual({ counts: { [thread.key]: 1 } });
  });

  test('under fire every comment appears, and the last page is the whole truth', async () => {
    const thread = newThread();
    const ids = new Set<string>();
    for (let i = 0; i < 60; i++) {
      ids.add((await posted(server(), thread)).comment.id);
      await list(thread.key, '&limit=100');
    }
    await waitFor(async () => (await list(thread.key, '&limit=100')).comments.length === ids.size);
  });

  test('a held comment is on no page until it is approved; a hidden one goes', async () => {
    const staff = await signIn(server().url);
    const thread = newThread();
    await posted(server(), thread);
    const mode = (to: string) => call(server().url, '/api/v1/sites/demo', { method: 'PATCH', body: { mode: to }, headers: staff });
    expect((await mode('pre')).status).toBe(200);
    expect((await list(thread.key)).thread.mode).toBe('pre');
    const held = await posted(server(), thread);
    await mode('post');
    expect(held.comment.status).toBe('pending');
    expect(await idsOf(thread.key)).not.toContain(held.comment.id);
    expect(JSON.stringify(await list(thread.key, '&view=tower'))).not.toContain(held.comment.id);
    const decide = (action: string, revision: number) =>
      call(server().url, '/api/v1/moderation/decisions', {
        body: { items: [{ id: held.comment.id, revision }], action },
        headers: staff,
      });
    expect((await decide('approve', 1)).status).toBe(200);
    expect(await idsOf(thread.key)).toContain(held.comment.id);
    expect((await decide('hide', 2)).status).toBe(200);
    expect(await idsOf(thread.key)).not.toContain(held.comment.id);
  });

  test('a thread that is closed says so on its pages', async () => {
    const staff = await signIn(server().url);
    const thread = newThread();
    await posted(server(), thread);
    const { id } = (await list(thread.key)).thread;
    const closed = await call(server().url, `/api/v1/threads/${id}`, { method: 'PATCH', body: { closed: true }, headers: staff });
    expect(closed.status).toBe(200);
    expect((await list(thread.key)).thread.closed).toBe(true);
  });

  test('the validator names the content, however it is packed; it changes with it', async () => {
    const thread = newThread();
    for (let i = 0; i < 4; i++) await posted(server(), thread);
    const path = pathOf(thread.key);
    const plain = await raw(server().url, path);
    const packed = await raw(server().url, path, { 'accept-encoding': 'gzip' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(unpacked(packed)).toBe(unpacked(plain));
    expect(packed.headers.etag).not.toBe(plain.headers.etag);
    expect(packed.headers.vary).toBe('Origin, Accept-Encoding');
    for (const etag of [String(plain.headers.etag), `W/${packed.headers.etag}`, `"other", ${packed.headers.etag}`]) {
      const again = await raw(server().url, path, { 'accept-encoding': 'br, gzip', 'if-none-match': etag });
      expect([again.status, again.bytes.length]).toEqual([304, 0]);
      expect(etag).toContain(again.headers.etag);
    }
    await posted(server(), thread);
    const changed = await raw(server().url, path, { 'accept-encoding': 'gzip', 'if-none-match': String(packed.headers.etag) });
    expect(changed.status).toBe(200);
  });

  test('pages that stay are packed tighter for those who take it', async () => {
    const thread = newThread();
    for (let i = 0; i < 4; i++) await posted(server(), thread);
    const ask = () => raw(server().url, pathOf(thread.key), { 'accept-encoding': 'gzip, br' });
    await waitFor(async () => (await ask()).headers['content-encoding'] === 'br');
    expect(JSON.parse(unpacked(await ask())).comments).toHaveLength(4);
  });

  test('browsers ask each time, shared caches may keep an answer for a moment; what is personal nobody keeps', async () => {
    const thread = newThread();
    const made = await posted(server(), thread);
    const id = made.comment.id;
    const key = encodeURIComponent(thread.key);
    const shared = [
      pathOf(thread.key),
      `/api/v1/counts?site=demo&thread=${key}`,
      `/api/v1/comments/${id}`,
      `/api/v1/comments/${id}/replies`,
    ];
    for (const path of shared) {
      const { headers } = await raw(server().url, path);
      expect([path, headers['cache-control']]).toEqual([path, 'public, max-age=0, must-revalidate, s-maxage=1']);
      expect(headers['cdn-cache-control']).toBe('max-age=1, stale-while-revalidate=2');
    }
    const mine = { authorization: `Bearer ${made.readerToken}` };
    for (const path of [`/api/v1/me?site=demo&thread=${key}`, `/api/v1/comments/${id}`]) {
      const { headers } = await raw(server().url, path, mine);
      expect([path, headers['cache-control'], headers['cdn-cache-control']]).toEqual([path, 'no-store', undefined]);
    }
  });

  test('who has just become public is told to its author beside the list, for caches that lack it', async () => {
    const thread = newThread();
    const first = await posted(server(), thread);
    const second = await posted(server(), thread, {}, first.readerToken);
    await posted(server(), newThread(), {}, first.readerToken);
    await posted(server(), thread);
    const mine = bearer(first.readerToken ?? '');
    const path = `/api/v1/me?site=demo&thread=${encodeURIComponent(thread.key)}`;
    const { body } = await call<MeAnswer>(server().url, path, { headers: mine });
    expect([body.own, body.recent.map(({ id }) => id)]).toEqual([[], [second.comment.id, first.comment.id]]);
    await call(server().url, `/api/v1/comments/${second.comment.id}`, { method: 'DELETE', headers: mine });
    expect((await call<MeAnswer>(server().url, path, { headers: mine })).body.recent.map(({ id }) => id)).toEqual([first.comment.id]);
  });

  test('HEAD tells the same headers without a body', async () => {
    const thread = newThread();
    await posted(server(), thread);
    const get = await raw(server().url, pathOf(thread.key));
    const head = await raw(server().url, pathOf(thread.key), {}, 'HEAD');
    expect([head.status, head.bytes.length]).toEqual([200, 0]);
    expect(head.headers['content-length']).toBe(String(get.bytes.length));
    expect({ ...steady(head), etag: head.headers.etag }).toEqual({ ...steady(get), etag: get.headers.etag });
  });

  test('a request id of a proxy is kept, each answer has its own otherwise', async () => {
    const path = pathOf(newThread().key);
    expect((await raw(server().url, path, { 'x-request-id': 'from-proxy-1' })).headers['x-request-id']).toBe('from-proxy-1');
    const [one, two] = [await raw(server().url, path), await raw(server().url, path, { 'x-request-id': 'no good' })];
    expect(one.headers['x-request-id']).not.toBe(two.headers['x-request-id']);
    expect(two.headers['x-request-id']).toMatch(/^[\w-]{36}$/);
  });
});

describe('ready pages beside the router', () => {
  let ready: StartedServer;
  let slow: StartedServer;
  let thread: ReturnType<typeof newThread>;
  let other: ReturnType<typeof newThread>;
  beforeAll(async () => {
    ready = await startServer();
    thread = newThread();
    other = newThread('另一篇');
    const top = await posted(ready, thread, { body: '<b>&"\u2028 引号与 emoji 👩‍👩‍👧' });
    for (let i = 0; i < 12; i++) await posted(ready, thread, i % 3 === 0 ? { parentId: top.comment.id } : {});
    await posted(ready, other, { body: sentence() });
    slow = await startServer({ LISTING_CACHE_MB: '0', DATABASE_URL: `sqlite:${ready.dataDir}/liangju.db` });
  });
  afterAll(async () => {
    await slow?.close();
    await ready?.close();
  });

  test('both give the same bytes and headers, for pages and for refusals', async () => {
    const cursor = JSON.parse(unpacked(await raw(slow.url, pathOf(thread.key, '&limit=2&sort=newest')))).nextCursor;
    const paths = [
      ...['hot', 'newest', 'oldest'].flatMap((sort) => ['nested', 'tower'].map((view) => pathOf(thread.key, `&sort=${sort}&view=${view}`))),
      pathOf(thread.key),
      pathOf(thread.key, '&limit=3'),
      pathOf(thread.key, `&limit=2&sort=newest&cursor=${cursor}`),
      pathOf(thread.key, `&limit=2&sort=oldest&cursor=${cursor}`),
      pathOf(thread.key, '&cursor=nonsense'),
      pathOf(thread.key, '&limit=0'),
      pathOf(thread.key, '&limit=101'),
      pathOf(thread.key, '&limit=1&limit=2'),
      pathOf(thread.key, '&unknown=1'),
      pathOf(thread.key, '&sort='),
      pathOf(`${thread.key}#`),
      pathOf('从未有人评论'),
      '/api/v1/comments?site=demo',
      '/api/v1/comments?site=nowhere&thread=x',
      '/api/v1/comments?site=__proto__&thread=x',
      '/api/v1/comments?',
      '/api/v1/comments',
      '/api/v1/comments/?site=demo&thread=x',
      '/api/v1/Comments?site=demo&thread=x',
      '/api/v1/comments?site=demo&thread=%E4%B8',
      '/api/v1/comments?site=demo&thread=a+b%20c',
      '/api/v1/counts?site=demo',
      '/api/v1/counts?site=demo&thread=a',
      `/api/v1/counts?site=demo&thread=${encodeURIComponent(thread.key)}&thread=${encodeURIComponent(other.key)}&thread=__proto__`,
      '/api/v1/counts?site=nowhere&thread=a',
    ];
    const origins = [undefined, 'http://127.0.0.1:9', 'https://elsewhere.example', 'null'];
    for (const path of paths) {
      for (const origin of origins) {
        const headers: Record<string, string> = { 'x-request-id': 'the-same-1', ...(origin === undefined ? {} : { origin }) };
        const expected = await raw(slow.url, path, headers);
        for (const more of [{}, {}, { 'accept-encoding': 'gzip' }]) {
          const got = await raw(ready.url, path, { ...headers, ...more });
          expect([path, got.status, steady(got)]).toEqual([path, expected.status, steady(expected)]);
          expect([path, unpacked(got)]).toEqual([path, unpacked(expected)]);
          if (got.headers['content-encoding'] === undefined) expect(got.headers.etag).toBe(expected.headers.etag);
        }
      }
    }
  });

  test('what another process stores is seen soon: comments, decisions, settings, allowed origins', async () => {
    const shared = newThread('两个进程');
    const ids = async (at: StartedServer) => (await call<ListAnswer>(at.url, pathOf(shared.key))).body.comments.map(({ id }) => id);
    expect(await ids(ready)).toEqual([]);
    const first = await posted(slow, shared);
    await waitFor(async () => (await ids(ready)).includes(first.comment.id));
    const staff = await signIn(slow.url);
    const origin = 'https://news.example';
    const mayRead = async () => (await raw(ready.url, pathOf(shared.key), { origin })).status === 200;
    expect(await mayRead()).toBe(false);
    await call(slow.url, '/api/v1/sites/demo', {
      method: 'PATCH',
      body: { origins: ['*loopback*', origin] },
      headers: staff,
    });
    await waitFor(mayRead);
  });

  test('hits and misses are counted for the operator', async () => {
    const path = pathOf(newThread().key);
    for (let i = 0; i < 3; i++) await raw(ready.url, path);
    const { bytes } = await raw(ready.url, '/metrics');
    const text = bytes.toString();
    expect(text).toMatch(/^liangju_listing_requests_total\{result="hit"\} [1-9]\d*$/m);
    expect(text).toMatch(/^liangju_listing_requests_total\{result="miss"\} [1-9]\d*$/m);
    expect(text).toMatch(/^liangju_listing_pages [1-9]\d*$/m);
    expect(text).toMatch(/^liangju_http_requests_total\{route="\/api\/v1\/comments",method="GET",status="200"\} [1-9]\d*$/m);
  });
});
