import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { InvitedAccount } from '../../contract/account.ts';
import { hashToken } from '../../server/people/reader-tokens.ts';
import { openStore } from '../../server/store/open-store.ts';
import { SESSION_COOKIE } from '../../server/web/session-cookie.ts';
import { call, signIn } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';
import { ADMIN } from '../support/start-server.ts';
import { faultsOf } from './axe-faults.ts';
import { consoleRoom, fillSignIn, type Moderator } from './console-room.ts';

// Passkeys belong to a name: an address of numbers has none.
const port = String(await freePort());
const room = consoleRoom({ PORT: port, PUBLIC_URL: `http://localhost:${port}`, REQUIRE_SECOND_FACTOR: 'senior' });

/** Gives the page a device that holds passkeys and asks nobody; gives what the device has, for another page. */
async function giveDevice(page: Page) {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  const options = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', ...options },
  });
  return {
    credentials: async () => (await client.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    take: (credential: Awaited<ReturnType<typeof client.send<'WebAuthn.getCredentials'>>>['credentials'][number]) =>
      client.send('WebAuthn.addCredential', { authenticatorId, credential }),
  };
}

/** Lets the person's last proof be long ago. */
async function makeOld({ context }: Moderator): Promise<void> {
  const token = (await context.cookies()).find(({ name }) => name === SESSION_COOKIE)?.value ?? '';
  const store = await openStore(room.server.databaseUrl, room.server.dataDir);
  await store.accounts.confirmSession(hashToken(token), Date.now() - 11 * 60_000);
  await store.close();
}

const unexpected = ({ errors }: Moderator): string[] => errors.filter((text) => !/status of (?:401|403|422)/.test(text));

test('whose role demands it adds a passkey before the desk opens, signs in by it alone, after the password, and proves by it again', async () => {
  const who = await room.colleague('小安', 'senior');
  const here = await room.open();
  const { page } = here;
  const device = await giveDevice(page);
  await fillSignIn(page, who);
  await page.getByRole('heading', { name: '请先开启两步验证' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByLabel('名称').fill('笔记本');
  await page.getByRole('button', { name: '添加通行密钥' }).click();
  await page.getByRole('navigation').waitFor();
  await page.goto(`${room.server.url}/admin/#/account`);
  await page.getByRole('list', { name: '通行密钥' }).getByText('笔记本').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  const [credential] = await device.credentials();
  if (credential === undefined) throw new Error('the device holds no passkey');

  const there = await room.open();
  await (await giveDevice(there.page)).take(credential);
  await there.page.getByRole('button', { name: '用通行密钥登录' }).click();
  await there.page.getByRole('navigation').waitFor();

  await makeOld(there);
  await there.page.goto(`${room.server.url}/admin/#/account`);
  await there.page.getByRole('button', { name: '开启两步验证' }).click();
  const dialog = there.page.getByRole('dialog', { name: '再确认一次是你' });
  await dialog.waitFor();
  expect(await faultsOf(there.page)).toEqual([]);
  await dialog.getByRole('button', { name: '用通行密钥验证' }).click();
  await there.page.getByRole('img', { name: '给验证器扫的二维码' }).waitFor();
  expect(await there.page.getByLabel('密钥', { exact: true }).inputValue()).toMatch(/^[A-Z2-7]{32}$/);
  expect(await faultsOf(there.page)).toEqual([]);

  const third = await room.open();
  const [used] = [(await device.credentials())[0] ?? credential];
  await (await giveDevice(third.page)).take({ ...used, signCount: used.signCount + 100 });
  await fillSignIn(third.page, who);
  await third.page.getByRole('button', { name: '用通行密钥验证' }).click();
  await third.page.getByRole('navigation').waitFor();
  expect([unexpected(here), unexpected(there), unexpected(third)]).toEqual([[], [], []]);
});

test('two presses of the question send one proof', async () => {
  const here = await room.enter('#/account/staff');
  const { page } = here;
  await page.getByRole('heading', { name: '账号管理' }).waitFor();
  await makeOld(here);
  let sent = 0;
  const { promise: pressed, resolve: letGo } = Promise.withResolvers<void>();
  await page.route('**/session/confirm', async (route) => {
    sent++;
    await pressed;
    await route.continue();
  });
  await page.getByLabel('姓名').fill('小新');
  await page.getByLabel('邮箱').fill('twice@example.com');
  await page.getByRole('button', { name: '生成邀请链接' }).click();
  const dialog = page.getByRole('dialog', { name: '再确认一次是你' });
  await dialog.getByLabel('密码').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('dialog button[type="submit"]:disabled') !== null);
  letGo();
  await dialog.waitFor({ state: 'detached' });
  expect(sent).toBe(1);
});

test('a call of one person is not repeated as another who signed in in another tab; what was open goes', async () => {
  const [one, other] = [await room.colleague('小波'), await room.colleague('小舟')];
  const { page, context } = await room.enter('#/account', one);
  await page.getByRole('heading', { name: '令牌' }).waitFor();
  await page.getByText(one.email).waitFor();
  const answer = await context.request.post(`${room.server.url}/api/v1/staff/session`, {
    data: { email: other.email, password: other.password },
  });
  expect(answer.status()).toBe(200);
  await page.getByLabel('用途').fill('不该有的');
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: '新建令牌' }).click();
  await loaded;
  await page.getByText(other.email).waitFor();
  const tokens = await context.request.get(`${room.server.url}/api/v1/staff/tokens`);
  expect(await tokens.json()).toEqual({ tokens: [] });
});

test('the link of an invitation shows the invitation, whoever is signed in', async () => {
  const { page } = await room.enter();
  const headers = await signIn(room.server.url);
  const body = { email: 'invited@example.com', name: '小新', grants: [] };
  const made = await call<InvitedAccount>(room.server.url, '/api/v1/staff/accounts', { body, headers });
  await page.goto('about:blank');
  await page.goto(made.body.invitation.link);
  await page.getByText('invited@example.com').waitFor();
  expect(await faultsOf(page)).toEqual([]);
});
