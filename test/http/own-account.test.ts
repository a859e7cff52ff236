import { beforeAll, expect, test } from '@jest/globals';
import type { InvitedAccount, OwnSession, SessionAnswer, StaffAccount } from '../../contract/account.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { codeOf } from '../../server/people/totp.ts';
import { hashToken } from '../../server/people/reader-tokens.ts';
import { openStore } from '../../server/store/open-store.ts';
import { bearer, call, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { startServer } from '../support/start-server.ts';

const PASSWORD = 'a walk along the river';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The bytes that a secret in base 32 stands for. */
function bytesOf(secret: string): Uint8Array {
  const bits = [...secret].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
}
const stepNow = (): number => Math.floor(Date.now() / 30_000);

onBothStores('one’s own account', (server) => {
  const url = () => server().url;
  let admin: Record<string, string>;
  let number = 0;

  const ask = <T = ProblemView>(method: string, path: string, headers: Record<string, string>, body?: object) =>
    call<T>(url(), `/api/v1/staff${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const codes = async (asked: Promise<{ status: number; body: ProblemView }>): Promise<unknown[]> => {
    const { status, body } = await asked;
    return [status, body.code];
  };
  const statusOf = async (headers: Record<string, string>): Promise<number> => (await ask('GET', '/session', headers)).status;
  const enter = (email: string, otp?: string) =>
    call<SessionAnswer & ProblemView>(url(), '/api/v1/staff/session', {
      body: { email, password: PASSWORD, ...(otp === undefined ? {} : { otp }) },
    });

  /** Somebody new of a role for all sites, who is signed in. */
  async function join(role = 'moderator'): Promise<{ id: string; email: string; headers: Record<string, string> }> {
    const email = `own${++number}@example.com`;
    const { body } = await ask<InvitedAccount>('POST', '/accounts', admin, { email, name: '小安', grants: [{ role, site: '*' }] });
    const token = body.invitation.link.split('#invitation=')[1];
    expect((await ask('POST', '/invitation/accept', {}, { token, password: PASSWORD })).status).toBe(201);
    return { id: body.account.id, email, headers: await signIn(url(), { email, password: PASSWORD }) };
  }

  /** Turns the second factor on, with the code of the step before; gives how later codes are made, and the recovery codes. */
  async function protect(
    headers: Record<string, string>,
  ): Promise<{ code: (step: number) => string; recoveryCodes: string[]; first: string }> {
    const begun = await ask<{ secret: string; uri: string }>('POST', '/totp', headers);
    expect(begun.status).toBe(200);
    expect(begun.body.uri).toContain(`secret=${begun.body.secret}`);
    const secret = bytesOf(begun.body.secret);
    const first = codeOf(secret, stepNow() - 1);
    const confirmed = await ask<{ recoveryCodes: string[] }>('POST', '/totp/confirm', headers, { otp: first });
    expect([confirmed.status, new Set(confirmed.body.recoveryCodes).size]).toEqual([200, 10]);
    return { code: (step) => codeOf(secret, step), recoveryCodes: confirmed.body.recoveryCodes, first };
  }

  /** Lets the last proof of a session be long ago. */
  async function makeOld({ cookie }: Record<string, string>): Promise<void> {
    const store = await openStore(server().databaseUrl, server().dataDir);
    try {
      await store.accounts.confirmSession(hashToken(cookie?.split('=')[1] ?? ''), Date.now() - 11 * 60_000);
    } finally {
      await store.close();
    }
  }

  beforeAll(async () => {
    admin = await signIn(url());
  });

  test('a new password takes the old one, and ends all other sessions', async () => {
    const { email, headers } = await join();
    const elsewhere = await signIn(url(), { email, password: PASSWORD });
    const change = (current: string, password: string) => codes(ask('PUT', '/password', headers, { current, password }));
    expect(await change('not the password', 'quite another long walk')).toEqual([422, 'wrong-password']);
    expect(await change(PASSWORD, 'eleven-11ch')).toEqual([422, 'weak-password']);
    expect(await statusOf(elsewhere)).toBe(200);
    expect((await ask('PUT', '/password', headers, { current: PASSWORD, password: 'quite another long walk' })).status).toBe(204);
    expect([await statusOf(headers), await statusOf(elsewhere)]).toEqual([200, 401]);
    expect(await codes(enter(email))).toEqual([401, 'bad-credentials']);
    await signIn(url(), { email, password: 'quite another long walk' });
  });

  test('sessions are listed with time, network and browser, and end one by one or all others', async () => {
    const { email, headers } = await join();
    const list = async (who = headers) => (await ask<{ sessions: OwnSession[] }>('GET', '/sessions', who)).body.sessions;
    const made = await call<SessionAnswer>(url(), '/api/v1/staff/session', {
      body: { email, password: PASSWORD },
      headers: { 'user-agent': FIREFOX },
    });
    const fox = { cookie: made.headers.getSetCookie()[0]?.split(';')[0] ?? '', 'x-csrf-token': made.body.csrfToken };
    const found = await list();
    // One by the link, one by the sign-in, one by the browser.
    expect(found).toHaveLength(3);
    expect(found.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    const own = found.find(({ browser }) => browser === 'Firefox');
    expect(own).toMatchObject({ network: '127.0.0.0/24', isCurrent: false });
    expect(JSON.stringify(found)).not.toContain(hashToken(fox.cookie.split('=')[1] ?? ''));
    expect((await ask('DELETE', `/sessions/${own?.id}`, headers)).status).toBe(204);
    expect([await statusOf(fox), (await list()).length]).toEqual([401, 2]);
    const other = await join();
    expect((await ask('DELETE', `/sessions/${(await list(other.headers))[0]?.id}`, headers)).status).toBe(204);
    expect(await statusOf(other.headers)).toBe(200);
    expect((await ask('DELETE', '/sessions', headers)).status).toBe(204);
    expect((await list()).map(({ isCurrent }) => isCurrent)).toEqual([true]);
  });

  test('a second factor is asked for after the right password alone; no code works twice', async () => {
    const { email, headers } = await join();
    const { code, first } = await protect(headers);
    expect(await codes(enter(email))).toEqual([401, 'second-factor-required']);
    const wrong = await call<ProblemView>(url(), '/api/v1/staff/session', { body: { email, password: 'not the password' } });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'bad-credentials']);
    expect(await codes(enter(email, first))).toEqual([422, 'wrong-code']);
    expect(await codes(enter(email, code(stepNow() - 3)))).toEqual([422, 'wrong-code']);
    const current = code(stepNow());
    const both = await Promise.all([enter(email, current), enter(email, current)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(both.find(({ status }) => status === 200)?.body.secondFactors).toEqual(['code']);
    expect(await codes(enter(email, current))).toEqual([422, 'wrong-code']);
    // The secret and the codes are nowhere to be read.
    const listed = await ask<{ accounts: StaffAccount[] }>('GET', '/accounts', admin);
    expect(listed.body.accounts.find((one) => one.email === email)?.secondFactor).toBe(true);
    expect(JSON.stringify(listed.body)).not.toMatch(/recoveryCodes|lastStep|encrypted/);
  });

  test('a recovery code works once, and turns the second factor off', async () => {
    const { email, headers } = await join();
    const { recoveryCodes } = await protect(headers);
    const [one = '', two = ''] = recoveryCodes;
    const both = await Promise.all([enter(email, one), enter(email, one.toUpperCase().replace('-', ' '))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(await codes(ask('DELETE', '/totp', headers, { otp: one }))).toEqual([422, 'wrong-code']);
    expect((await ask('DELETE', '/totp', headers, { otp: two })).status).toBe(204);
    expect((await enter(email)).status).toBe(200);
  });

  test('the link of a reset sets the password alone: the code is asked for as before', async () => {
    const { id, email, headers } = await join();
    const { code } = await protect(headers);
    const { body } = await ask<InvitedAccount>('POST', `/accounts/${id}/reset`, admin);
    const token = body.invitation.link.split('#invitation=')[1];
    const accepted = await call<ProblemView>(url(), '/api/v1/staff/invitation/accept', { body: { token, password: PASSWORD } });
    expect([accepted.status, accepted.body.code, accepted.headers.get('set-cookie')]).toEqual([401, 'second-factor-required', null]);
    expect(await codes(enter(email))).toEqual([401, 'second-factor-required']);
    expect((await enter(email, code(stepNow()))).status).toBe(200);
  });

  test('of two who turn a second factor on at once one does, and no API token begins one', async () => {
    const { headers } = await join();
    const { body } = await ask<{ token: string }>('POST', '/tokens', headers, { name: '程序', scopes: ['staff'] });
    expect(await codes(ask('POST', '/totp', bearer(body.token)))).toEqual([403, 'not-allowed']);
    const begun = await ask<{ secret: string }>('POST', '/totp', headers);
    const otp = codeOf(bytesOf(begun.body.secret), stepNow());
    const both = await Promise.all([ask('POST', '/totp/confirm', headers, { otp }), ask('POST', '/totp/confirm', headers, { otp })]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('the command line takes a second factor off whose app and codes are lost', async () => {
    const { email, headers } = await join();
    await protect(headers);
    expect(await server().cli(['staff', 'reset', '--second-factor', email])).toMatchObject({ code: 0 });
    expect((await enter(email)).status).toBe(200);
  });

  test('before somebody changes accounts, tokens or secrets, or erases, they prove again who they are', async () => {
    const { headers } = await join('administrator');
    const token = (await ask<{ token: string }>('POST', '/tokens', headers, { name: '程序', scopes: ['staff'] })).body.token;
    await makeOld(headers);
    const invite = (who: Record<string, string>) =>
      ask('POST', '/accounts', who, { email: `new${++number}@example.com`, name: '新', grants: [] });
    const purge = () =>
      call<ProblemView>(url(), '/api/v1/moderation/decisions', { body: { items: [{ id: 'x', revision: 1 }], action: 'purge' }, headers });
    const reviewers = () => call<ProblemView>(url(), '/api/v1/sites/demo', { method: 'PATCH', body: { reviewers: [] }, headers });
    for (const asked of [
      invite(headers),
      ask('POST', '/tokens', headers, { name: '程序', scopes: ['read'] }),
      ask('POST', '/totp', headers),
      purge(),
      reviewers(),
    ])
      expect(await codes(asked)).toEqual([403, 'confirm-identity']);
    // Reading goes on, and so does a script by its token.
    expect([await statusOf(headers), (await invite(bearer(token))).status]).toEqual([200, 201]);
    const confirm = (proof: object) => codes(ask('POST', '/session/confirm', headers, proof));
    expect(await confirm({ password: 'not the password' })).toEqual([422, 'wrong-password']);
    expect(await confirm({ otp: '000000' })).toEqual([422, 'wrong-password']);
    expect((await invite(headers)).status).toBe(403);
    expect((await ask('POST', '/session/confirm', headers, { password: PASSWORD })).status).toBe(204);
    expect((await invite(headers)).status).toBe(201);
    const { code } = await protect(headers);
    await makeOld(headers);
    expect((await ask('POST', '/session/confirm', headers, { otp: code(stepNow()) })).status).toBe(204);
    expect((await invite(headers)).status).toBe(201);
  });
});

test('tries at a code are counted, also of who is signed in', async () => {
  const server = await startServer({ LIMITS: 'on' });
  try {
    const headers = await signIn(server.url);
    const ask = async (method: string, path: string, body?: object) => {
      const answer = await call<ProblemView & { secret: string }>(server.url, `/api/v1/staff/totp${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      });
      return { status: answer.status, code: answer.body?.code, secret: answer.body?.secret };
    };
    const { secret } = await ask('POST', '');
    expect((await ask('POST', '/confirm', { otp: codeOf(bytesOf(secret), stepNow() - 1) })).status).toBe(200);
    expect(await ask('DELETE', '', { otp: '000000' })).toMatchObject({ status: 422, code: 'wrong-code' });
    let last = await ask('DELETE', '', { otp: '000000' });
    for (let i = 0; i < 10 && last.status !== 429; i++) last = await ask('DELETE', '', { otp: '000000' });
    expect(last).toMatchObject({ status: 429, code: 'too-many-sign-ins' });
    // A right password buys no more of them, and not even a right code is looked at now.
    const confirm = { method: 'POST', headers, body: { password: 'a password of the tests' } };
    expect((await call(server.url, '/api/v1/staff/session/confirm', confirm)).status).toBe(429);
    expect((await ask('DELETE', '', { otp: codeOf(bytesOf(secret), stepNow()) })).status).toBe(429);
  } finally {
    await server.close();
  }
});
