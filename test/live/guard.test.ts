import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { call, newThread, post, signIn } from '../support/api.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: StartedServer;
let admin: Record<string, string>;
const open: Socket[] = [];
beforeAll(async () => {
  server = await startServer();
  admin = await signIn(server.url);
  const site = { id: 'paper', name: '报纸', origins: ['https://paper.example'], type: 'news' };
  expect((await call(server.url, '/api/v1/sites', { body: site, headers: admin })).status).toBe(201);
  const other = { id: 'forum', name: '论坛', origins: ['https://forum.example'], type: 'forum' };
  expect((await call(server.url, '/api/v1/sites', { body: other, headers: admin })).status).toBe(201);
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});
afterAll(() => server?.close());

interface Asked {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

/** A request as it is, without the headers that clients add. */
async function ask(path: string, headers: Record<string, string> = {}, body?: string): Promise<Asked> {
  const asked = request(server.url + path, { method: body === undefined ? 'GET' : 'POST', agent: false, headers });
  asked.end(body);
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode, headers: answer.headers, text };
}

const POLLING = '/live/?EIO=4&transport=polling';
const OWN = (): Record<string, string> => ({ origin: server.url });
/** Begins a session by long polling; gives its name. */
async function begin(headers: Record<string, string>): Promise<string> {
  const { status, text } = await ask(POLLING, headers);
  expect([status, text]).toEqual([200, expect.stringMatching(/^0\{/)]);
  return JSON.parse(text.slice(1)).sid;
}

describe('long polling', () => {
  test('is never answered by a script, whoever asks and however far the session is', async () => {
    for (const headers of [{}, OWN(), { 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'same-site', cookie: admin.cookie ?? '' }]) {
      expect(await ask(`${POLLING}&j=0`, headers)).toMatchObject({ status: 403, text: expect.not.stringContaining('___eio') });
    }
    const sid = await begin(OWN());
    expect(await ask(`${POLLING}&sid=${sid}&j=1`, OWN())).toMatchObject({ status: 403, text: expect.not.stringContaining('___eio') });
  });

  test.each([
    ['of our own page', () => OWN(), 200],
    ['of our own page, by a current browser', () => ({ 'sec-fetch-site': 'same-origin' }), 200],
    ['of a page that a site has allowed', () => ({ origin: 'https://paper.example' }), 200],
    ['of a foreign page', () => ({ origin: 'https://evil.example' }), 403],
    ['of a page without an address', () => ({ origin: 'null' }), 403],
    ['of an element of a page on a sibling name', () => ({ 'sec-fetch-site': 'same-site' }), 403],
    ['of an element of a foreign page', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
    ['of nobody knows whom', () => ({}), 403],
  ])('%s', async (_name, headers, status) => {
    expect((await ask(POLLING, headers())).status).toBe(status);
  });

  test('the origin is looked at again in each request of a session that has begun', async () => {
    const sid = await begin(OWN());
    const session = `${POLLING}&sid=${sid}`;
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'same-site' }, {}]) {
      expect((await ask(session, headers)).status).toBe(403);
      expect((await ask(session, headers, '40')).status).toBe(403);
    }
    expect((await ask(session, OWN(), '40')).status).toBe(200);
  });

  test('every answer has the headers of data, refusals and preflights too', async () => {
    const preflight = { origin: 'https://paper.example', 'access-control-request-method': 'POST' };
    for (const answer of [
      await ask(POLLING, OWN()),
      await ask(POLLING, { origin: 'https://evil.example' }),
      await ask('/live/?EIO=4&transport=nothing', OWN()),
      await ask(`${POLLING}&sid=gone`, OWN()),
      await ask(POLLING, preflight),
    ]) {
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
    }
  });
});

/** What becomes of a socket: the refusal, or `in`. */
function enters(namespace: string, headers: Record<string, string>, auth: Record<string, string> = {}): Promise<string> {
  const socket = io(server.url + namespace, { path: '/live', transports: ['websocket'], forceNew: true, extraHeaders: headers, auth });
  open.push(socket);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve('in'));
    socket.once('connect_error', (error) => resolve(error.message));
  });
}

describe('web sockets', () => {
  test('a foreign page is refused with 403', async () => {
    const asked = request(`${server.url}/live/?EIO=4&transport=websocket`, {
      headers: {
        ...{ origin: 'https://evil.example', connection: 'Upgrade', upgrade: 'websocket' },
        ...{ 'sec-websocket-version': '13', 'sec-websocket-key': Buffer.from('0123456789abcdef').toString('base64') },
      },
    });
    asked.end();
    const [answer] = await once(asked, 'response');
    expect(answer.statusCode).toBe(403);
  });

  test('a program follows what is public; a page follows only threads of sites that have allowed it', async () => {
    const join = async (headers: Record<string, string>, site: string) => {
      const socket = io(server.url, { path: '/live', transports: ['websocket'], forceNew: true, extraHeaders: headers });
      open.push(socket);
      return socket.timeout(15_000).emitWithAck('join', { site, thread: newThread().key });
    };
    expect(await join({}, 'paper')).toMatchObject({ ok: true });
    expect(await join({ origin: 'https://paper.example' }, 'paper')).toMatchObject({ ok: true });
    expect(await join({ origin: 'https://forum.example' }, 'paper')).toEqual({ ok: false, code: 'origin-not-allowed' });
  });

  test('one connection cannot enter a namespace again and again', async () => {
    // By hand: the client library does not do such a thing.
    const wire = new WebSocket(`${server.url.replace('http', 'ws')}/live/?EIO=4&transport=websocket`);
    const told: string[] = [];
    let isClosed = false;
    wire.onmessage = ({ data }) => told.push(String(data));
    wire.onclose = () => {
      isClosed = true;
    };
    await waitFor(() => told.length === 1);
    for (let i = 0; i < 6; i++) wire.send('40');
    // Whoever asks again once they are in is cut off by the library; who asks before that is told.
    await waitFor(() => told.length === 7 || isClosed);
    wire.close();
    expect(told.filter((text) => text.startsWith('40'))).toHaveLength(1);
    const refused = told.slice(1).filter((text) => !text.startsWith('40'));
    expect(refused.filter((text) => !text.startsWith('44') || !text.includes('already-connected'))).toEqual([]);
  });
});

describe('the moderators’ news', () => {
  const cookie = (): { cookie: string } => ({ cookie: admin.cookie ?? '' });

  test.each([
    ['with the cookie, of our own page', () => ({ ...cookie(), ...OWN() }), 'in'],
    ['with the cookie, of a page that a site has allowed', () => ({ ...cookie(), origin: 'https://paper.example' }), 'sign-in-required'],
    ['with the cookie, of nobody knows whom', () => cookie(), 'sign-in-required'],
    ['without it', () => OWN(), 'sign-in-required'],
  ])('%s', async (_name, headers, outcome) => {
    expect(await enters('/moderation', headers())).toBe(outcome);
  });

  test('are given by long polling to our own page alone', async () => {
    const own = { ...cookie(), 'sec-fetch-site': 'same-origin' };
    const sid = await begin(own);
    expect((await ask(`${POLLING}&sid=${sid}`, own, '40/moderation,')).status).toBe(200);
    expect((await ask(`${POLLING}&sid=${sid}`, own)).text).toMatch(/^40\/moderation,\{"sid"/);
    expect((await ask(`${POLLING}&sid=${sid}`, cookie())).status).toBe(403);
  });

  test('need the scope that the queue needs', async () => {
    const token = async (scope: string): Promise<string> => {
      const made = await call<{ token: string }>(server.url, '/api/v1/staff/tokens', {
        body: { name: scope, scopes: [scope] },
        headers: admin,
      });
      return made.body.token;
    };
    expect(await enters('/moderation', {}, { token: await token('read') })).toBe('in');
    expect(await enters('/moderation', {}, { token: await token('sites') })).toBe('not-allowed');
    expect(await enters('/moderation', {}, { token: 'ljs_nobody' })).toBe('sign-in-required');
  });
});

test('a server without news goes on serving', async () => {
  const thread = newThread();
  expect((await call(server.url, '/api/v1/comments', { body: post(thread) })).status).toBe(201);
});
