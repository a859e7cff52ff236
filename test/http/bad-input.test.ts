import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import type { RouteRow } from '../../contract/route-row.ts';
import { routes } from '../../contract/routes.ts';
import { PROBLEM_STATUS } from '../../server/domain/problem.ts';
import { bearer, type Call, call, newThread, post, signIn } from '../support/api.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: StartedServer;
let admin: Record<string, string>;

beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server.url);
});
afterAll(() => server?.close());

const at = (path: string, options?: Call) => call<ProblemView>(server.url, path, options);

/** A problem of the contract: the type, a known code with its status, a sentence, no internals. */
function expectProblem(answer: { status: number; headers: Headers; body: ProblemView }, code?: string): void {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(Object.keys(PROBLEM_STATUS)).toContain(answer.body.code);
  expect(answer.body).toMatchObject({
    status: answer.status,
    type: expect.any(String),
    title: expect.any(String),
    requestId: expect.any(String),
  });
  expect(answer.body.detail.length).toBeGreaterThan(2);
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:\d|SQLITE|Mongo|at \w+ \(/);
  if (code !== undefined) expect(answer.body.code).toBe(code);
}

describe('what is no request', () => {
  const thread = newThread();
  const bodies: [string, unknown, string][] = [
    ['malformed JSON', '{"site": "demo",', 'malformed-json'],
    ['an empty body', '', 'malformed-json'],
    ['an array', [], 'invalid-request'],
    ['null', null, 'invalid-request'],
    ['an unknown key', { ...post(thread), isAdmin: true }, 'invalid-request'],
    ['a status of one’s own', { ...post(thread), status: 'published' }, 'invalid-request'],
    ['an unknown key inside', { ...post(thread), author: { name: '读者', badge: 'staff' } }, 'invalid-request'],
    ['a number as text', { ...post(thread), body: 12 }, 'invalid-request'],
    ['an operator as text', { ...post(thread), body: { $gt: '' } }, 'invalid-request'],
    ['an operator as site', { ...post(thread), site: { $ne: null } }, 'invalid-request'],
    ['an operator as parent', { ...post(thread), parentId: { $regex: '.*' } }, 'invalid-request'],
    [
      '__proto__',
      `{"site":"demo","__proto__":{"admin":true},"thread":${JSON.stringify(thread)},"body":"你好","author":{"name":"甲"}}`,
      'invalid-request',
    ],
    [
      '__proto__ inside',
      `{"site":"demo","thread":${JSON.stringify(thread)},"body":"你好","author":{"name":"甲","__proto__":{"badge":"staff"}}}`,
      'invalid-request',
    ],
    [
      '__proto__ in disguise',
      `{"site":"demo","thread":${JSON.stringify(thread)},"body":"你好","author":{"name":"甲","\\u005f_proto\\u005f_":{"badge":"staff"}}}`,
      'invalid-request',
    ],
    ['constructor', { ...post(thread), constructor: { prototype: {} } }, 'invalid-request'],
    ['a script as URL', { ...post(thread), thread: { ...thread, url: 'javascript:alert(1)' } }, 'invalid-request'],
    [
      'an e-mail with a header in it',
      { ...post(thread), author: { name: '读者', email: 'a@example.com\r\nBcc: b@example.com' } },
      'invalid-request',
    ],
    ['nothing but marks as name', { ...post(thread), author: { name: '\u200b\u200b' } }, 'name-not-allowed'],
    ['an unknown site', { ...post(thread), site: 'nobody' }, 'not-found'],
    ['an unknown parent', { ...post(thread), parentId: '01JUNKNOWN0000000000000000' }, 'unsupported-parent'],
    ['no author and no token', { ...post(thread), author: undefined }, 'sign-in-required'],
  ];

  test.each(bodies)('%s', async (_name, body, code) => {
    expectProblem(await at('/api/v1/comments', { body, method: 'POST', headers: { 'content-type': 'application/json' } }), code);
    const list = await call<ListAnswer>(server.url, `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
    expect(list.body.comments).toEqual([]);
  });

  test('a body over the limit is 413 with the limit', async () => {
    const answer = await at('/api/v1/comments', { body: post(thread, { body: '长'.repeat(200_000) }) });
    expectProblem(answer, 'too-large');
    expect(answer.body.detail).toContain('65536');
  });

  test('another type than JSON is 415, also where a form could send it', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
      expectProblem(await at('/api/v1/comments', { body: JSON.stringify(post(thread)), headers: { 'content-type': type } }), 'json-only');
    }
  });

  test('a doubled parameter, an unknown one, a bad number, a bad cursor', async () => {
    const key = encodeURIComponent(thread.key);
    expectProblem(await at(`/api/v1/comments?site=demo&site=other&thread=${key}`), 'invalid-request');
    expectProblem(await at(`/api/v1/comments?site[$ne]=x&thread=${key}`), 'invalid-request');
    expectProblem(await at(`/api/v1/comments?site=demo&thread=${key}&admin=1`), 'invalid-request');
    for (const limit of ['0', '101', '-1', '1e9', 'abc', '']) {
      expectProblem(await at(`/api/v1/comments?site=demo&thread=${key}&limit=${limit}`), 'invalid-request');
    }
    await at('/api/v1/comments', { body: post(thread) });
    for (const cursor of [
      'x',
      '%00',
      Buffer.from('["comments:hot",1]').toString('base64url'),
      Buffer.from('{"$gt":1}').toString('base64url'),
    ]) {
      expectProblem(await at(`/api/v1/comments?site=demo&thread=${key}&cursor=${cursor}`), 'invalid-cursor');
    }
  });
});

describe('a name that cannot be used', () => {
  test.each([
    ['\u2800', 'blank', '看得见'],
    ['长'.repeat(31), 'too-long', '31'],
    ['管理員', 'reserved', '工作人员'],
  ])('%j: the field, a stable word and a sentence say what is wrong', async (name, code, says) => {
    const thread = newThread();
    const posted = await at('/api/v1/comments', { body: post(thread, { author: { name } }) });
    expectProblem(posted, 'name-not-allowed');
    expect(posted.body.detail).toContain(says);
    expect(posted.body.errors).toEqual([{ path: 'author.name', message: posted.body.detail, code }]);
    const guest = await at('/api/v1/readers/guest', { body: { site: 'demo', name } });
    expect([guest.status, guest.body.errors]).toEqual([422, [{ path: 'name', message: guest.body.detail, code }]]);
    const english = await at('/api/v1/readers/guest', { body: { site: 'demo', name }, headers: { 'accept-language': 'en' } });
    expect(english.body.detail).not.toMatch(/[\p{Script=Han}{}]/u);
  });
});

describe('who may', () => {
  test('a foreign origin may neither read nor write', async () => {
    const headers = { origin: 'https://evil.example' };
    const thread = newThread();
    const read = await at(`/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`, { headers });
    expectProblem(read, 'origin-not-allowed');
    const refused = await at('/api/v1/comments', { body: post(thread), headers });
    expectProblem(refused, 'origin-not-allowed');
    expect(refused.status).toBe(403);
    for (const near of ['http://127.0.0.1.evil.example', 'http://localhost.evil.example', 'null', 'file://']) {
      expectProblem(await at('/api/v1/comments', { body: post(thread), headers: { origin: near } }), 'origin-not-allowed');
    }
    const allowed = await at('/api/v1/comments', { body: post(thread), headers: { origin: 'http://localhost:8080' } });
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([201, 'http://localhost:8080']);
  });

  test('a token that is none, or another site’s, is 401', async () => {
    await call(server.url, '/api/v1/sites', { body: { id: 'second', name: '二', origins: [], mode: 'post' }, headers: admin });
    const thread = newThread();
    const first = await call<PostAnswer>(server.url, '/api/v1/comments', { body: post(thread) });
    for (const token of [first.body.readerToken ?? '', 'x', `ljr_${'A'.repeat(43)}`, 'ljs_nothing']) {
      expectProblem(await at('/api/v1/comments', { body: post(thread, { site: 'second' }), headers: bearer(token) }), 'invalid-token');
    }
  });

  test('staff calls want staff, the right scope, and the CSRF token', async () => {
    expectProblem(await at('/api/v1/moderation/queue'), 'sign-in-required');
    const made = await call<{ token: string }>(server.url, '/api/v1/staff/tokens', {
      body: { name: '只读', scopes: ['read'] },
      headers: admin,
    });
    expect((await at('/api/v1/moderation/queue', { headers: bearer(made.body.token) })).status).toBe(200);
    const decision = { items: [{ id: 'x', revision: 1 }], action: 'approve' };
    expectProblem(await at('/api/v1/moderation/decisions', { body: decision, headers: bearer(made.body.token) }), 'not-allowed');
    expectProblem(
      await at('/api/v1/moderation/decisions', { body: decision, headers: { cookie: admin.cookie ?? '' } }),
      'csrf-token-missing',
    );
  });

  test('the session cookie is closed to scripts, to plain connections and to other sites', async () => {
    const answer = await at('/api/v1/staff/session', { body: { email: 'admin@example.com', password: 'correct horse battery' } });
    const cookie = answer.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/^__Host-/);
    for (const attribute of [/; *HttpOnly/i, /; *Secure/i, /; *SameSite=Strict/i, /; *Path=\//i]) expect(cookie).toMatch(attribute);
  });

  test('a wrong password and an unknown address give the same answer', async () => {
    const wrong = await at('/api/v1/staff/session', { body: { email: 'admin@example.com', password: 'wrong wrong wrong' } });
    const unknown = await at('/api/v1/staff/session', { body: { email: 'nobody@example.com', password: 'wrong wrong wrong' } });
    expectProblem(wrong, 'bad-credentials');
    expect([unknown.status, unknown.body.code, unknown.body.detail]).toEqual([wrong.status, wrong.body.code, wrong.body.detail]);
  });
});

describe('any method on any path', () => {
  test('an unknown address is 404, a known one with another method 405 with Allow', async () => {
    expectProblem(await at('/api/v1/nothing'), 'not-found');
    expectProblem(await at('/../../etc/passwd'), 'not-found');
    const answer = await at('/api/v1/counts', { method: 'DELETE' });
    expectProblem(answer, 'method-not-allowed');
    expect(answer.headers.get('allow')).toBe('GET');
  });

  const rows: [string, RouteRow][] = Object.entries(routes);
  test.each(rows)('%s survives junk in every part', async (_id, row) => {
    const path = row.path.replace(/\{\w+\}/g, '%00%2e%2e%2f');
    const junk: Call[] = [
      { method: row.method.toUpperCase() },
      { method: row.method.toUpperCase(), headers: { authorization: 'Bearer \u00ff'.slice(0, 7), cookie: '__Host-liangju_session=%00' } },
      ...(row.method === 'get'
        ? []
        : [
            { method: row.method.toUpperCase(), body: '[[[[[[[[', headers: admin },
            { method: row.method.toUpperCase(), body: { $where: 'sleep(1)' }, headers: admin },
          ]),
    ];
    for (const one of junk) {
      const answer = await at(`${path}?a[]=1&a=2&__proto__[x]=1`, one);
      expect(answer.status).toBeLessThan(500);
      if (row.pageAnswer === true) expect(String(answer.body)).toMatch(/<p role="alert">[^<]{5,}<\/p>/);
      else if (answer.status >= 400) expectProblem(answer);
    }
  });

  test('headers say nothing of the server and forbid what data may not do', async () => {
    const answer = await at('/api/v1/nothing');
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'.*sandbox/);
    expect(answer.headers.get('vary')).toMatch(/origin/i);
  });

  test('problems are told in the reader’s language', async () => {
    const say = async (lang: string) => (await at('/api/v1/nothing', { headers: { 'accept-language': lang } })).body.detail;
    expect(await say('zh-CN')).toBe('没有找到。');
    expect(await say('zh-TW,zh;q=0.8')).toBe('找不到。');
    expect(await say('fr;q=0.9,en;q=0.8')).toBe('Not found.');
  });
});

describe('afterwards', () => {
  test('the process is alive, ready, and says how it is doing to this machine alone', async () => {
    expect((await at('/healthz')).status).toBe(200);
    expect((await at('/readyz')).status).toBe(200);
    const metrics = await call<string>(server.url, '/metrics');
    expect(metrics.body).toMatch(/liangju_http_requests_total\{.*route="\/api\/v1\/comments"/);
    expectProblem(await at('/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } }), 'not-allowed');
  });

  test('no secret and no text stands in the log', async () => {
    const thread = newThread();
    const body = '日志里不应当出现这句话';
    const answer = await call<PostAnswer>(server.url, '/api/v1/comments', {
      body: post(thread, { body, author: { name: '读者', email: 'reader@example.com' } }),
    });
    const log = () => server.lines.join('\n');
    await waitFor(() => log().includes(answer.headers.get('x-request-id') ?? '-'));
    for (const secret of [body, 'reader@example.com', answer.body.readerToken ?? '-', 'correct horse battery', admin.cookie ?? '-']) {
      expect(log().includes(secret)).toBe(false);
    }
  });

  test('a header that promises more than it sends is answered in time', async () => {
    const { port } = new URL(server.url);
    const status = await new Promise<number | undefined>((resolve) => {
      const req = request(
        {
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: '/api/v1/comments',
          headers: { 'content-type': 'application/json', 'content-length': 'x' },
        },
        (res) => resolve(res.statusCode),
      );
      req.on('error', () => resolve(undefined));
      req.end();
    });
    expect(status === undefined || status >= 400).toBe(true);
    expect((await at('/healthz')).status).toBe(200);
  });
});
