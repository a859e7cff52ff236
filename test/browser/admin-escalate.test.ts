import { expect, test } from '@jest/globals';
import type { QueueAnswer } from '../../contract/moderation.ts';
import { call, signIn } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
const inOrder = (site: string): string => `#/queue?site=${site}&sort=oldest`;

test('e asks why, Enter passes it on with the note; it has left the list and stands in a lane of its own', async () => {
  const site = await room.site();
  await room.say(site, '甲：这件事说不准。', { name: '甲' });
  await room.say(site, '乙：天气真好。', { name: '乙' });
  const { page, card, errors } = await room.enter(inOrder(site));
  await card('甲：').locator('.words').click();
  await page.keyboard.press('e');
  const why = page.getByRole('textbox', { name: '写给接手的同事（可不填）' });
  await why.waitFor();
  await waitFor(() => why.evaluate((field) => field === document.activeElement));
  // Letters are text here, not decisions.
  await page.keyboard.type('as 涉及未成年人，拿不准');
  await page.keyboard.press('Enter');
  await page.getByText('已上报：甲 的评论').waitFor();
  await card('甲：').waitFor({ state: 'detached' });
  await page.locator('article[aria-current="true"]', { hasText: '乙：' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await card('甲：').waitFor();
  expect(page.url()).toContain('kind=escalated');
  await page.getByRole('button', { name: /^已上报 \d/ }).waitFor();
  await page.getByRole('button', { name: /^已上报/, pressed: true }).waitFor();
  await card('乙：').waitFor({ state: 'detached' });
  const text = await card('甲：').innerText();
  for (const part of ['as 涉及未成年人，拿不准', '上报了这条']) expect(text).toContain(part);
  expect(errors).toEqual([]);
});

test('the note may be left empty, Escape passes nothing on, and what was typed is kept meanwhile', async () => {
  const site = await room.site();
  await room.say(site, '可上报可不上报。');
  const { page, card } = await room.enter(inOrder(site));
  await card('可上报').locator('.words').click();
  await page.keyboard.press('e');
  await page.keyboard.type('写了一半');
  await page.keyboard.press('Escape');
  const why = page.getByRole('textbox', { name: '写给接手的同事（可不填）' });
  await why.waitFor({ state: 'detached' });
  await page.keyboard.press('e');
  await waitFor(async () => (await why.inputValue()) === '写了一半');
  await why.fill('');
  await page.keyboard.press('Enter');
  await page.getByText('已上报：读者 的评论').waitFor();
  await page.keyboard.press('u');
  await card('可上报').waitFor();
  await card('可上报').getByText('已上报').waitFor({ state: 'detached' });
});

test('a colleague’s lane gets what is escalated, and the ordinary list loses it, by themselves', async () => {
  const site = await room.site();
  const { id } = await room.say(site, '请同事来看这一条。');
  await room.say(site, '这一条留在原处。', { name: '另一位' });
  const who = await room.colleague('郑十');
  const [lane, list] = [await room.enter(`#/queue?site=${site}&kind=escalated`, who), await room.enter(inOrder(site))];
  await lane.page.getByText('没有符合条件的待审评论').waitFor();
  await list.card('留在原处').waitFor();
  for (const { page } of [lane, list]) await page.locator('.pulse.live').waitFor();
  // Nobody works on it: the open list claims the card that is looked at, which the colleague would be asked about.
  await list.card('留在原处').locator('.words').click();
  const headers = await signIn(room.server.url);
  await waitFor(async () => {
    const { body } = await call<QueueAnswer>(room.server.url, `/api/v1/moderation/queue?site=${site}`, { headers });
    const claimed = body.items.filter(({ claim }) => claim !== null).map(({ comment }) => comment.id);
    return claimed.length === 1 && claimed[0] !== id;
  });
  await room.decide([id], 'escalate', { note: '拿不准' });
  await lane.card('请同事来看').locator('.words').click();
  await list.card('请同事来看').waitFor({ state: 'detached' });
  await list.card('留在原处').waitFor();
  await lane.page.keyboard.press('a');
  await lane.page.getByText('已通过：读者 的评论').waitFor();
  await waitFor(() => room.isPublic(id));
});

test('the selection is escalated with one note for all', async () => {
  const site = await room.site();
  for (const name of ['子', '丑']) await room.say(site, `${name}：桥面结冰了。`, { name });
  const { page, card } = await room.enter(inOrder(site));
  await card('子：').locator('.words').click();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByText('已选 2 条').waitFor();
  await page.keyboard.press('e');
  await page.keyboard.type('两条一起看');
  await page.keyboard.press('Enter');
  await page.getByText('已上报 2 条').waitFor();
  await page.goto(`${room.server.url}/admin/#/queue?site=${site}&kind=escalated`);
  await Promise.all([card('子：').getByText('两条一起看').waitFor(), card('丑：').getByText('两条一起看').waitFor()]);
});
