import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ADMIN } from '../support/start-server.ts';
import { faultsOf } from './axe-faults.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
const PASSWORD = 'a quiet harbour in may';

async function invite(page: Page, name: string, email: string): Promise<string> {
  await page.getByLabel('姓名').fill(name);
  await page.getByLabel('邮箱').fill(email);
  await page.getByRole('button', { name: '生成邀请链接' }).click();
  const link = page.getByRole('status').filter({ hasText: email }).getByLabel('链接');
  await link.waitFor();
  return new URL(await link.inputValue()).hash;
}

test('a colleague is invited by a link, sets a password there, and is disabled, reset and removed', async () => {
  await room.site('日新报');
  const { page, errors } = await room.enter('#/account');
  await page.getByRole('link', { name: '管理同事的账号' }).click();
  await page.getByRole('heading', { name: '账号管理' }).waitFor();
  const hash = await invite(page, '小安', 'anna@example.com');
  const line = page.getByRole('listitem').filter({ hasText: 'anna@example.com' });
  await line.getByText('还没有设置密码').waitFor();
  expect(await faultsOf(page)).toEqual([]);

  const hers = await room.open(hash);
  await hers.page.getByRole('heading', { name: '设置密码' }).waitFor();
  await hers.page.getByText('anna@example.com').waitFor();
  expect(await faultsOf(hers.page)).toEqual([]);
  await hers.page.getByLabel('密码').fill('12345678901234');
  await hers.page.getByRole('button', { name: '设置密码并进入' }).click();
  await hers.page.locator('.fault', { hasText: '这个密码不能用' }).waitFor();
  await hers.page.getByLabel('密码').fill(PASSWORD);
  await hers.page.keyboard.press('Enter');
  await hers.page.getByRole('navigation').waitFor();
  expect(hers.page.url()).not.toContain('invitation');
  const again = await room.open(hash);
  await again.page.getByRole('alert').filter({ hasText: '已经用过或过期了' }).waitFor();

  await line.getByRole('button', { name: '角色和站点' }).click();
  await line.getByLabel('角色').selectOption('senior');
  await line.getByRole('button', { name: '保存' }).click();
  await line.getByText('高级审核员 · 全部站点').waitFor();

  const sure = (name: string) => page.getByRole('dialog').getByRole('button', { name }).click();
  await line.getByRole('button', { name: '停用' }).click();
  await sure('停用');
  await line.getByText('已停用').waitFor();
  await line.getByRole('button', { name: '重新启用' }).click();
  await line.getByRole('button', { name: '停用' }).waitFor();
  await line.getByRole('button', { name: '重设密码' }).click();
  await sure('重设密码');
  await line.getByText('还没有设置密码').waitFor();
  await line.getByRole('button', { name: '移除' }).click();
  await sure('移除');
  await line.waitFor({ state: 'detached' });
  // One's own account is somebody else's to change.
  const own = page.getByRole('listitem').filter({ hasText: ADMIN.email });
  await own.getByText('你自己').waitFor();
  expect(await own.getByRole('button').count()).toBe(0);
  expect(errors).toEqual([]);
});
