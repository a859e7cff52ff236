import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { StatsView } from '../../contract/moderation.ts';
import { HEADER } from '../../server/transfer/formats/liangju.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom, type Moderator } from './console-room.ts';

const room = consoleRoom();

/** What the service says itself, for all sites or one. */
async function counted(page: Page, filter = ''): Promise<StatsView> {
  const answer = await page.request.get(`${room.server.url}/api/v1/moderation/stats${filter}`);
  return answer.json();
}

/** The number at the head of the queue, in the rail, and in the tab's title. */
async function shown({ page }: Moderator): Promise<[string, string, string]> {
  const head = (await page.locator('.content .head .num').first().innerText()).replace(/\s*条$/, '');
  const rail = page.locator('.rail .count');
  const title = /^\((.+?)\)/.exec(await page.title())?.[1] ?? '0';
  return [head, (await rail.count()) === 0 ? '0' : await rail.innerText(), title];
}

test('after fast work by two moderators and live arrivals every number is the service’s', async () => {
  const site = await room.site();
  const names = Array.from({ length: 40 }, (_, i) => `读者${i + 1}`);
  for (const name of names) await room.say(site, `${name}：码头的风比昨天大。`, { name });
  const [first, second] = [await room.enter('#/queue'), await room.enter(`#/queue?site=${site}&sort=oldest`, await room.colleague('吴九'))];
  for (const one of [first, second]) {
    await one.page.locator('article').first().locator('.words').click();
    await one.page.locator('.pulse.live').waitFor();
  }
  const keys = ['a', 's', 'a', 'h', 'u', 'a', 'j', 's'] as const;
  const work = async ({ page }: Moderator, offset: number): Promise<void> => {
    for (let i = 0; i < 24; i++) await page.keyboard.press(keys[(i + offset) % keys.length] ?? 'a');
  };
  const arrive = async (): Promise<void> => {
    for (let i = 0; i < 12; i++) await room.say(site, `新来的${i + 1}：渡船改了时间。`, { name: `新来的${i + 1}` });
  };
  await Promise.all([work(first, 0), work(second, 3), arrive()]);
  const isRight = async (): Promise<boolean> => {
    const [all, part] = [await counted(first.page), await counted(first.page, `?site=${site}`)];
    const wanted = [all.open, all.open, all.open, part.open, all.open, all.open].map(String);
    return JSON.stringify([...(await shown(first)), ...(await shown(second))]) === JSON.stringify(wanted);
  };
  await waitFor(isRight).catch(async () => {
    expect([await shown(first), await shown(second), await counted(first.page)]).toEqual('the same numbers');
  });
  // And so it stays when everybody has looked away and back.
  await first.page.keyboard.press('g');
  await first.page.keyboard.press('a');
  await first.page.keyboard.press('g');
  await first.page.keyboard.press('q');
  await first.page.locator('.content .head .num').first().waitFor();
  await waitFor(isRight);
});

test('the number beside a filter is that of the filter; the rail’s is of everything', async () => {
  const [site, other] = [await room.site(), await room.site('另一家')];
  await room.say(site, '一条普通的话。');
  await room.say(other, '另一家的话。', { name: '另一位' });
  const moderator = await room.enter(`#/queue?site=${site}&kind=appeal`);
  await moderator.page.getByText('没有符合条件的待审评论').waitFor();
  const all = await counted(moderator.page);
  await waitFor(async () => JSON.stringify(await shown(moderator)) === JSON.stringify(['0', String(all.open), String(all.open)]));
  expect(await moderator.page.getByText('最早的已等').count()).toBe(0);
});

test('beyond 10,000 head, rail and title say the same', async () => {
  const site = await room.site('旧报');
  const threads = Array.from({ length: 20 }, (_, i) => `https://news.example.com/${site}/${i}`);
  const lines = Array.from({ length: 10_050 }, (_, i) =>
    JSON.stringify({
      thread: { key: threads[i % 20], url: threads[i % 20], title: '旧文' },
      id: `old-${i}`,
      author: { name: `旧读者${i}` },
      body: `第 ${i} 条旧评论。`,
      status: 'pending',
      createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, i)).toISOString(),
    }),
  );
  const file = join(room.server.dataDir, 'old.ndjson');
  await writeFile(file, [JSON.stringify(HEADER), ...lines].join('\n'));
  const ended = await room.server.cli(['import', file, '--site', site]);
  expect(ended.code).toBe(0);
  const moderator = await room.enter('#/queue');
  await moderator.page.locator('article').first().waitFor();
  await waitFor(async () => JSON.stringify(await shown(moderator)) === JSON.stringify(['10,000+', '10,000+', '10,000+']));
});
