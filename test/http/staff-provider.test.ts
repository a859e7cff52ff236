import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { call, signIn } from '../support/api.ts';
import { type IssuerStandIn, startIssuer } from '../support/providers/issuer.ts';
import { popupBrowser } from '../support/providers/popup.ts';
import { CLIENT } from '../support/providers/stand-in.ts';
import { ADMIN, type StartedServer, startServer } from '../support/start-server.ts';

const BASE = '/api/v1/staff/provider';
const ALL = { role: 'administrator', site: '*' };

let server: StartedServer;
let issuer: IssuerStandIn;
/** Of the administrator's session. */
let admin: Record<string, string>;
const url = () => server.url;

interface Account {
  id: string;
  email: string;
  disabled: boolean;
  grants: { role: string; site: string }[];
}

/** A browser that goes to the provider and back; `staff` are the headers of a session. */
function browser(staff: Record<string, string> = {}) {
  const popup = popupBrowser(url);
  const cookie = (): string => [staff.cookie, ...[...popup.cookies].map(([name, value]) => `${name}=${value}`)].filter(Boolean).join('; ');
  const go = async (address: string): Promise<Response> => {
    const answer = await fetch(address, { redirect: 'manual', headers: { cookie: cookie(), 'accept-language': 'zh-CN' } });
    for (const line of answer.headers.getSetCookie()) popup.cookies.set(line.split('=')[0] ?? '', /=([^;]*)/.exec(line)?.[1] ?? '');
    return answer;
  };
  return {
    go,
    /** Where the provider sends the browser back to. */
    async atProvider(path = `${BASE}/start?back=%23/account`): Promise<string> {
      const started = await go(url() + path);
      expect([started.status, await started.text()]).toEqual([302, expect.any(String)]);
      return (await popup.atProvider(started.headers.get('location') ?? '')).url;
    },
    async signIn(): Promise<Response> {
      return go(await this.atProvider());
    },
    async whoAmI() {
      return (
        await call<{ staff: Account; byProvider: boolean; csrfToken: string }>(url(), '/api/v1/staff/session', {
          headers: { cookie: cookie() },
        })
      ).body;
    },
    cookie,
  };
}

/** Nobody is signed in, and a sentence says why. */
async function expectRefused(answer: Response, sentence: RegExp): Promise<void> {
  expect(await answer.text()).toMatch(sentence);
  expect(answer.status).toBe(403);
  expect(answer.headers.getSetCookie().join()).not.toContain('liangju_session');
}

/** Who the provider says it is, from now on. */
function becomes(sub: string, claims: Record<string, unknown> = {}): void {
  for (const name of Object.keys(issuer.claims)) delete issuer.claims[name];
  Object.assign(issuer.claims, { sub, name: '夜班编辑', email: `${sub}@paper.example`, email_verified: true, groups: ['desk'], ...claims });
}

const settings = (at: string): Record<string, string> => ({
  OUTBOUND_HOSTS: 'localhost',
  STAFF_OIDC_ISSUER: at,
  STAFF_OIDC_CLIENT_ID: CLIENT.id,
  STAFF_OIDC_CLIENT_SECRET: CLIENT.secret,
  STAFF_OIDC_NAME: '晨报账号',
  STAFF_OIDC_GROUPS: 'desk=moderator@demo; CN=chiefs,OU=paper=administrator@*; desk=observer@*',
});

describe('the newsroom’s own provider', () => {
  beforeAll(async () => {
    issuer = await startIssuer();
    server = await startServer({ ...settings(issuer.url), STAFF_PASSWORDS: ADMIN.email });
    admin = await signIn(url());
  });
  beforeEach(() => {
    issuer.lies(null);
    issuer.fault(null);
  });
  afterAll(async () => {
    await server?.close();
    await issuer?.close();
  });

  const accounts = async (): Promise<Account[]> =>
    (await call<{ accounts: Account[] }>(url(), '/api/v1/staff/accounts', { headers: admin })).body.accounts;
  const accountOf = async (email: string): Promise<Account | undefined> => (await accounts()).find((one) => one.email === email);
  const audit = async (subject: string): Promise<string[]> =>
    (
      await call<{ entries: { action: string }[] }>(url(), `/api/v1/moderation/audit?subject=${subject}`, { headers: admin })
    ).body.entries.map(({ action }) => action);

  test('is offered by its name; a person of a group gets an account, a session and what the group is, and is the same the next time', async () => {
    expect((await call(url(), BASE)).body).toEqual({ provider: { name: '晨报账号' }, passwords: true });
    becomes('night-1');
    const one = browser();
    const entered = await one.signIn();
    expect([entered.status, entered.headers.get('location')]).toEqual([302, '/admin/#/account']);
    const { staff, byProvider } = await one.whoAmI();
    expect(byProvider).toBe(true);
    expect(staff).toMatchObject({
      email: 'night-1@paper.example',
      name: '夜班编辑',
      grants: [
        { role: 'observer', site: '*' },
        { role: 'moderator', site: 'demo' },
      ],
    });
    const again = browser();
    await again.signIn();
    expect((await again.whoAmI()).staff.id).toBe(staff.id);
  });

  test('grants follow the groups at each sign-in; who has none any more is refused and loses what they had', async () => {
    becomes('promoted', { groups: ['desk'] });
    await browser().signIn();
    becomes('promoted', { groups: 'CN=chiefs,OU=paper' });
    const chief = browser();
    await chief.signIn();
    const { staff } = await chief.whoAmI();
    expect(staff.grants).toEqual([ALL]);
    becomes('promoted', { groups: ['others'] });
    await expectRefused(await browser().signIn(), /不在能进审核台的组里/);
    expect((await accountOf(staff.email))?.grants).toEqual([]);
    expect((await chief.whoAmI()).staff).toBeUndefined();
    expect(await audit(staff.id)).toEqual(expect.arrayContaining(['staff.create', 'staff.groups']));
  });

  test('a disabled account stays refused', async () => {
    becomes('leaver');
    await browser().signIn();
    const { id } = (await accountOf('leaver@paper.example')) ?? { id: '' };
    await call(url(), `/api/v1/staff/accounts/${id}`, { method: 'PATCH', body: { disabled: true }, headers: admin });
    await expectRefused(await browser().signIn(), /已被停用/);
  });

  test('an invited account is joined by an address that is vouched for, never by another, and its link is used with it', async () => {
    const email = 'invited@paper.example';
    const invited = await call<{ account: Account; invitation: { link: string } }>(url(), '/api/v1/staff/accounts', {
      body: { email, grants: [] },
      headers: admin,
    });
    becomes('invited', { email_verified: false });
    await expectRefused(await browser().signIn(), /没有证明这个邮箱是你的/);
    becomes('invited');
    const person = browser();
    await person.signIn();
    expect((await person.whoAmI()).staff.id).toBe(invited.body.account.id);
    const token = invited.body.invitation.link.split('=')[1];
    expect((await call(url(), '/api/v1/staff/invitation', { body: { token } })).status).toBe(410);
    becomes('another', { email });
    await expectRefused(await browser().signIn(), /或者它已属于另一个人/);
  });

  test.each([
    ['issuer', /回应不对/],
    ['nonce', /回应不对/],
    ['signature', /回应不对/],
    ['audience', /回应不对/],
    ['none', /回应不对/],
    ['no-token', /回应不对/],
  ] as const)('a wrong word (%s) lets nobody in', async (lie, sentence) => {
    becomes('liar');
    issuer.lies(lie);
    await expectRefused(await browser().signIn(), sentence);
    expect(await accountOf('liar@paper.example')).toBeUndefined();
  });

  test.each([
    ['refuses', /没有在单位账号的页面上完成登录/],
    ['down', /暂时没有回应/],
    ['slow', /暂时没有回应/],
    ['garbage', /回应不对/],
  ] as const)('a provider that %s is said in a sentence', async (fault, sentence) => {
    becomes('unlucky');
    const person = browser();
    if (fault === 'refuses') issuer.fault(fault);
    const back = await person.atProvider();
    issuer.fault(fault);
    await expectRefused(await person.go(back), sentence);
  });

  test('what comes back counts once, with the state and in the browser that it was begun with', async () => {
    becomes('night-1');
    const person = browser();
    const back = await person.atProvider();
    await expectRefused(await browser().go(back), /不是在这个浏览器里开始的/);
    await expectRefused(await person.go(back), /已经用过/);
    const whole = await person.atProvider();
    expect((await person.go(whole)).status).toBe(302);
    await expectRefused(await person.go(whole), /已经用过/);
    const forged = new URL(await person.atProvider());
    forged.searchParams.set('state', 'A'.repeat(43));
    await expectRefused(await person.go(forged.href), /已经用过/);
  });

  test('another page cannot begin it, nor lead the console elsewhere', async () => {
    const answer = await fetch(`${url()}${BASE}/start`, { redirect: 'manual', headers: { 'sec-fetch-site': 'cross-site' } });
    expect([answer.status, answer.headers.get('location')]).toEqual([403, null]);
    for (const back of ['https://evil.example', '//evil.example', '#x'])
      expect((await call(url(), `${BASE}/start?${new URLSearchParams({ back })}`)).status).toBe(400);
  });

  test('who has to prove it again does so there, anew and as the same person', async () => {
    becomes('chief', { groups: ['CN=chiefs,OU=paper'] });
    const chief = browser();
    await chief.signIn();
    const confirm = async (): Promise<Response> => chief.go(await chief.atProvider(`${BASE}/confirm`));
    await expectRefused(await confirm(), /没有让你重新登录一次/);
    issuer.claims.auth_time = Math.floor(Date.now() / 1000) - 3600;
    await expectRefused(await confirm(), /没有让你重新登录一次/);
    becomes('somebody', { auth_time: Math.floor(Date.now() / 1000) });
    await expectRefused(await confirm(), /另一个单位账号/);
    becomes('chief', { auth_time: Math.floor(Date.now() / 1000) });
    const started = await chief.go(`${url()}${BASE}/confirm`);
    const asked = new URL(started.headers.get('location') ?? '').searchParams;
    expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['login', '0']);
    const confirmed = await confirm();
    expect([confirmed.status, await confirmed.text()]).toEqual([200, expect.stringContaining('确认好了')]);
    expect((await fetch(`${url()}${BASE}/confirm`, { redirect: 'manual' })).status).toBe(401);
  });

  test('a password is left to the one who is named, with a line in the audit log; nobody else sets or uses one', async () => {
    const one = await accountOf(ADMIN.email);
    const signedIn = await call(url(), '/api/v1/staff/session', { body: ADMIN });
    expect(signedIn.status).toBe(200);
    expect(await audit(one?.id ?? '')).toContain('staff.break-glass');
    expect(server.lines.join('\n')).toContain('the one password that STAFF_PASSWORDS leaves was used');
    const invited = await call<{ invitation: { link: string } }>(url(), '/api/v1/staff/accounts', {
      body: { email: 'word@paper.example', grants: [ALL] },
      headers: admin,
    });
    const token = invited.body.invitation.link.split('=')[1];
    const accepted = await call<{ code: string }>(url(), '/api/v1/staff/invitation/accept', {
      body: { token, password: 'a walk along the river' },
    });
    expect([accepted.status, accepted.body.code]).toEqual([403, 'passwords-off']);
  });
});

test('the last administrator stays one, whatever their groups; with passwords on others use theirs', async () => {
  issuer = await startIssuer();
  server = await startServer(settings(issuer.url));
  try {
    becomes('boss', { email: ADMIN.email });
    const boss = browser();
    await boss.signIn();
    expect((await boss.whoAmI()).staff.grants).toEqual([{ role: 'moderator', site: 'demo' }, ALL]);
    expect((await call(url(), '/api/v1/staff/session', { body: ADMIN })).status).toBe(200);
  } finally {
    await server.close();
    await issuer.close();
  }
});
