import { expect, test } from '@jest/globals';
import { JsonFeed } from '../../contract/feeds.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom({ DEMO: '1' });

test.each([
  ['a phone', 390],
  ['a desktop', 1280],
])('the demo article shows its dozen of comments on %s', async (_, width) => {
  const context = await room.browser.newContext({ locale: 'zh-CN', viewport: { width, height: 900 } });
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${room.server.url}/demo`);
    const box = page.locator('section.box');
    await box.and(page.locator('[aria-busy="false"]')).waitFor();
    await box.getByText('共 12 条').waitFor();
    const comments = box.locator('.list article');
    expect(await comments.first().textContent()).toContain('城事版编辑');
    for (let more = box.getByRole('button', { name: /条回复/ }); (await more.count()) > 0; ) {
      const before = await comments.count();
      await more.first().click();
      await page.waitForFunction((n) => {
        const host = document.querySelector('#liangju');
        const root = host?.shadowRoot ?? host?.firstElementChild?.shadowRoot;
        return (root?.querySelectorAll('.list article').length ?? 0) > n;
      }, before);
    }
    expect(await comments.count()).toBe(12);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    // The page names its feeds, which have what the box shows.
    const feeds = await page.locator('link[rel="alternate"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(feeds.map((feed) => new URL(feed, page.url()).pathname)).toEqual(['/feed.xml', '/feed.json']);
    const answers = await Promise.all(feeds.map((feed) => fetch(new URL(feed, page.url()))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { items } = JsonFeed.parse(await answers[1]?.json());
    expect(items).toHaveLength(12);
    expect(errors).toEqual([]);
  } finally {
    await context.close();
  }
});

test('the queue of the console shows the five cases', async () => {
  const moderator = await room.enter('#/queue');
  for (const text of ['兼职日结', '整理了几份夜间出行的资料', '嫌吵你搬走啊', '等不及的可以拼车', '代开发票']) {
    await moderator.card(text).first().waitFor();
  }
  expect(moderator.errors).toEqual([]);
});
