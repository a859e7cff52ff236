import { beforeAll, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { ADMIN } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { faultsOf } from './axe-faults.ts';
import { fillSignIn } from './console-room.ts';
import { useMembersRoom, type Visit } from './members-room.ts';
import { opinion } from './reading-room.ts';

const members = useMembersRoom();
const { room, visit } = members;

// A site without ways for readers to sign in.
beforeAll(async () => {
  await room.staff('/api/v1/sites', { body: { id: 'plain', name: '晚报', origins: [members.origin], type: 'news', mode: 'pre' } });
});

const kept = ({ page }: Visit, site: string): Promise<string | null> =>
  page.evaluate((key) => localStorage.getItem(key), `liangju:${site}:token`);

/** In the popup: signs in to the console in a tab of its own, comes back and agrees. */
async function agree({ page }: Visit, dialog: Locator): Promise<void> {
  const opened = page.waitForEvent('popup');
  await dialog.getByRole('link', { name: '工作人员' }).click();
  const popup = await opened;
  const tab = page.context().waitForEvent('page');
  await popup.getByRole('link', { name: '打开审核台' }).click();
  const desk = await tab;
  await fillSignIn(desk, ADMIN);
  await desk.locator('.frame').waitFor();
  await desk.close();
  await popup.getByRole('button', { name: '我已登录，再试一次' }).click();
  await popup.getByRole('button', { name: '以工作人员身份发言' }).click();
  await waitFor(() => popup.isClosed());
}

test('on a site without ways the fragment opens the dialog; the comment has the badge, and signing out ends it', async () => {
  const staff = await visit({ site: 'plain' });
  await staff.page.evaluate(() => {
    location.hash = '#liangju-staff';
  });
  const dialog = staff.box.getByRole('dialog', { name: '登录后发言' });
  await dialog.getByRole('link', { name: '工作人员' }).waitFor();
  expect(new URL(staff.page.url()).hash).toBe('');
  expect(await faultsOf(staff.page)).toEqual([]);
  await agree(staff, dialog);
  await staff.box.locator('.bar .as bdi').waitFor();
  const text = opinion(1);
  await staff.box.locator('form.composer textarea').first().fill(text);
  await staff.box.getByRole('button', { name: '发表' }).first().click();
  // 先审后发: public at once all the same.
  const comment = staff.box.locator('.list article', { hasText: text });
  await comment.locator('.badge', { hasText: '编辑' }).waitFor();
  // Known again on the next visit, without the fragment.
  await staff.page.reload();
  await staff.box.locator('.list article', { hasText: text }).waitFor();
  await staff.box.locator('form.composer textarea').first().fill('再写几个字');
  await staff.box.locator('.bar .as bdi').waitFor();
  await staff.box.getByRole('button', { name: '我的评论' }).click();
  const own = staff.box.getByRole('dialog', { name: '我的' });
  await own.getByRole('button', { name: '资料', exact: true }).click();
  await own.locator('.person').getByText('编辑', { exact: true }).waitFor();
  for (let i = 0; i < 2; i++) await own.getByRole('button', { name: '退出登录' }).click();
  await own.getByRole('status').filter({ hasText: '已退出登录' }).waitFor();
  expect(await kept(staff, 'plain')).toBeNull();
});

test('where readers sign in there is a link below the ways; what a guest wrote does not become the newsroom’s', async () => {
  const staff = await visit({ site: 'paper' });
  const composer = staff.box.locator('form.composer textarea').first();
  await composer.fill(opinion(2));
  await staff.box.getByRole('textbox', { name: '昵称' }).fill('路过');
  await staff.box.getByRole('button', { name: '发表' }).first().click();
  await waitFor(async () => (await kept(staff, 'paper')) !== null);
  await composer.fill('写了一半');
  await staff.box.getByRole('button', { name: '登录', exact: true }).click();
  const dialog = staff.box.getByRole('dialog', { name: '登录后发言' });
  await dialog.getByRole('link', { name: 'GitHub' }).waitFor();
  await agree(staff, dialog);
  await staff.box.locator('.bar .as bdi').waitFor();
  expect(await composer.inputValue()).toBe('写了一半');
  expect(await staff.box.getByRole('group', { name: '把以前的发言带过来？' }).count()).toBe(0);
});
