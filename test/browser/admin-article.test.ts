import { expect, test } from '@jest/globals';
import { opinion } from './reading-room.ts';
import { faultsOf } from './axe-faults.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();

test('title and address of an article are changed beside its comments; what is no address of the site is told', async () => {
  const site = await room.site();
  const text = opinion(1);
  await room.say(site, text, { title: '江边步道' });
  const { page, card, errors } = await room.enter('#/queue');
  await card(text).first().click();
  const side = page.locator('.side');
  await side.getByRole('button', { name: '修改标题和网址' }).click();
  const form = side.getByRole('form', { name: '修改标题和网址' });
  await form.getByLabel('标题').fill('江边步道今日开放');
  await form.getByLabel('网址').fill('https://casino.example/win');
  await form.getByRole('button', { name: '保存' }).click();
  await form.getByText('“https://casino.example/win”不在本站的网址范围内。').waitFor();
  await form.getByLabel('网址').fill('https://news.example.com/river');
  await form.getByRole('button', { name: '保存' }).click();
  await form.waitFor({ state: 'detached' });
  const link = side.getByRole('link', { name: '江边步道今日开放' });
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe('https://news.example.com/river');
  await card(text).getByText('江边步道今日开放').waitFor();
  await page.reload();
  await card(text).getByText('江边步道今日开放').first().waitFor();
  expect(errors.filter((error) => !error.includes('400'))).toEqual([]);
});

test('an article gets another key, and its comments go into another article that is found by its title', async () => {
  const site = await room.site();
  const [first, second] = [opinion(1), opinion(2)];
  await room.say(site, first, { title: '江边步道' });
  await room.say(site, second, { title: '老城区书店', path: `${site}-books` });
  const { page, card, errors } = await room.enter('#/queue', undefined, { bypassCSP: true });
  await card(first).first().click();
  const side = page.locator('.side');
  await side.getByRole('button', { name: '修改标题和网址' }).click();
  const form = side.getByRole('form', { name: '修改标题和网址' });
  await form.getByLabel('标识').fill('river-walk');
  await form.getByRole('button', { name: '保存' }).click();
  await form.waitFor({ state: 'detached' });
  await side.getByRole('button', { name: '修改标题和网址' }).click();
  await form.getByRole('button', { name: '并入另一篇…' }).click();
  const dialog = page.getByRole('dialog', { name: '把评论并入另一篇' });
  await dialog.getByRole('searchbox', { name: '按标题或网址查找文章' }).fill('书店');
  await dialog.getByRole('radio', { name: '老城区书店' }).check();
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: '并入“老城区书店”' }).click();
  await dialog.waitFor({ state: 'detached' });
  await side.getByRole('link', { name: '老城区书店' }).waitFor();
  // What the form held is of the article that is gone.
  expect(await form.count()).toBe(0);
  await page.reload();
  await card(first).getByText('老城区书店').first().waitFor();
  expect(errors).toEqual([]);
});
