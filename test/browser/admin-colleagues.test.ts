import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { call, signIn } from '../support/api.ts';
import { ADMIN } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
const onSite = (site: string): string => `#/queue?site=${site}&sort=oldest`;

async function waiting(site: string, names: string): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push((await room.say(site, `${name}号：桥头的灯坏了。`, { name })).id);
  return ids;
}

/** Keys act on the card that has the focus, which comes to it a moment after it is the marked one. */
const focusOn = (page: Page, name: string) =>
  waitFor(() => page.evaluate((text) => document.activeElement?.closest('article')?.textContent?.includes(text) === true, name));

const current = (page: Page) => page.locator('article[aria-current="true"]').innerText();

/** Claims or renews as a colleague, without a page. */
async function claims(who: { email: string; password: string }, method: 'POST' | 'PUT', ids: readonly string[]): Promise<void> {
  const headers = await signIn(room.server.url, who);
  const answer = await call<{ ids: string[] }>(room.server.url, '/api/v1/moderation/claims', { method, headers, body: { ids } });
  expect(answer.body.ids.sort()).toEqual([...ids].sort());
}

test('a claim that ends on the server ends on the screen, unless it was renewed', async () => {
  const site = await room.site();
  const ids = await waiting(site, '甲乙丙');
  const who = await room.colleague('张三');
  const { page, context } = await room.open();
  await context.clock.install();
  await page.goto(`${room.server.url}/admin/#/audit`);
  await page.reload();
  await page.getByLabel('邮箱').fill(ADMIN.email);
  await page.getByLabel('密码').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.locator('.frame').waitFor();
  await claims(who, 'POST', [ids[1] ?? '']);
  await page.goto(`${room.server.url}/admin/${onSite(site)}`);
  await page.locator('.pulse.live').waitFor();
  await claims(who, 'POST', [ids[2] ?? '']);
  const working = page.getByText('张三 正在处理');
  await waitFor(async () => (await working.count()) === 2);
  await context.clock.runFor(100_000);
  expect(await working.count()).toBe(2);
  // One is renewed: by the server's news it holds two minutes more.
  await claims(who, 'PUT', [ids[2] ?? '']);
  await waitFor(async () => {
    await context.clock.runFor(1_000);
    return (await working.count()) === 1;
  });
  expect(await page.locator('.card', { hasText: '丙号' }).getByText('张三 正在处理').count()).toBe(1);
  await waitFor(async () => {
    await context.clock.runFor(5_000);
    return (await working.count()) === 0;
  });
});

test('j and k pass over what colleagues work on; c leads to the first of one’s own', async () => {
  const site = await room.site();
  const ids = await waiting(site, '甲乙丙丁戊');
  const who = await room.colleague('李四');
  await claims(who, 'POST', [ids[0] ?? '', ids[2] ?? '']);
  const { page, card } = await room.enter(onSite(site));
  await card('甲号').getByText('李四 正在处理').waitFor();
  // Not the first, which a colleague has.
  await waitFor(async () => (await current(page)).includes('乙号'));
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await waitFor(async () => (await current(page)).includes('丁号'));
  await page.keyboard.press('k');
  await waitFor(async () => (await current(page)).includes('乙号'));
  await page.keyboard.press('k');
  expect(await current(page)).toContain('乙号');
  // On a colleague's card by a click, then to one's own.
  await card('丙号').locator('.words').click();
  await waitFor(async () => (await current(page)).includes('丙号'));
  await page.keyboard.press('c');
  await page.getByText('已领取 2 条').waitFor();
  await waitFor(async () => (await current(page)).includes('丁号'));
  await focusOn(page, '丁号');
});

test('who decides a colleague’s card is asked once', async () => {
  const site = await room.site();
  const ids = await waiting(site, '甲乙');
  const who = await room.colleague('王五');
  await claims(who, 'POST', ids);
  const { page, card } = await room.enter(onSite(site));
  await card('甲号').getByText('王五 正在处理').waitFor();
  await card('甲号').locator('.words').click();
  await focusOn(page, '甲号');
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: '王五 正在处理这条评论' });
  await dialog.waitFor();
  await dialog.getByRole('button', { name: '取消' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await room.isPublic(ids[0] ?? '')).toBe(false);
  await focusOn(page, '甲号');
  await page.keyboard.press('a');
  await dialog.getByRole('button', { name: '通过' }).click();
  await waitFor(() => room.isPublic(ids[0] ?? ''));
  // Taken back and decided again: the answer is known.
  await page.keyboard.press('u');
  await card('甲号').waitFor();
  await focusOn(page, '甲号');
  await page.keyboard.press('a');
  await waitFor(() => room.isPublic(ids[0] ?? ''));
  expect(await page.getByRole('dialog').count()).toBe(0);
  // The same by the pointer.
  await card('乙号').getByRole('button', { name: '垃圾' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click();
  expect(await card('乙号').count()).toBe(1);
});
