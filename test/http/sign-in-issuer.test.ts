import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ways } from '../../contract/sign-in.ts';
import { call, signIn } from '../support/api.ts';
import { type IssuerStandIn, startIssuer } from '../support/providers/issuer.ts';
import { expectRefused, newClaim, ORIGIN, popupBrowser } from '../support/providers/popup.ts';
import { CLIENT } from '../support/providers/stand-in.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';

const DISCOVERY = '/.well-known/openid-configuration';
const CHALLENGE = { 'www-authenticate': 'Bearer realm="issuer"' };
const SETTINGS = { OUTBOUND_HOSTS: 'localhost' };

let server: StartedServer;
let issuer: IssuerStandIn;
const url = () => server.url;

async function makeSite(id: string, at: string): Promise<void> {
  const way = { id: 'own', kind: 'oidc', name: '报社账号', issuer: at, clientId: CLIENT.id, secret: CLIENT.secret };
  const body = { id, name: '晨报', origins: [ORIGIN], signIn: [way] };
  expect((await call(url(), '/api/v1/sites', { body, headers: await signIn(url()) })).status).toBe(201);
}
const claimed = async (site: string, claim: string) =>
  (await call<{ errors: { code: string }[] }>(url(), '/api/v1/auth/claim', { body: { site, claim } })).body.errors[0]?.code;

describe('an issuer', () => {
  beforeAll(async () => {
    server = await startServer(SETTINGS);
    issuer = await startIssuer();
    await makeSite('paper', issuer.url);
  });
  beforeEach(() => {
    issuer.asked.length = 0;
  });
  afterAll(async () => {
    await server?.close();
    await issuer?.close();
  });

  test('is discovered once, however many readers come at once', async () => {
    const started = await Promise.all(Array.from({ length: 6 }, () => popupBrowser(url).start('paper', 'own')));
    expect(started.map(({ status }) => status)).toEqual(Array(6).fill(302));
    expect(issuer.asked).toEqual([DISCOVERY]);
  });

  test('that fails is asked no more for a while', async () => {
    const down = await startIssuer();
    await makeSite('down', down.url);
    down.fault('down');
    for (let i = 0; i < 3; i++) expect((await popupBrowser(url).start('down', 'own')).status).toBe(403);
    expect(down.asked).toEqual([DISCOVERY]);
    await down.close();
  });

  test.each([
    ['/token', {}, 'misconfigured'],
    ['/token', { 'www-authenticate': 'Basic error="invalid_grant"' }, 'code-refused'],
    ['/userinfo', { 'www-authenticate': 'Bearer error="invalid_token"' }, 'bad-answer'],
  ] as const)('whose %s answers 401 with a challenge %j: the page that waits reads why', async (path, headers, reason) => {
    issuer.claims.name = undefined;
    issuer.instead(path, { status: 401, headers: { ...CHALLENGE, ...headers }, body: {} });
    const { code, claim } = newClaim();
    expectRefused(await popupBrowser(url).signIn('paper', 'own', { claim, referer: `${ORIGIN}/a` }), reason);
    expect(await claimed('paper', code)).toBe(reason);
    issuer.instead(path, null);
    issuer.claims.name = '晚饭后';
  });

  test('what comes back at another address ends the wait too', async () => {
    const browser = popupBrowser(url);
    const { code, claim } = newClaim();
    const started = await browser.start('paper', 'own', { claim, referer: `${ORIGIN}/a` });
    const { url: to } = await browser.atProvider(started.headers.get('location') ?? '');
    expectRefused(await browser.back({ url: to.replace('/callback/paper', '/callback/demo'), form: null }), null);
    expect(await claimed('paper', code)).toBe('expired');
  });
});

test('a way whose secret cannot be read is not offered, and ends what waits for it', async () => {
  const own = await startIssuer();
  server = await startServer({ ...SETTINGS, SECRET: 'the first secret of a server, more than 32 bytes' });
  const { databaseUrl } = server;
  await makeSite('paper', own.url);
  const before = server;
  await before.stop();
  server = await startServer({ ...SETTINGS, DATABASE_URL: databaseUrl, SECRET: 'another secret of a server, more than 32 bytes' });
  try {
    expect((await call<{ ways: Ways }>(url(), '/api/v1/auth/ways?site=paper')).body.ways).toEqual([]);
    const { code, claim } = newClaim();
    expect((await popupBrowser(url).start('paper', 'own', { claim, referer: `${ORIGIN}/a` })).status).toBe(403);
    expect(await claimed('paper', code)).toBe('misconfigured');
    expect(own.asked).toEqual([]);
  } finally {
    await server.close();
    await before.close();
    await own.close();
  }
});
