import { expect, test } from '@jest/globals';
import type { StatsView } from '../../contract/moderation.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom, type Moderator } from './console-room.ts';

const room = consoleRoom();

async function open({ page }: Moderator, site: string): Promise<number> {
  const answer = await page.request.get(`${room.server.url}/api/v1/moderation/stats?site=${site}`);
  const stats: StatsView = await answer.json();
  return stats.open;
}

test('a selection of more than a hundred is decided whole, and taken back whole, also after loading anew', async () => {
  const site = await room.site();
  const most = 130;
  for (let i = 1; i <= most; i++) await room.say(site, `第${i}句：晚饭后沿河走一圈。`, { name: `读者${i}` });
  const moderator = await room.enter(`#/queue?site=${site}&sort=oldest`);
  const { page, card, errors } = moderator;
  await card('第1句').locator('.words').click();
  await page.keyboard.press('x');
  const current = page.locator('article[aria-current="true"]');
  await waitFor(async () => {
    await page.keyboard.press('j');
    return (await current.innerText()).includes(`第${most}句`);
  }, 60_000);
  await page.keyboard.press('Shift+X');
  await page.getByText(`已选 ${most} 条`).waitFor();
  const calls: number[] = [];
  await page.route('**/api/v1/moderation/decisions', async (route) => {
    const { items }: { items: unknown[] } = route.request().postDataJSON();
    calls.push(items.length);
    // How far it has come is said before the last part is sent.
    if (calls.length === 2) await page.getByText(`正在处理 100 / ${most}`).waitFor();
    await route.continue();
  });
  await page.keyboard.press('a');
  await page.getByRole('dialog').getByText(`对 ${most} 条评论执行“通过”？`).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: '通过' }).click();
  await page.getByText(`已通过 ${most} 条`).waitFor();
  expect(calls).toEqual([100, 30]);
  expect(await open(moderator, site)).toBe(0);
  await page.reload();
  await page.getByText('没有符合条件的待审评论').waitFor();
  await page.keyboard.press('u');
  await card('第1句').waitFor();
  await waitFor(async () => (await open(moderator, site)) === most);
  expect(errors).toEqual([]);
});

const flyer = (n: number): string => `第${n}次提醒大家：老街口那家新开的茶铺今天全场半价，先到先得不要错过`;

test('the cluster has one button that decides all of it, with the reason; one undo takes it back', async () => {
  const site = await room.site();
  for (const n of [1, 2, 3, 4, 5]) await room.say(site, flyer(n), { name: `路人${n}` });
  const other = await room.say(site, '江边的风很舒服。', { name: '散步的人' });
  const moderator = await room.enter(`#/queue?site=${site}`);
  const { page, card, errors } = moderator;
  await card('江边的风').waitFor();
  await page
    .getByRole('link', { name: /相似的 \d 条/ })
    .first()
    .click();
  const bar = page.getByRole('region', { name: '相似的评论' });
  await bar.getByText('相似的待审共 5 条').waitFor();
  await bar.getByRole('button', { name: '全部拒绝' }).click();
  await bar.getByRole('button', { name: '广告引流' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '全部拒绝' }).click();
  await page.getByText('已拒绝 5 条').waitFor();
  await page.getByText('没有符合条件的待审评论').waitFor();
  expect(await open(moderator, site)).toBe(1);
  const answer = await page.request.get(`${room.server.url}/api/v1/moderation/audit?site=${site}&action=comment.reject`);
  const { entries }: { entries: { reason: string }[] } = await answer.json();
  expect(entries.map(({ reason }) => reason)).toEqual(Array.from({ length: 5 }, () => 'AD'));
  await page.keyboard.press('u');
  await waitFor(async () => (await page.locator('article').count()) === 5);
  expect(await open(moderator, site)).toBe(6);
  expect(await room.isPublic(other.id)).toBe(false);
  expect(errors).toEqual([]);
});

test('the answer to a decision on a cluster was lost: it is known how many it was, and they can be taken back', async () => {
  const site = await room.site();
  for (const n of [1, 2, 3, 4]) await room.say(site, flyer(n).replace('茶铺', '书店'), { name: `路人${n}` });
  const moderator = await room.enter(`#/queue?site=${site}`);
  const { page } = moderator;
  await page
    .getByRole('link', { name: /相似的 \d 条/ })
    .first()
    .click();
  let sent = 0;
  await page.route('**/api/v1/moderation/decisions', async (route) => {
    if (++sent > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: '全部标为垃圾' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '全部标为垃圾' }).click();
  await page.getByText('已标为垃圾 4 条').waitFor();
  await page.keyboard.press('u');
  await waitFor(async () => (await open(moderator, site)) === 4);
});
