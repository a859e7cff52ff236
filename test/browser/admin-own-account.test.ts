import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { codeOf } from '../../server/people/totp.ts';
import { hashToken } from '../../server/people/reader-tokens.ts';
import { openStore } from '../../server/store/open-store.ts';
import { SESSION_COOKIE } from '../../server/web/session-cookie.ts';
import { ADMIN } from '../support/start-server.ts';
import { faultsOf } from './axe-faults.ts';
import { consoleRoom, type Credentials, type Moderator } from './console-room.ts';

const room = consoleRoom();
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of an app that was given the secret, `after` steps of 30 s from now. */
function code(secret: string, after: number): string {
  const bits = [...secret].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
  return codeOf(bytes, Math.floor(Date.now() / 30_000) + after);
}

/** Fills the form of the gate in. */
async function signIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('邮箱').fill(email);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录' }).click();
}

/** Lets the person's last proof be long ago. */
async function makeOld({ context }: Moderator): Promise<void> {
  const { server } = room;
  const token = (await context.cookies()).find(({ name }) => name === SESSION_COOKIE)?.value ?? '';
  const store = await openStore(server.databaseUrl, server.dataDir);
  await store.accounts.confirmSession(hashToken(token), Date.now() - 11 * 60_000);
  await store.close();
}

/** Except the refusals that the test asks for, nothing goes wrong. */
const unexpected = ({ errors }: Moderator): string[] => errors.filter((text) => !/status of (?:403|422)/.test(text));

test('one changes the password, which signs out elsewhere, and sees where one is signed in', async () => {
  const who = await room.colleague('小安');
  const elsewhere = await room.enter('#/queue', who);
  const here = await room.enter('#/account', who);
  const { page } = here;
  const sessions = page.getByRole('list', { name: '登录的地方' });
  await sessions.getByText('就是这里').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByLabel('现在的密码').fill('not the password');
  await page.getByLabel('新密码').fill('a quiet harbour in may');
  await page.getByRole('button', { name: '修改密码' }).click();
  await page.locator('.fault', { hasText: '密码不对' }).waitFor();
  await page.getByLabel('现在的密码').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByText('密码已修改').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[aria-label="登录的地方"] > li').length === 1);
  await elsewhere.page.getByRole('dialog', { name: '登录已过期' }).waitFor();
  expect(unexpected(here)).toEqual([]);
});

test('the second factor is turned on with a code, asked for at the sign-in, and a recovery code turns it off', async () => {
  const who = await room.colleague('小波');
  const here = await room.enter('#/account', who);
  const { page } = here;
  await page.getByRole('button', { name: '开启两步验证' }).click();
  const secret = await page.getByLabel('密钥', { exact: true }).inputValue();
  await page.getByLabel('验证码').fill('12345');
  await page.getByRole('button', { name: '开启两步验证' }).click();
  await page.locator('.fault', { hasText: '验证码不对' }).waitFor();
  await page.getByLabel('验证码').fill(code(secret, -1));
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText('请保存这些恢复码').waitFor();
  const codes = (await page.locator('pre.code').innerText()).split('\n');
  expect(codes).toHaveLength(10);
  await page.getByRole('button', { name: '我已保存' }).click();

  const there = await room.open();
  await signIn(there.page, who);
  await there.page.getByLabel('验证码').fill(code(secret, 0));
  expect(await faultsOf(there.page)).toEqual([]);
  await there.page.getByRole('button', { name: '登录' }).click();
  await there.page.getByRole('navigation').waitFor();

  await page.getByRole('button', { name: '关闭两步验证' }).click();
  await page.getByLabel('验证码').fill(codes[0] ?? '');
  await page.getByRole('button', { name: '关闭两步验证' }).click();
  await page.getByText('两步验证已关闭').waitFor();
  expect(unexpected(here)).toEqual([]);
});

test('before something that matters the console asks who it is, and goes on with it', async () => {
  const here = await room.enter('#/account/staff');
  const { page } = here;
  await page.getByRole('heading', { name: '账号管理' }).waitFor();
  await makeOld(here);
  const invite = async (): Promise<void> => {
    await page.getByLabel('姓名').fill('小新');
    await page.getByLabel('邮箱').fill('new@example.com');
    await page.getByRole('button', { name: '生成邀请链接' }).click();
  };
  await invite();
  const dialog = page.getByRole('dialog', { name: '再确认一次是你' });
  await dialog.waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: '取消' }).click();
  await page.getByRole('alert').filter({ hasText: '请再确认一次是你本人' }).waitFor();
  await invite();
  await dialog.getByLabel('密码').fill('not the password');
  await page.keyboard.press('Enter');
  await dialog.locator('.fault', { hasText: '密码不对' }).waitFor();
  await dialog.getByLabel('密码').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'new@example.com' }).getByLabel('链接').waitFor();
  await dialog.waitFor({ state: 'detached' });
  expect(unexpected(here)).toEqual([]);
});
