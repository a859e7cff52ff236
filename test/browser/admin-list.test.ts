import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { call, signIn } from '../support/api.ts';
import { ADMIN } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
const PLACES = ['江边', '桥头', '渡口', '步道', '广场', '车站', '菜场', '公园', '书店', '码头'];
const THINGS = ['长椅', '路灯', '花坛', '栏杆', '告示', '垃圾箱', '台阶', '雨棚', '座钟', '水龙头'];

/** Comments that are like no other, so that nothing groups them. */
async function waiting(site: string, count: number, from = 0): Promise<string[]> {
  const ids: string[] = [];
  for (let i = from; i < from + count; i++) {
    const body = `${i}号。${PLACES[i % 10] ?? ''}的${THINGS[Math.floor(i / 10) % 10] ?? ''}${'换过修过擦过漆过看过'.slice(i % 9, (i % 9) + 2)}，第${i * 37}天。`;
    ids.push((await room.say(site, body, { name: `读者${i}` })).id);
  }
  return ids;
}

const scrolled = (page: Page) => page.evaluate(() => Math.round(scrollY));
const currentTop = (page: Page) =>
  page.evaluate(() => document.querySelector('article[aria-current="true"]')?.getBoundingClientRect().top ?? -1);

test('a lost connection makes nothing new; what did come meanwhile is told', async () => {
  const site = await room.site();
  await waiting(site, 72);
  const { page, context } = await room.enter(`#/queue?site=${site}`);
  await page.locator('.card').first().waitFor();
  await page.locator('.pulse.live').waitFor();
  const comeBack = async (): Promise<void> => {
    const read = page.waitForResponse((answer) => answer.url().includes('/moderation/queue') && answer.ok());
    await context.setOffline(false);
    await page.locator('.pulse.live').waitFor();
    await read;
  };
  await context.setOffline(true);
  await page.locator('.pulse.down').waitFor();
  await comeBack();
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.locator('.audit tbody tr').first().waitFor();
  const again = page.waitForResponse(/moderation\/queue/);
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await again;
  await page.locator('.card').first().waitFor();
  expect(await page.locator('.pill').count()).toBe(0);

  await page.getByLabel('排序').selectOption('newest');
  await page.locator('.card', { hasText: '71号' }).waitFor();
  await context.setOffline(true);
  await page.locator('.pulse.down').waitFor();
  await room.say(site, '断线时来的：雨停了，江面起雾。', { name: '雨天' });
  await comeBack();
  await page.getByRole('button', { name: '1 条新待审' }).click();
  await page.locator('.card', { hasText: '断线时来的' }).waitFor();
});

test('only what is near is on the page; j reaches every card, and each says which of how many it is', async () => {
  const site = await room.site();
  await waiting(site, 110);
  const { page, card } = await room.enter(`#/queue?site=${site}&sort=oldest`);
  await card('0号').first().waitFor();
  for (let i = 0; i < 110; i++) await page.keyboard.press('j');
  await waitFor(async () => (await page.locator('article[aria-current="true"]').innerText()).includes('109号'));
  const last = page.locator('article[aria-current="true"]');
  expect([await last.getAttribute('aria-posinset'), await last.getAttribute('aria-setsize')]).toEqual(['110', '110']);
  await waitFor(async () => (await page.locator('.card').count()) < 30);
  await waitFor(() => last.evaluate((element) => element === document.activeElement));
  // Scrolled to the other end the card in focus is still there for the next key.
  await page.evaluate(() => scrollTo(0, 0));
  await card('0号').first().waitFor();
  expect(await last.evaluate((element) => element === document.activeElement)).toBe(true);
  await waitFor(async () => (await page.locator('.card').count()) < 30);
  await page.keyboard.press('k');
  await waitFor(async () => (await last.innerText()).includes('108号'));
  await waitFor(async () => (await currentTop(page)) >= 0);
});

test('scrolling back through cards of all heights, what is looked at does not jump', async () => {
  const site = await room.site();
  for (let i = 0; i < 60; i++) await room.say(site, `${i}号。${'这一段说的是江边的事。'.repeat((i * 7) % 23)}`, { name: `读者${i}` });
  const { page } = await room.enter(`#/queue?site=${site}&sort=oldest`, undefined, { bypassCSP: true });
  await page.addStyleTag({ content: '* { overflow-anchor: none !important; }' });
  await page.locator('.card').first().waitFor();
  await waitFor(() =>
    page.evaluate(() => {
      scrollTo(0, document.documentElement.scrollHeight);
      return [...document.querySelectorAll('.card')].some((one) => one.textContent?.includes('59号'));
    }),
  );
  const jumps = await page.evaluate(async () => {
    const found: number[] = [];
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    for (let i = 0; i < 60 && scrollY > 0; i++) {
      const seen = [...document.querySelectorAll<HTMLElement>('.card')].find((one) => one.getBoundingClientRect().top > 0);
      const before = seen?.getBoundingClientRect().top ?? 0;
      scrollBy(0, -150);
      await frame();
      await frame();
      const moved = (seen?.getBoundingClientRect().top ?? 0) - before;
      if (scrollY > 0 && seen?.isConnected === true) found.push(Math.round(moved - 150));
    }
    return found.filter((by) => Math.abs(by) > 2);
  });
  expect(jumps).toEqual([]);
});

test('loading goes on while one scrolls, also after a page that did not come', async () => {
  const site = await room.site();
  await waiting(site, 160);
  const { page } = await room.enter(`#/queue?site=${site}&sort=oldest`);
  await page.locator('.card').first().waitFor();
  // Pages fail for a while: each is asked for again, with pauses.
  const tries: number[] = [];
  await page.route(/moderation\/queue.*cursor/, async (route) => {
    if (tries.length < 3) {
      tries.push(performance.now());
      await route.abort();
    } else await route.continue();
  });
  await waitFor(async () => {
    await page.mouse.wheel(0, 4_000);
    return (await page.getByText('已经到底了').count()) === 1;
  });
  const [first = 0, second = 0, third = 0] = tries;
  expect([second - first > 900, third - second > 1_900]).toEqual([true, true]);
});

test('cards that only say who was first do not pile up', async () => {
  const site = await room.site();
  const ids = await waiting(site, 12);
  const who = await room.colleague('小赵');
  const { page, card } = await room.enter(`#/queue?site=${site}&sort=oldest`, ADMIN, { viewport: { width: 390, height: 800 } });
  await card('0号').first().waitFor();
  await page.locator('.pulse.live').waitFor({ state: 'attached' });
  // A decision on its way while a colleague is faster.
  await page.route('**/api/v1/moderation/decisions', async (route) => {
    const headers = await signIn(room.server.url, who);
    const items = ids.slice(0, 5).map((id) => ({ id, revision: 1 }));
    await call(room.server.url, '/api/v1/moderation/decisions', { headers, body: { items, action: 'spam' } });
    await route.continue();
  });
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  for (let i = 0; i < 4; i++) await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await page.getByText('已选 5 条').waitFor();
  await page.keyboard.press('a');
  await page.locator('.card.settled').first().waitFor({ state: 'attached' });
  await waitFor(async () => {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    return (await page.locator('.card').last().getAttribute('aria-setsize')) === '7';
  });
  await page.evaluate(() => scrollTo(0, 0));
  await card('5号').first().waitFor();
  expect(await page.locator('.card.settled').count()).toBe(0);
});

test('coming back, the queue stands where it was left, with the focus', async () => {
  const site = await room.site();
  const ids = await waiting(site, 40);
  const { page } = await room.enter(`#/queue?site=${site}&sort=oldest`);
  await page.locator('.card').first().waitFor();
  for (let i = 0; i < 20; i++) await page.keyboard.press('j');
  await waitFor(async () => (await page.locator('article[aria-current="true"]').innerText()).includes('19号'));
  const [at, top] = [await scrolled(page), await currentTop(page)];
  expect(at).toBeGreaterThan(1_000);
  await page.goto(`${room.server.url}/admin/#/comments/${ids[3] ?? ''}`);
  await page.locator('.line-card').waitFor();
  expect(await scrolled(page)).toBe(0);
  await page.goBack();
  await waitFor(async () => (await page.locator('article[aria-current="true"]').count()) === 1);
  await waitFor(async () => Math.abs((await currentTop(page)) - top) < 3);
  await waitFor(() => page.evaluate(() => document.activeElement?.textContent?.includes('19号') === true));
});

test('back from a comment, the list of all comments stands where it was left', async () => {
  const site = await room.site();
  await waiting(site, 45);
  const { page, card } = await room.enter(`#/comments?site=${site}`);
  await page.locator('.line-card').first().waitFor();
  await waitFor(async () => {
    await page.mouse.wheel(0, 3_000);
    return (await card('3号。').count()) > 0;
  });
  const one = card('13号。');
  await one.getByRole('button', { name: '更多操作' }).click();
  await one.getByRole('link', { name: '处理记录' }).click();
  await page.getByRole('heading', { name: '处理记录' }).waitFor();
  const decided = page.getByRole('button', { name: '通过' });
  await decided.click();
  await page.getByText('已通过：读者13 的评论').waitFor();
  await page.goBack();
  await one.waitFor();
  const isThere = () =>
    one.evaluate(
      (element) =>
        element === document.activeElement && element.getBoundingClientRect().top >= 0 && element.getBoundingClientRect().top < innerHeight,
    );
  await waitFor(isThere);
  await waitFor(async () => (await one.innerText()).includes('已发布'));
  // By the link on the comment's page, too, with the filters.
  await one.getByRole('button', { name: '更多操作' }).click();
  await one.getByRole('link', { name: '处理记录' }).click();
  await page.locator('.head a').click();
  await waitFor(isThere);
  expect(page.url()).toContain(`site=${site}`);
});

test('with forced colours the current card, tab and screen differ by more than colour', async () => {
  const site = await room.site();
  await waiting(site, 3);
  for (const width of [390, 1280]) {
    const { page } = await room.enter(`#/queue?site=${site}`, ADMIN, { viewport: { width, height: 900 }, forcedColors: 'active' });
    await page.locator('.card').nth(2).waitFor({ state: 'attached' });
    await page.keyboard.press('j');
    const marked = (selector: string) =>
      page
        .locator(selector)
        .evaluateAll((all) => all.map((one) => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth].join(' ')));
    const [current, ...others] = await marked('.card');
    expect([current, others]).toEqual(['solid 4px', others.map(() => expect.stringMatching(/^none/))]);
    const [tab, ...tabs] = await marked('.lanes button');
    expect([tab, tabs]).toEqual(['solid 3px', tabs.map(() => expect.stringMatching(/^none/))]);
    const [screen, ...screens] = await marked('.rail nav a');
    expect([screen, screens]).toEqual(['solid 3px', screens.map(() => expect.stringMatching(/^none/))]);
  }
});
