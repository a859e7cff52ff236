import { beforeAll, expect, test } from '@jest/globals';
import type { InvitedAccount, SessionAnswer } from '../../contract/account.ts';
import type { AuditAnswer } from '../../contract/moderation.ts';
import type { PasskeyCreation, PasskeyList, PasskeyRequest, PasskeyView } from '../../contract/passkeys.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { io } from 'socket.io-client';
import type { z } from 'zod';
import { Authenticator, type Wrongs } from '../support/authenticator.ts';
import { bearer, call, signIn } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';
import { startServer } from '../support/start-server.ts';

const PASSWORD = 'a walk along the river';
type Headers = Record<string, string>;

/** Calls of a started server about staff. */
function callsOf(url: () => string) {
  const ask = <T = ProblemView>(method: string, path: string, headers: Headers, body?: object) =>
    call<T>(url(), `/api/v1/staff${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const code = async (asked: Promise<{ status: number; body: ProblemView }>): Promise<unknown> => {
    const { status, body } = await asked;
    return status < 300 ? status : body.code;
  };
  /** Asks for a challenge to sign in; gives it, and the headers of the browser that asked. */
  async function begin(headers: Headers = {}): Promise<{ options: PasskeyRequest; headers: Headers }> {
    const answer = await ask<PasskeyRequest>('POST', '/session/passkey/options', headers);
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return { options: answer.body, headers: { ...headers, cookie } };
  }
  /** Signs in by the passkey alone. */
  async function enter(device: Authenticator, wrongs: Wrongs = {}) {
    const { options, headers } = await begin();
    return ask<SessionAnswer & ProblemView>('POST', '/session/passkey', headers, { credential: device.get(options, wrongs) });
  }
  /** Adds a passkey to who is signed in. */
  async function add(headers: Headers, name = '笔记本', wrongs: Wrongs = {}) {
    const { body: options } = await ask<PasskeyCreation>('POST', '/passkeys/options', headers);
    const device = new Authenticator(url());
    const added = await ask<PasskeyView & ProblemView>('POST', '/passkeys', headers, { name, credential: device.create(options, wrongs) });
    return { device, added, options };
  }
  let number = 0;
  /** Somebody new of a role for all sites, who is signed in. */
  async function join(admin: Headers, role = 'moderator'): Promise<{ id: string; email: string; headers: Headers }> {
    const email = `passkey${++number}@example.com`;
    const { body } = await ask<InvitedAccount>('POST', '/accounts', admin, { email, name: '小安', grants: [{ role, site: '*' }] });
    const token = body.invitation.link.split('#invitation=')[1];
    await ask('POST', '/invitation/accept', {}, { token, password: PASSWORD });
    return { id: body.account.id, email, headers: await signIn(url(), { email, password: PASSWORD }) };
  }
  return { ask, code, begin, enter, add, join };
}

onOneStore('passkeys', (server) => {
  const { ask, code, begin, enter, add, join } = callsOf(() => server().url);
  let admin: Headers;
  const list = async (headers: Headers) => (await ask<z.infer<typeof PasskeyList>>('GET', '/passkeys', headers)).body.passkeys;

  beforeAll(async () => {
    admin = await signIn(server().url);
  });

  test('several are added under a name, sign in alone, are listed with their last use, and removed', async () => {
    const { email, headers } = await join(admin);
    const { device, added, options } = await add(headers, '  笔记本 ');
    expect(options).toMatchObject({ rp: { id: '127.0.0.1' }, user: { name: email }, excludeCredentials: [] });
    expect([added.status, added.body]).toEqual([
      201,
      { id: expect.any(String), name: '笔记本', createdAt: expect.any(String), usedAt: null },
    ]);
    const second = await add(headers, '钥匙');
    expect(second.options.excludeCredentials.map(({ id }) => id)).toEqual([device.credentialId]);
    const entered = await enter(device);
    expect([entered.status, entered.body.staff.email, entered.body.secondFactors]).toEqual([200, email, ['passkey']]);
    expect((await list(headers)).map(({ name, usedAt }) => [name, usedAt !== null])).toEqual([
      ['笔记本', true],
      ['钥匙', false],
    ]);
    expect(await code(ask('DELETE', `/passkeys/${added.body.id}`, headers))).toBe(204);
    expect(await code(ask('DELETE', `/passkeys/${added.body.id}`, headers))).toBe(204);
    expect([await code(enter(device)), await code(enter(second.device))]).toEqual(['wrong-passkey', 200]);
    const audit = await call<z.infer<typeof AuditAnswer>>(server().url, '/api/v1/moderation/audit?limit=50', { headers: admin });
    const actions = audit.body.entries.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['staff.passkey-add', 'staff.passkey-remove']));
  });

  test('after the password a passkey is the second factor; that of another account is not', async () => {
    const [one, other] = [await join(admin), await join(admin)];
    const { device } = await add(one.headers);
    const { device: foreign } = await add(other.headers);
    const password = (extra: object, headers: Headers = {}) =>
      ask<SessionAnswer & ProblemView>('POST', '/session', headers, { email: one.email, password: PASSWORD, ...extra });
    expect((await password({})).body).toMatchObject({ code: 'second-factor-required', ways: 'passkey' });
    expect(await code(password({ otp: '123456' }))).toBe('wrong-code');
    const asked = await begin();
    expect(await code(password({ passkey: foreign.get(asked.options) }, asked.headers))).toBe('wrong-passkey');
    const again = await begin();
    expect(await code(password({ passkey: device.get(again.options) }, again.headers))).toBe(200);
  });

  test('what is wrong with a proof has one answer: other origin, other site, other account, used, unverified, counter back', async () => {
    const [{ id, headers }, stranger] = [await join(admin), await join(admin)];
    const { device } = await add(headers);
    const { device: strangers } = await add(stranger.headers);
    const { enough, challenge } = { enough: await enter(device, { counter: 7 }), challenge: (await begin()).options.challenge };
    expect(enough.status).toBe(200);
    const handle = (text: string): string => Buffer.from(text).toString('base64url');
    const wrongs: Wrongs[] = [
      { origin: 'https://evil.example' },
      { origin: 'https://127.0.0.1' },
      { rpId: 'evil.example' },
      { challenge },
      { challenge: '' },
      { type: 'webauthn.create' },
      { isUnverified: true },
      { counter: 7 },
      { counter: 6 },
      { counter: 0 },
      { userHandle: handle(stranger.id) },
      { userHandle: handle('nobody') },
      { userHandle: null },
    ];
    for (const [n, wrong] of wrongs.entries()) {
      const { status, body } = await enter(device, { counter: 100 + n, ...wrong });
      expect([wrong, status, body.code, body.detail]).toEqual([wrong, 422, 'wrong-passkey', expect.stringContaining('通行密钥')]);
    }
    expect(await code(enter(strangers, { userHandle: handle(id) }))).toBe('wrong-passkey');
    expect(await code(enter(device, { counter: 8 }))).toBe(200);
  });

  test('a challenge is good for once, for its browser, its session and its purpose', async () => {
    const { headers } = await join(admin);
    const { device } = await add(headers);
    const enterBy = (who: Headers, credential: object) => code(ask('POST', '/session/passkey', who, { credential }));
    const asked = await begin();
    const proof = device.get(asked.options);
    const both = await Promise.all([enterBy(asked.headers, proof), enterBy(asked.headers, proof)]);
    expect(both.map(String).sort()).toEqual(['200', 'wrong-passkey']);
    const elsewhere = await begin();
    expect(await enterBy(elsewhere.headers, device.get((await begin()).options))).toBe('wrong-passkey');
    // A second tab of the browser ends nothing of the first.
    const tab = await begin();
    await begin(tab.headers);
    expect(await enterBy(tab.headers, device.get(tab.options))).toBe(200);
    const { body: confirm } = await ask<PasskeyRequest>('POST', '/session/confirm/options', headers);
    expect(await enterBy(tab.headers, device.get(confirm))).toBe('wrong-passkey');
    const confirmBy = (who: Headers, options: PasskeyRequest) =>
      code(ask('POST', '/session/confirm', who, { passkey: device.get(options) }));
    expect(confirm.allowCredentials.map((one) => one.id)).toEqual([device.credentialId]);
    const entered = await enter(device);
    const other = { cookie: entered.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': entered.body.csrfToken };
    expect(await confirmBy(other, confirm)).toBe('wrong-passkey');
    const { body: fresh } = await ask<PasskeyRequest>('POST', '/session/confirm/options', headers);
    expect([await confirmBy(headers, fresh), await confirmBy(headers, fresh)]).toEqual([204, 'wrong-passkey']);
  });

  test('what was made elsewhere, unverified or twice is not added, nor by another session or an API token', async () => {
    const { headers } = await join(admin, 'administrator');
    const wrongs: Wrongs[] = [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { isUnverified: true }, { challenge: 'AAAA' }];
    for (const wrong of wrongs) expect((await add(headers, '笔记本', wrong)).added.body.code).toBe('wrong-passkey');
    const { device } = await add(headers);
    const { body: options } = await ask<PasskeyCreation>('POST', '/passkeys/options', headers);
    const again = { name: '笔记本', credential: device.create(options) };
    expect(await code(ask('POST', '/passkeys', admin, again))).toBe('wrong-passkey');
    expect(await code(ask('POST', '/passkeys', headers, again))).toBe('invalid-transition');
    const { body } = await ask<{ token: string }>('POST', '/tokens', headers, { name: '程序', scopes: ['staff'] });
    expect(await code(ask('POST', '/passkeys/options', bearer(body.token)))).toBe('not-allowed');
    for (const credential of [{}, { ...again.credential, id: '' }, { ...again.credential, response: { clientDataJSON: '!' } }])
      expect(await code(ask('POST', '/passkeys', headers, { name: '笔记本', credential }))).toBe('invalid-request');
  });

  test('a reset takes them, so does the command line, and a disabled account has no way in by one', async () => {
    const { id, email, headers } = await join(admin);
    const { device } = await add(headers);
    const disable = (disabled: boolean) => code(ask('PATCH', `/accounts/${id}`, admin, { disabled }));
    expect([await disable(true), await code(enter(device)), await disable(false), await code(enter(device))]).toEqual([
      ...[200, 'wrong-passkey'],
      ...[200, 200],
    ]);
    expect(await server().cli(['staff', 'reset', '--second-factor', email])).toMatchObject({ code: 0 });
    expect([await code(enter(device)), await code(ask('POST', '/session', {}, { email, password: PASSWORD }))]).toEqual([
      'wrong-passkey',
      200,
    ]);
    const who = await join(admin);
    const { device: another } = await add(who.headers);
    expect(await code(ask('POST', `/accounts/${who.id}/reset`, admin))).toBe(200);
    expect(await code(enter(another))).toBe('wrong-passkey');
  });
});

/** How a console's connection with these proofs is answered. */
function socketAnswer(url: string, proof: { extraHeaders?: Headers; auth?: { token: string } }): Promise<string> {
  const socket = io(`${url}/moderation`, { path: '/live', transports: ['websocket'], reconnection: false, forceNew: true, ...proof });
  return new Promise<string>((resolve) => {
    socket.on('connect', () => resolve('connected'));
    socket.on('connect_error', ({ message }) => resolve(message));
  }).finally(() => socket.close());
}

test('tries at a passkey are counted with those at the password', async () => {
  const server = await startServer({ LIMITS: 'on' });
  try {
    const { code, enter, add } = callsOf(() => server.url);
    const { device } = await add(await signIn(server.url));
    let last = await code(enter(device, { isUnverified: true }));
    expect(last).toBe('wrong-passkey');
    for (let n = 0; n < 10 && last === 'wrong-passkey'; n++) last = await code(enter(device, { isUnverified: true }));
    expect([last, await code(enter(device))]).toEqual(['too-many-sign-ins', 'too-many-sign-ins']);
  } finally {
    await server.close();
  }
});

test('a role that demands a second factor lets its people in only as far as setting one up', async () => {
  const server = await startServer({ REQUIRE_SECOND_FACTOR: 'senior' });
  try {
    const { ask, code, enter, add, join } = callsOf(() => server.url);
    const admin = await signIn(server.url);
    const [{ email, headers }, moderator] = [await join(admin, 'senior'), await join(admin)];
    const queue = (who: Headers) => code(call<ProblemView>(server.url, '/api/v1/moderation/queue', { headers: who }));
    const wanted = async (who: Headers) => {
      const { body } = await ask<SessionAnswer>('GET', '/session', who);
      return [body.secondFactorWanted, body.permissions['*']];
    };
    expect([await queue(moderator.headers), await queue(admin)]).toEqual([200, 200]);
    expect(await queue(headers)).toBe('second-factor-wanted');
    expect(await code(ask('POST', '/tokens', headers, { name: '程序', scopes: ['read'] }))).toBe('second-factor-wanted');
    expect(await wanted(headers)).toEqual([true, ['session.own', 'account.own']]);
    expect(await socketAnswer(server.url, { extraHeaders: { ...headers, origin: server.url } })).toBe('second-factor-wanted');
    const { device, added } = await add(headers);
    expect([await queue(headers), await socketAnswer(server.url, { extraHeaders: { ...headers, origin: server.url } })]).toEqual([
      200,
      'connected',
    ]);
    expect(await code(ask('DELETE', `/passkeys/${added.body.id}`, headers))).toBe('second-factor-wanted');
    const { added: second } = await add(headers, '钥匙');
    expect(await code(ask('DELETE', `/passkeys/${second.body.id}`, headers))).toBe(204);
    expect(await code(enter(device))).toBe(200);
    const { body } = await ask<{ token: string }>('POST', '/tokens', headers, { name: '程序', scopes: ['read'] });
    expect([await queue(bearer(body.token)), await socketAnswer(server.url, { auth: { token: body.token } })]).toEqual([200, 'connected']);
    await server.cli(['staff', 'reset', '--second-factor', email]);
    expect([await queue(headers), await queue(bearer(body.token))]).toEqual(['second-factor-wanted', 'second-factor-wanted']);
    expect(await socketAnswer(server.url, { auth: { token: body.token } })).toBe('second-factor-wanted');
  } finally {
    await server.close();
  }
});
