import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { call, signIn } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
const onSite = (site: string): string => `#/queue?site=${site}&sort=oldest`;
const newestFirst = (site: string): string => `#/queue?site=${site}`;

/** Comments that wait, the first of them first; gives their ids. */
async function waiting(site: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const body = `${'甲乙丙丁戊己庚辛壬癸'[i] ?? i}号：${['江边的长椅太少了。', '路灯晚上亮得很早。', '步道上的落叶有人扫。', '渡口的船票涨价了。'][i % 4] ?? ''}`;
    ids.push((await room.say(site, body, { name: `读者${i}` })).id);
  }
  return ids;
}

/** Where the cards and their buttons stand in the window, by the card. */
function places(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(() => {
    const found: Record<string, string[]> = {};
    for (const card of document.querySelectorAll<HTMLElement>('.card')) {
      const rects = [card, ...card.querySelectorAll('.decide button')].map((one) => one.getBoundingClientRect());
      found[card.dataset.id ?? ''] = rects.map(({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' '));
    }
    return found;
  });
}

const without = <T>(all: Record<string, T>, id: string | undefined): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([one]) => one !== id));

/** The buttons take presses of the pointer. */
const isStill = (page: Page) => waitFor(() => page.evaluate(() => document.querySelector('[data-moved]') === null));

async function centreOf(page: Page, text: string, name: string): Promise<{ x: number; y: number }> {
  const box = await page.locator('.card', { hasText: text }).getByRole('button', { name }).boundingBox();
  if (box === null) throw new Error(`${name} is not there`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

for (const [name, width, hasTouch] of [
  ['on a phone', 390, true],
  ['on a desk', 1280, false],
] as const) {
  for (const scrolled of [0, 160]) {
    test(`nothing that arrives moves a card or a button, ${name}, scrolled by ${scrolled}, without the browser’s anchoring`, async () => {
      const site = await room.site();
      const ids = await waiting(site, 5);
      const who = await room.colleague('张三');
      const { page, context } = await room.enter(newestFirst(site), undefined, {
        viewport: { width, height: 800 },
        hasTouch,
        bypassCSP: true,
      });
      await page.addStyleTag({ content: '* { overflow-anchor: none !important; }' });
      await page.locator('.card').nth(4).waitFor({ state: 'attached' });
      await page.locator('.pulse.live').waitFor({ state: 'attached' });
      await page.evaluate((y) => scrollTo(0, y), scrolled);
      await waitFor(async () => (await page.locator('.card').count()) === 5);
      const before = await places(page);

      // Something new.
      await room.say(site, '刚到的一条：桥上风大。', { name: '新来的' });
      await page.locator('.pill').waitFor();
      expect(await places(page)).toEqual(before);

      // Colleagues who take a card, and who decide some.
      const { page: other } = await room.enter(newestFirst(site), who);
      const seen = Object.keys(before);
      await other.locator('.card').nth(1).getByRole('checkbox').click();
      await page.getByText('张三 正在处理').waitFor();
      expect(await places(page)).toEqual(before);
      const [, second] = seen;
      await room.decide([second ?? ''], 'spam');
      await page.locator('.placeholder').getByText('处理：垃圾').waitFor();
      expect(await places(page)).toEqual(without(before, second));
      const [first] = seen;
      await call(room.server.url, '/api/v1/moderation/decisions', {
        headers: await signIn(room.server.url, who),
        body: { items: [{ id: first, revision: 1 }], action: 'approve' },
      });
      await page.locator('.card.settled').waitFor();
      const settled = await places(page);
      expect(settled[first ?? '']?.[0]).toBe(before[first ?? '']?.[0]);
      expect(without(settled, first)).toEqual(without(without(before, second), first));

      // A connection that is lost.
      await context.setOffline(true);
      await page.locator('.bar').waitFor();
      expect(without(await places(page), first)).toEqual(without(without(before, second), first));
      await context.setOffline(false);
      expect(ids).toEqual(expect.arrayContaining(seen));
    });
  }
}

test('a card that was decided by pointing keeps its place until the pointer has left it', async () => {
  const site = await room.site();
  const [first = '', second = ''] = await waiting(site, 4);
  const { page, card } = await room.enter(onSite(site));
  await card('甲号').waitFor();
  await isStill(page);
  // A press before that would be tried again and again, and the page scrolled for it.
  await isStill(page);
  const before = await places(page);
  await card('甲号').getByRole('button', { name: '通过' }).click();
  await page.getByText('已通过：读者0 的评论').waitFor();
  expect(await places(page)).toEqual(without(before, first));
  expect(await page.locator('.placeholder').count()).toBe(1);
  // Another one, and the places are given up once nobody points at the list.
  await isStill(page);
  await card('乙号').getByRole('button', { name: '通过' }).click();
  await waitFor(() => room.isPublic(second));
  expect(await places(page)).toEqual(without(without(before, first), second));
  await page.mouse.move(30, 500);
  await waitFor(async () => (await page.locator('.placeholder').count()) <= 1);
  await page.keyboard.press('j');
  await waitFor(async () => (await page.locator('.placeholder').count()) === 0);
  await page.locator('article[aria-current="true"]', { hasText: '丙号' }).waitFor();
});

test('places that were left do not pile up while one scrolls on', async () => {
  const site = await room.site();
  const ids = await waiting(site, 10);
  const { page, card } = await room.enter(onSite(site), undefined, { viewport: { width: 390, height: 700 }, hasTouch: true });
  await card('甲号').waitFor();
  await page.locator('.pulse.live').waitFor({ state: 'attached' });
  await room.decide(ids.slice(1, 5), 'spam');
  await page.evaluate(() => scrollTo(0, 2_000));
  const before = await places(page);
  await waitFor(async () => (await page.locator('.placeholder').count()) === 0);
  const seen = Object.entries(await places(page)).filter(([, [place = '']]) => Number(place.split(' ')[1]) > 0);
  for (const [id, place] of seen) if (before[id] !== undefined) expect([id, place]).toEqual([id, before[id]]);
});

test('two clicks at once decide one comment, not the next one, too', async () => {
  const site = await room.site();
  const ids = await waiting(site, 4);
  const { page, card } = await room.enter(onSite(site));
  await card('甲号').waitFor();
  await isStill(page);
  const { x, y } = await centreOf(page, '甲号', '通过');
  await page.mouse.dblclick(x, y);
  await waitFor(() => room.isPublic(ids[0] ?? ''));
  await page.mouse.dblclick(x, y);
  const audit = await page.request.get(`${room.server.url}/api/v1/moderation/audit?site=${site}&action=comment.approve`);
  const { entries }: { entries: object[] } = await audit.json();
  expect(entries).toHaveLength(1);
});

test('a button that has just come under the pointer takes no press of it; keys press it at once', async () => {
  const site = await room.site();
  const [, second = ''] = await waiting(site, 2);
  const { page, card } = await room.enter(newestFirst(site));
  await card('甲号').waitFor();
  await page.locator('.pulse.live').waitFor();
  await isStill(page);
  const [top] = Object.keys(await places(page));
  const text = top === second ? '乙号' : '甲号';
  const { x, y } = await centreOf(page, text, '通过');
  const fresh = await room.say(site, '新到：岸边的柳树发芽了。', { name: '新人' });
  const pill = page.locator('.pill');
  await pill.waitFor();
  await page.mouse.move(x, y);
  // By a key: the pointer rests where the button of the card that comes will be.
  await pill.focus();
  await page.keyboard.press('Enter');
  await card('新到').waitFor();
  await page.mouse.click(x, y);
  await isStill(page);
  expect([await room.isPublic(fresh.id), await room.isPublic(top ?? '')]).toEqual([false, false]);
  await card('新到').getByRole('button', { name: '通过' }).focus();
  await page.keyboard.press('Enter');
  await waitFor(() => room.isPublic(fresh.id));
});

test('a double click on 拒绝 opens the reasons and picks none', async () => {
  const site = await room.site();
  await waiting(site, 3);
  const { page, card } = await room.enter(onSite(site), undefined, { viewport: { width: 390, height: 844 } });
  await card('甲号').waitFor();
  await isStill(page);
  for (const text of ['甲号', '乙号', '丙号']) {
    await card(text).getByRole('button', { name: '拒绝' }).scrollIntoViewIfNeeded();
    const { x, y } = await centreOf(page, text, '拒绝');
    await page.mouse.dblclick(x, y);
    await isStill(page);
    await page.keyboard.press('Escape');
  }
  const audit = await page.request.get(`${room.server.url}/api/v1/moderation/audit?site=${site}&action=comment.reject`);
  expect(await audit.json()).toMatchObject({ entries: [] });
  expect(await page.locator('.card').count()).toBe(3);
});

test('messages cover no button', async () => {
  const site = await room.site();
  await waiting(site, 10);
  for (const [width, height] of [
    [390, 700],
    [800, 700],
    [1280, 700],
  ] as const) {
    const { page, card } = await room.enter(onSite(site), undefined, { viewport: { width, height } });
    await card('号').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await page.locator('.toast').waitFor();
    await waitFor(() => page.evaluate(() => document.getAnimations().every(({ playState }) => playState === 'finished')));
    // Wherever the page is scrolled to: what can be seen of a button without the message can be pressed with it.
    const covered = await page.evaluate(() => {
      const found: string[] = [];
      for (let y = 0; y < 600; y += 10) {
        scrollTo(0, y);
        const toast = document.querySelector('.toast')?.getBoundingClientRect();
        const line = document.querySelector('.bar-line');
        const behind = line !== null && getComputedStyle(line).position === 'fixed' ? line.getBoundingClientRect() : null;
        for (const button of document.querySelectorAll('.content button, .content select, .rail a, .rail button')) {
          const { left, right, top, bottom, height: high } = button.getBoundingClientRect();
          if (high === 0 || toast === undefined) continue;
          // The line of messages is in front of the page whether there is a message or not.
          const end = behind !== null && bottom > behind.top && top < behind.bottom ? Math.min(bottom, behind.top) : bottom;
          if (left < toast.right && right > toast.left && top < toast.bottom && end > toast.top)
            found.push(`${y}: ${button.textContent ?? ''}`);
        }
      }
      return found;
    });
    expect([width, covered]).toEqual([width, []]);
  }
});
