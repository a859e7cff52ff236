import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import type { RouteRow } from '../../contract/route-row.ts';
import { routes } from '../../contract/routes.ts';
import { bearer, type Call, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';

/** A page that the site has allowed, and one that it has not. */
const ALLOWED = 'http://localhost:8080';
const FOREIGN = 'https://elsewhere.example';

interface Raw {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** A request as it is, with whatever headers; gives the answer as it came. */
function raw(url: string, path: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const length = typeof body === 'string' ? { 'content-length': String(Buffer.byteLength(body)) } : {};
    const sent = request(url + path, { method, headers: { ...length, ...headers } }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const mayRead = ({ headers }: Raw, origin: string): boolean => ['*', origin].includes(String(headers['access-control-allow-origin']));
const exposed = ({ headers }: Raw): string[] => String(headers['access-control-expose-headers']).toLowerCase().split(/, */);

const rows: [string, RouteRow][] = Object.entries(routes);
// A verifier’s servers are no page.
const isReaders = ({ tag, who }: RouteRow): boolean => (tag === 'comments' || tag === 'readers') && who !== 'verifier';
// A page for people is read by no other page.
const readers = rows.filter(([, row]) => isReaders(row) && row.pageAnswer !== true);
const staff = rows.filter(([, row]) => !isReaders(row) && row.who !== 'verifier');
const addressOf = ({ path }: RouteRow, id = 'nothing'): string => path.replace('{id}', id);

/** Ways in which a call may be refused before anything is known of it: the status, and the call. */
function refusals(row: RouteRow): { [kind: string]: { status: number; path: string } & Call } {
  const method = row.method.toUpperCase();
  const path = addressOf(row);
  const json = { 'content-type': 'application/json' };
  const token = { authorization: 'Bearer ljr_nothing' };
  const kinds: ReturnType<typeof refusals> = {
    'a path below that is none': { status: 404, path: `${path}/nothing/at/all`, method, headers: json },
    'a method that it does not take': { status: 405, path, method: 'TRACE' },
    'an address longer than is read': { status: 431, path: `${path}?thread=${'x'.repeat(20_000)}`, method, headers: json },
    'an unknown parameter': { status: 400, path: `${path}?nothing=1`, method, headers: { ...json, ...token }, body: '{}' },
  };
  if (row.params !== undefined) {
    kinds['a broken percent sign'] = { status: 400, path: addressOf(row, '%E4%B8'), method, headers: { ...json, ...token }, body: '{}' };
  }
  if (row.params === undefined || row.query === undefined) delete kinds['an unknown parameter'];
  if (row.query !== undefined && row.params === undefined) kinds['no parameters'] = { status: 400, path, method, headers: token };
  if (row.who === 'reader') kinds['no token'] = { status: 401, path, method, headers: json, body: '{}' };
  if (row.body !== undefined && row.method !== 'delete') {
    const headers = { ...json, ...token };
    Object.assign(kinds, {
      'a body that is too large': { status: 413, path, method, headers, body: `"${'x'.repeat(70_000)}"` },
      'a body that is no JSON': { status: 400, path, method, headers, body: '{"' },
      'a body of another type': { status: 415, path, method, headers: { ...token, 'content-type': 'text/plain' }, body: '{}' },
      'a packed body': { status: 415, path, method, headers: { ...headers, 'content-encoding': 'gzip' }, body: '{}' },
      'a body that is not as it must be': { status: 400, path, method, headers, body: '{"nothing":1}' },
    });
  }
  return kinds;
}

describe('every answer to a reader’s call can be read by the page that asked', () => {
  let server: StartedServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  const matrix = readers.flatMap(([id, row]) => Object.entries(refusals(row)).map(([kind, how]) => ({ id, kind, how })));
  test.each(matrix)('$id: $kind', async ({ how: { status, path, ...how } }) => {
    for (const origin of [ALLOWED, FOREIGN]) {
      const answer = await raw(server.url, path, { ...how, headers: { ...how.headers, origin } });
      expect([answer.status, mayRead(answer, origin)]).toEqual([status, true]);
      expect(exposed(answer)).toEqual(expect.arrayContaining(['retry-after', 'etag', 'x-request-id']));
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      expect(JSON.parse(answer.text)).toMatchObject({ status, detail: expect.any(String), requestId: expect.any(String) });
    }
  });

  test.each(readers)('%s: its preflight is answered for every page, so that its refusal can be read', async (_id, row) => {
    for (const origin of [ALLOWED, FOREIGN]) {
      const asked = {
        origin,
        'access-control-request-method': row.method.toUpperCase(),
        'access-control-request-headers': 'authorization',
      };
      const answer = await raw(server.url, addressOf(row), { method: 'OPTIONS', headers: asked });
      expect([answer.status, mayRead(answer, origin)]).toEqual([204, true]);
      expect(answer.headers['access-control-allow-methods']).toContain(row.method.toUpperCase());
      for (const name of ['authorization', 'content-type', 'idempotency-key']) {
        expect(String(answer.headers['access-control-allow-headers']).toLowerCase()).toContain(name);
      }
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      expect(answer.headers.vary).toMatch(/origin/i);
    }
  });

  test.each(staff)('%s: staff’s calls are for no other page', async (_id, row) => {
    const method = row.method.toUpperCase();
    for (const path of [addressOf(row), `${addressOf(row)}/`, addressOf(row).toUpperCase(), addressOf(row, '%E4%B8')]) {
      for (const body of [undefined, '{}', `"${'x'.repeat(70_000)}"`]) {
        const headers = { origin: ALLOWED, 'content-type': 'application/json' };
        const answer = await raw(server.url, path, body === undefined ? { method, headers } : { method, headers, body });
        if (path.startsWith('/api/v1/'))
          expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([expect.any(Number), undefined]);
      }
    }
    const preflight = { origin: ALLOWED, 'access-control-request-method': method };
    const answer = await raw(server.url, addressOf(row), { method: 'OPTIONS', headers: preflight });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['access-control-allow-methods']).toBeUndefined();
  });

  test('an unknown address, an unknown site, an unknown comment', async () => {
    for (const path of [
      '/api/v1/nothing',
      '/api/v1/counts?site=nowhere&thread=x',
      '/api/v1/comments?site=nowhere&thread=x',
      '/api/v1/comments/x',
    ]) {
      const answer = await raw(server.url, path, { headers: { origin: ALLOWED } });
      expect([path, answer.status, mayRead(answer, ALLOWED)]).toEqual([path, 404, true]);
    }
  });

  test('the refusal of a wrong field names it in its sentence, in the reader’s language', async () => {
    const long = { ...newThread(), key: `https://x.example/${'a'.repeat(2_100)}` };
    const say = async (thread: unknown, lang: string) => {
      const headers = { origin: ALLOWED, 'accept-language': lang };
      const { status, body } = await call<ProblemView>(server.url, '/api/v1/comments', { body: { ...post(newThread()), thread }, headers });
      return [status, body.detail, body.errors?.map(({ path }) => path)];
    };
    expect(await say(long, 'zh-CN')).toEqual([400, expect.stringMatching(/thread\.key.*2048/), ['thread.key']]);
    expect(await say({ ...newThread(), key: 7 }, 'en')).toEqual([400, expect.stringMatching(/thread\.key/), ['thread.key']]);
    expect(await say({ ...newThread(), url: 'x' }, 'zh-TW')).toEqual([400, expect.stringMatching(/thread\.url/), ['thread.url']]);
  });
});

describe('what honest pages send with a clock set back, a long address, a long title', () => {
  let server: StartedServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());
  const send = (overrides: Record<string, unknown>, thread: Record<string, unknown> = newThread()) =>
    call<PostAnswer & ProblemView>(server.url, '/api/v1/comments', {
      body: { ...post(newThread(), overrides), thread },
      headers: { origin: ALLOWED },
    });

  test.each([-1, -86_400_000, 0.5, 1e300, null])('elapsed: %p', async (elapsed) => {
    expect((await send({ elapsed })).status).toBe(201);
  });

  test('an address of more than 2,048 characters is kept without its query; a longer one yet is refused by name', async () => {
    const known = newThread();
    const admin = await signIn(server.url);
    expect((await send({}, { ...known, key: 'article-1', url: `${known.url}?from=${'a'.repeat(3_000)}#b` })).status).toBe(201);
    const queue = await call<{ items: { comment: { threadKey: string } }[] }>(server.url, '/api/v1/moderation/comments?site=demo&q=', {
      headers: admin,
    });
    expect(queue.status).toBe(200);
    const list = await call<{ thread: { url: string } }>(server.url, '/api/v1/comments?site=demo&thread=article-1');
    expect(list.body.thread.url).toBe(known.url);
    const refused = await send({}, { ...known, url: `http://127.0.0.1/${'a'.repeat(3_000)}` });
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([400, 'thread.url']);
  });

  test('a long title is cut, never through a sign', async () => {
    const known = newThread();
    expect((await send({}, { ...known, title: `${'题'.repeat(499)}😀很长` })).status).toBe(201);
    const list = await call<{ thread: { title: string } }>(
      server.url,
      `/api/v1/comments?site=demo&thread=${encodeURIComponent(known.key)}`,
    );
    expect(list.body.thread.title).toBe('题'.repeat(499));
  });
});

onOneStore('a page that the site has not allowed', (server) => {
  test('reads the refusal in words with its own origin, and no comment; an allowed one and none at all read them', async () => {
    const thread = newThread();
    const body = sentence();
    const made = await call<PostAnswer>(server().url, '/api/v1/comments', { body: post(thread, { body }), headers: { origin: ALLOWED } });
    const key = encodeURIComponent(thread.key);
    const { id } = made.body.comment;
    const token = bearer(made.body.readerToken ?? '');
    const reads = [
      ...[`/api/v1/comments?site=demo&thread=${key}`, `/api/v1/counts?site=demo&thread=${key}`, `/api/v1/comments/${id}`],
      ...[`/api/v1/comments/${id}/replies`, `/api/v1/me?site=demo&thread=${key}`],
    ];
    for (const path of reads) {
      for (const method of ['GET', 'HEAD']) {
        for (const [origin, status] of [
          [ALLOWED, 200],
          [FOREIGN, 403],
          ['null', 403],
          ['http://localhost.evil.example', 403],
          [ALLOWED, 200],
        ] as const) {
          const answer = await raw(server().url, path, { method, headers: { origin, ...token } });
          expect([path, origin, answer.status, mayRead(answer, origin)]).toEqual([path, origin, status, true]);
          expect(answer.headers.vary).toMatch(/origin/i);
          if (status === 200) continue;
          expect(answer.headers['cache-control']).toBe('no-store');
          expect(answer.text).not.toContain(body.slice(0, 8));
          if (method === 'HEAD') continue;
          expect(JSON.parse(answer.text)).toMatchObject({ code: 'origin-not-allowed', origin, detail: expect.stringContaining(origin) });
        }
      }
      const bare = await raw(server().url, path, { headers: token });
      expect([bare.status, bare.headers['access-control-allow-origin']]).toEqual([200, undefined]);
    }
  });

  test('an answer that it has already is no data either: 304 for allowed pages alone', async () => {
    const path = `/api/v1/comments?site=demo&thread=${encodeURIComponent(newThread().key)}`;
    const etag = String((await raw(server().url, path, { headers: { origin: ALLOWED } })).headers.etag);
    const again = await raw(server().url, path, { headers: { origin: ALLOWED, 'if-none-match': etag } });
    expect([again.status, mayRead(again, ALLOWED)]).toEqual([304, true]);
    expect((await raw(server().url, path, { headers: { origin: FOREIGN, 'if-none-match': etag } })).status).toBe(403);
  });

  test('writes nothing, and is told so', async () => {
    const thread = newThread();
    const answer = await call<ProblemView>(server().url, '/api/v1/comments', { body: post(thread), headers: { origin: FOREIGN } });
    expect([answer.status, answer.body.code, answer.body.origin]).toEqual([403, 'origin-not-allowed', FOREIGN]);
    expect(answer.body.detail).toContain(FOREIGN);
    expect(answer.headers.get('access-control-allow-origin')).toBe(FOREIGN);
    const list = await call<{ comments: unknown[] }>(server().url, `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
    expect(list.body.comments).toEqual([]);
  });
});

describe('refusals under load', () => {
  test('who is too fast reads how long to wait', async () => {
    const server = await startServer({ LIMITS: 'on' });
    try {
      for (let last = 0, tries = 0; last !== 429; tries++) {
        const body = JSON.stringify({ site: 'demo', name: '读者' });
        const headers = { origin: ALLOWED, 'content-type': 'application/json' };
        const answer = await raw(server.url, '/api/v1/readers/guest', { method: 'POST', headers, body });
        last = answer.status;
        expect(mayRead(answer, ALLOWED)).toBe(true);
        if (last === 429)
          expect([Number(answer.headers['retry-after']) > 0, exposed(answer).includes('retry-after')]).toEqual([true, true]);
        expect(tries).toBeLessThan(200);
      }
    } finally {
      await server.close();
    }
  });
});
