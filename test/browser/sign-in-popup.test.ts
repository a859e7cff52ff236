import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { call, signIn } from '../support/api.ts';
import { launchBrowser } from '../support/chromium.ts';
import { DIALECTS } from '../support/providers/dialects.ts';
import { APPLE, type IssuerStandIn, startIssuer } from '../support/providers/issuer.ts';
import { newClaim } from '../support/providers/popup.ts';
import { CLIENT, type ProviderStandIn, startProvider } from '../support/providers/stand-in.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { type HostSite, startHostSite } from './host-page.ts';

/** Blocks cookies of other sites than that of the page, as most browsers do. */
async function blockForeignCookies(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true });
}

let server: StartedServer;
let browser: Browser;
let host: HostSite;
let github: ProviderStandIn;
let severing: ProviderStandIn;
let apple: IssuerStandIn;
/** The page's origin is another site than the service's. */
let origin: string;

beforeAll(async () => {
  server = await startServer({ OUTBOUND_HOSTS: 'localhost' });
  browser = await launchBrowser();
  host = await startHostSite();
  origin = host.url.replace('127.0.0.1', 'localhost');
  github = await startProvider(DIALECTS.github);
  // A provider whose pages do not let themselves be opened by others: the popup loses its opener.
  severing = await startProvider(() => ({
    ...DIALECTS.gitee(),
    sendBack(to, params) {
      for (const [name, value] of params) to.searchParams.set(name, value);
      return { status: 302, headers: { location: to.href, 'cross-origin-opener-policy': 'same-origin' } };
    },
  }));
  apple = await startIssuer({ isApple: true });
  const common = { clientId: CLIENT.id, secret: CLIENT.secret };
  const signInWays = [
    { id: 'github', kind: 'github', name: 'GitHub', ...common, endpoints: { web: github.url, api: github.url } },
    { id: 'gitee', kind: 'gitee', name: 'Gitee', ...common, endpoints: { web: severing.url, api: severing.url } },
    { id: 'apple', kind: 'apple', name: 'Apple', issuer: apple.url, ...APPLE, clientId: CLIENT.id, secret: apple.clientKey },
  ];
  const body = { id: 'paper', name: '晨报', origins: [origin], signIn: signInWays };
  expect((await call(server.url, '/api/v1/sites', { body, headers: await signIn(server.url) })).status).toBe(201);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([host, github, severing, apple].map((one) => one?.close()));
  await server?.close();
});

interface Received {
  origin: string;
  data: { type?: string; reader?: { name: string }; readerToken?: string; refused?: string };
}

/** A page that opens popups and keeps what they post to it. */
async function openPage(at: string = origin, context?: BrowserContext): Promise<Page> {
  const address = host.put(`<!doctype html><html lang="zh-CN"><title>一页</title><button>登录</button><script>
    window.received = [];
    addEventListener('message', ({ origin, data }) => window.received.push({ origin, data }));
    document.querySelector('button').addEventListener('click', () => window.open(window.start, '_blank', 'popup'));
  </script></html>`);
  const page = await (context ?? (await browser.newContext({ locale: 'zh-CN' }))).newPage();
  await blockForeignCookies(page);
  await page.goto(address.replace(host.url, at));
  return page;
}

const startOf = (way: string, claim?: string): string =>
  `${server.url}/api/v1/auth/${way}/start?${new URLSearchParams({ site: 'paper', origin, ...(claim === undefined ? {} : { claim }) })}`;
const received = (page: Page): Promise<Received[]> => page.evaluate<Received[]>('window.received');

/** Presses the button of the page; gives the popup. */
async function press(page: Page, start: string): Promise<Page> {
  await page.evaluate(`window.start = ${JSON.stringify(start)}`);
  const opened = page.waitForEvent('popup');
  await page.click('button');
  return opened;
}

test('cookies of other sites are off in this browser', async () => {
  const frame = host.put(`<!doctype html><script>document.cookie = 'third=1; SameSite=None; Secure';
    parent.postMessage({ type: 'cookies', cookies: document.cookie }, '*');</script>`);
  const page = await openPage();
  await page.evaluate(`document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(frame)} }))`);
  await waitFor(async () => (await received(page)).length === 1);
  expect((await received(page))[0]?.data).toEqual({ type: 'cookies', cookies: '' });
});

test.each(['github', 'apple'])('a popup by way of %s gives the page a member, and closes', async (way) => {
  const page = await openPage();
  const popup = await press(page, startOf(way));
  await waitFor(async () => (await received(page)).length === 1 && popup.isClosed());
  const [message] = await received(page);
  expect(message?.origin).toBe(new URL(server.url).origin);
  expect(message?.data).toMatchObject({ type: 'liangju:sign-in', reader: { kind: 'member' }, readerToken: expect.stringMatching(/^ljr_/) });
});

test('two popups at once are two sign-ins', async () => {
  const page = await openPage();
  const popups = [await press(page, startOf('github')), await press(page, startOf('github'))];
  await waitFor(async () => (await received(page)).length === 2 && popups.every((popup) => popup.isClosed()));
});

test('another website that opens the popup is given nothing', async () => {
  const page = await openPage(host.url);
  const popup = await press(page, startOf('github'));
  await waitFor(() => popup.isClosed());
  expect(await received(page)).toEqual([]);
});

test('a reader who turns back reads why, and so does the page; the button closes the window', async () => {
  github.fault('refuses');
  const page = await openPage();
  const popup = await press(page, startOf('github'));
  expect(await popup.getByRole('alert').textContent()).toContain('没有');
  expect((await received(page))[0]?.data.refused).toBe('cancelled');
  await popup.click('#close');
  await waitFor(() => popup.isClosed());
  github.fault(null);
});

test('where the provider cuts the popup off, the reader says yes and the page fetches the result', async () => {
  const { code, claim } = newClaim();
  const page = await openPage();
  const popup = await press(page, startOf('gitee', claim));
  const violations: string[] = [];
  popup.on('console', (message) => violations.push(message.text()));
  await popup.getByRole('button', { name: '是的，完成登录' }).click();
  const fetchResult = `fetch(${JSON.stringify(`${server.url}/api/v1/auth/claim`)}, { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ site: 'paper', claim: ${JSON.stringify(code)} }) }).then(async (answer) => ({ status: answer.status, body: await answer.json() }))`;
  let result = { status: 0, body: { readerToken: '' } };
  await waitFor(async () => {
    result = await page.evaluate<typeof result>(fetchResult);
    return result.status === 200;
  });
  expect(result.body.readerToken).toMatch(/^ljr_/);
  expect(await received(page)).toEqual([]);
  expect(violations).toEqual([]);
});

test('cut off without a code to fetch by, the popup says what to do', async () => {
  const page = await openPage();
  const popup = await press(page, startOf('gitee'));
  await popup.getByText('联系不上原来的页面').waitFor();
  expect(await popup.getByRole('button', { name: '是的，完成登录' }).isVisible()).toBe(false);
});
