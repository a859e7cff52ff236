import { expect, test } from '@jest/globals';
import { opinion } from './reading-room.ts';
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
