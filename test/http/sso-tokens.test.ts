import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ReaderView } from '../../contract/account.ts';
import { call, signIn } from '../support/api.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { type Alg, claimsOf, hostileTokens, ISSUER, makeKeys, OLD_SECRET, seconds, SECRET, signedBy, tokenOf } from './sso-tokens.ts';

interface SignedIn {
  reader: ReaderView;
  readerToken: string;
}
interface Refusal {
  code: string;
}
type Refused = { refused: { at: string; reason: string; claims: Record<string, unknown> }[] };

let server: StartedServer;
let admin: Record<string, string>;
const keys = makeKeys();

beforeAll(async () => {
  server = await startServer({ OUTBOUND_HOSTS: 'localhost' });
  admin = await signIn(server.url);
});
afterAll(() => server?.close());

async function setSso(sso: object): Promise<void> {
  const body = { sso, badges: ['特约作者'], avatarHosts: ['pictures.example', '*.cdn.example'] };
  const changed = await call(server.url, '/api/v1/sites/demo', { method: 'PATCH', headers: admin, body });
  expect([changed.status, changed.body]).toEqual([200, expect.anything()]);
}

const send = (token: unknown) => call<SignedIn & Refusal>(server.url, '/api/v1/readers/sso', { body: { site: 'demo', token } });
const refusals = async (): Promise<Refused['refused']> =>
  (await call<Refused>(server.url, '/api/v1/sites/demo/sso/refused', { headers: admin })).body.refused;

describe('tokens signed with a shared secret', () => {
  beforeAll(() => setSso({ mode: 'hs256', issuer: ISSUER, secrets: [SECRET, OLD_SECRET] }));

  const now = seconds();
  const right: [string, string, Partial<ReaderView>][] = [
    ['a plain one', tokenOf(), { kind: 'member', name: '沈砚', avatar: null, badge: null, verified: null }],
    ['one signed with the secret before', tokenOf({ secret: OLD_SECRET }), { name: '沈砚' }],
    ['one with everything', tokenOf({ claims: everything() }), everythingShown()],
    ['one whose audience is a list of the site alone', tokenOf({ claims: claimsOf({ aud: ['demo'] }) }), {}],
    ['one of 24 hours', tokenOf({ claims: claimsOf({ iat: now, exp: now + 86_400 }) }), {}],
    ['one of a server whose clock is half a minute ahead', tokenOf({ claims: claimsOf({ iat: now + 30, exp: now + 3_600 }) }), {}],
    ['one without typ', tokenOf({ header: { alg: 'HS256' } }), {}],
    ['one with a kid, which says nothing here', tokenOf({ header: { alg: 'HS256', kid: '../../dev/null' } }), {}],
    ['one with claims that mean nothing here', tokenOf({ claims: claimsOf({ jti: 'x', groups: ['a'], preferred_username: 'shen' }) }), {}],
    ['one with a fraction of a second', tokenOf({ claims: claimsOf({ iat: now - 0.5 }) }), {}],
    ['one with a sub of 128 signs', tokenOf({ claims: claimsOf({ sub: 's'.repeat(128) }) }), {}],
    ['one with a name of 30 signs', tokenOf({ claims: claimsOf({ name: '名'.repeat(30) }) }), {}],
    ['one with a picture below an allowed host', tokenOf({ claims: claimsOf({ avatar: 'https://a.b.cdn.example/x.png' }) }), {}],
    ['one of 8 KB', tokenOf({ claims: claimsOf({ note: 'x'.repeat(5_800) }) }), {}],
  ];

  function everything() {
    return claimsOf({
      ...{ avatar: 'https://pictures.example/a.png', url: 'https://shen.example/', email: 'Shen@news.example', email_verified: true },
      ...{ badge: '特约作者', verified: 'phone', person: 'p-77', minor: true, authorOf: ['a-1'], lang: 'zh-CN', nbf: now - 5 },
    });
  }
  function everythingShown() {
    return { avatar: 'https://pictures.example/a.png', url: 'https://shen.example/', badge: '特约作者', verified: 'phone' as const };
  }

  test.each(right)('%s is taken', async (_, token, shown) => {
    const answer = await send(token);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    expect(answer.body.reader).toMatchObject({ kind: 'member', ...shown });
    expect(answer.body.readerToken).toMatch(/^ljr_[\w-]{43}$/);
  });

  test('there are more than a hundred hostile ones', () => {
    expect(hostileTokens('').length).toBeGreaterThan(100);
  });

  const pem = keys.RS256.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  test.each(hostileTokens(pem))('%s', async (_, token, reason) => {
    const answer = await send(token);
    if (reason === 'good') {
      expect(answer.status).toBe(200);
      return;
    }
    expect([answer.status, answer.body.code]).toEqual([401, 'invalid-token']);
    const [last] = await refusals();
    expect(last?.reason).toBe(reason);
  });

  test('all refusals look the same outside, and none of a token stands in the log of the site but what names nobody', async () => {
    const bodies = new Set<string>();
    for (const token of ['', tokenOf({ secret: 'x' }), tokenOf({ claims: claimsOf({ sub: '' }) }), 'a.b.c']) {
      const { body } = await send(token);
      bodies.add(JSON.stringify({ ...body, requestId: '' }));
    }
    expect(bodies.size).toBe(1);
    const secretive = claimsOf({ sub: 'only-he', name: '秘密', email: 'secret@news.example', exp: 1 });
    const token = tokenOf({ claims: secretive });
    await send(token);
    const listed = await refusals();
    expect(listed).toHaveLength(10);
    expect(listed[0]).toMatchObject({ reason: 'expires-at', claims: { alg: 'HS256', iss: ISSUER, aud: 'demo', exp: 1 } });
    for (const hidden of ['only-he', '秘密', 'secret@', token, token.split('.')[2] ?? '']) {
      expect(JSON.stringify(listed)).not.toContain(hidden);
      expect(server.lines.join('\n')).not.toContain(hidden);
    }
  });

  test('a token that is no text is refused as a wrong request; one of a megabyte is not read', async () => {
    for (const token of [null, 1, {}, ['a']]) expect((await send(token)).status).toBe(400);
    expect((await send('a'.repeat(1_000_000))).status).toBe(413);
  });

  test('a secret is never read back, is encrypted at rest, and its numbered mask keeps exactly that one', async () => {
    const shown = async (): Promise<string[]> =>
      (await call<{ sso: { secrets: string[] } }>(server.url, '/api/v1/sites/demo', { headers: admin })).body.sso.secrets;
    const taken = async (): Promise<number[]> => [
      (await send(tokenOf())).status,
      (await send(tokenOf({ claims: claimsOf({ note: 'before' }), secret: OLD_SECRET }))).status,
    ];
    expect(await shown()).toEqual(['••••1', '••••2']);
    for (const secrets of [
      ['••••1', '••••1'],
      ['••••3'],
      ['••••0'],
      ['••••01'],
      ['••••'],
      ['••••1', '••••'],
      ['too-short'],
      Array.from({ length: 3 }, () => SECRET),
    ]) {
      const changed = await call<Refusal>(server.url, '/api/v1/sites/demo', {
        method: 'PATCH',
        headers: admin,
        body: { sso: { secrets } },
      });
      expect([secrets, changed.status, changed.body.code]).toEqual([secrets, 400, 'invalid-request']);
    }
    await setSso({ secrets: ['••••2', '••••1'] });
    expect(await taken()).toEqual([200, 200]);
    await setSso({ secrets: [SECRET.toUpperCase(), '••••1'] });
    expect(await taken()).toEqual([401, 200]);
    await setSso({ secrets: [SECRET, '••••2'] });
    // The first line is deleted: the second secret stays.
    await setSso({ secrets: ['••••2'] });
    expect([await shown(), await taken()]).toEqual([['••••1'], [401, 200]]);
    await setSso({ secrets: [SECRET, '••••1'] });
    await setSso({ secrets: ['••••1'] });
    expect(await taken()).toEqual([200, 401]);
  });
});

describe('tokens signed with keys at an address', () => {
  let keyServer: Server;
  let asked = 0;
  let answer: { status: number; body: unknown } = { status: 200, body: {} };
  const jwk = (alg: Alg, kid?: string) => ({ ...keys[alg].publicKey.export({ format: 'jwk' }), ...(kid === undefined ? {} : { kid }) });
  const algorithms: readonly Alg[] = ['RS256', 'ES256', 'EdDSA'];
  let path = 0;

  beforeAll(async () => {
    keyServer = createServer((_req, res) => {
      asked++;
      res.writeHead(answer.status, { 'content-type': 'application/json' });
      res.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
    }).listen(0, '127.0.0.1');
    await once(keyServer, 'listening');
  });
  afterAll(() => void keyServer?.close());

  /** An address that was not asked before, as the site's. */
  async function useKeys(body: unknown, more: object = {}, status = 200): Promise<void> {
    answer = { status, body };
    asked = 0;
    const address = keyServer.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await setSso({
      mode: 'jwks',
      issuer: ISSUER,
      jwksUrl: `http://127.0.0.1:${port}/keys-${++path}`,
      algorithms: [...algorithms],
      ...more,
    });
  }

  test.each(algorithms)('one by %s is taken, with and without the name of its key; the keys are asked for once', async (alg) => {
    await useKeys({ keys: algorithms.map((one) => jwk(one, one)) });
    for (const header of [{ kid: alg }, {}]) {
      const sent = await Promise.all(Array.from({ length: 5 }, () => send(signedBy(alg, keys[alg].privateKey, { header }))));
      expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    }
    expect(asked).toBe(1);
  });

  test('of several keys without a name the right one is found', async () => {
    const others = Array.from({ length: 2 }, () => makeKeys().ES256.publicKey.export({ format: 'jwk' }));
    await useKeys({ keys: [...others, jwk('ES256')] });
    expect((await send(signedBy('ES256', keys.ES256.privateKey))).status).toBe(200);
  });

  test('an algorithm that the site has not set, a secret made of the public key, another’s key and a changed text are refused', async () => {
    await useKeys({ keys: [jwk('RS256', 'a'), jwk('ES256', 'b')] }, { algorithms: ['RS256'] });
    const pem = keys.RS256.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const [head, , tail] = signedBy('RS256', keys.RS256.privateKey).split('.');
    const forged = Buffer.from(JSON.stringify(claimsOf({ sub: 'u-9' }))).toString('base64url');
    for (const [token, reason] of [
      [signedBy('ES256', keys.ES256.privateKey, { header: { kid: 'b' } }), 'algorithm'],
      [tokenOf({ secret: pem }), 'algorithm'],
      [tokenOf({ header: { alg: 'RS256', kid: 'a' }, secret: pem }), 'signature'],
      [signedBy('RS256', makeKeys().RS256.privateKey, { header: { kid: 'a' } }), 'signature'],
      [signedBy('RS256', keys.RS256.privateKey, { header: { kid: 'elsewhere' } }), 'no-key'],
      [`${head}.${forged}.${tail}`, 'signature'],
      [signedBy('RS256', keys.RS256.privateKey, { header: { jwk: jwk('RS256') } }), 'header'],
    ] as const) {
      expect((await send(token)).status).toBe(401);
      expect((await refusals())[0]?.reason).toBe(reason);
    }
    // A key that is not known is not looked for with every token.
    expect(asked).toBe(1);
  });

  test.each([
    ['an answer of 500', { keys: [] }, 500],
    ['no JSON', 'nothing', 200],
    ['no keys', { keys: [] }, 200],
    ['a symmetric key alone', { keys: [{ kty: 'oct', k: Buffer.from(SECRET).toString('base64url') }] }, 200],
    ['a private key', { keys: [keys.ES256.privateKey.export({ format: 'jwk' })] }, 200],
    ['more than can be read', `{"keys":[],"more":"${'x'.repeat(70_000)}"}`, 200],
  ])('where the address gives %s nobody is signed in, and it is not asked again at once', async (_, body, status) => {
    await useKeys(body, {}, status);
    for (let i = 0; i < 3; i++) {
      expect((await send(signedBy('ES256', keys.ES256.privateKey))).status).toBe(401);
      expect(['keys-unreachable', 'no-key']).toContain((await refusals())[0]?.reason);
    }
    expect(asked).toBe(1);
  });

  test('switched off, nobody is signed in', async () => {
    await setSso({ mode: 'off' });
    expect((await send(tokenOf())).status).toBe(401);
    expect((await refusals())[0]?.reason).toBe('off');
  });
});

test('a network that sends too many is refused before a token is looked at', async () => {
  const strict = await startServer({ LIMITS: 'on' });
  try {
    const send = () => call<Refusal>(strict.url, '/api/v1/readers/sso', { body: { site: 'demo', token: tokenOf() } });
    const codes: string[] = [];
    while (codes.at(-1) !== 'too-fast' && codes.length < 500) codes.push((await send()).body.code);
    expect(new Set(codes)).toEqual(new Set(['invalid-token', 'too-fast']));
    const headers = await signIn(strict.url);
    const before = await call(strict.url, '/api/v1/sites/demo/sso/refused', { headers });
    expect((await send()).status).toBe(429);
    expect((await call(strict.url, '/api/v1/sites/demo/sso/refused', { headers })).body).toEqual(before.body);
  } finally {
    await strict.close();
  }
});
