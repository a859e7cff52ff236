import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type SharedCache, startSharedCache } from '../support/shared-cache.ts';
import { waitFor } from '../support/wait-for.ts';
import { articlePage } from './host-page.ts';
import { commentWith, opinion, postBy, type Reader, useRoom } from './reading-room.ts';

const room = useRoom();
let cache: SharedCache;
beforeAll(async () => {
  cache = await startSharedCache(() => room.server.url);
});
afterAll(() => cache?.close());

const follow = (live: 'socket' | 'poll') => room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { live } });
const ready = ({ page, box }: Reader) => box.and(page.locator('[aria-busy="false"]')).waitFor();
/** How often a comment with this text stands in the list. */
const times = ({ comments }: Reader, text: string): Promise<number> => comments.filter({ hasText: text }).count();

describe.each(['socket', 'poll'] as const)('where readers follow their thread by “%s”', (live) => {
  test('one’s own comment is there after a reload at once', async () => {
    await follow(live);
    const article = room.article();
    await room.say(article, opinion(1));
    const reader = await room.open(article);
    const text = opinion(2);
    await postBy(reader, text);
    await commentWith(reader, text).waitFor();
    for (let i = 0; i < 3; i++) {
      const [list] = await Promise.all([
        reader.page.waitForResponse((answer) => answer.url().includes('/api/v1/comments?')),
        reader.page.reload(),
      ]);
      // What the browser gives to the page, not what it has kept.
      expect(await list.text()).toContain(text);
      await ready(reader);
      expect(await times(reader, text)).toBe(1);
      expect(await reader.comments.count()).toBe(2);
    }
    expect(reader.errors).toEqual([]);
  });

  test('also behind a shared cache that still has the list before it', async () => {
    await follow(live);
    const article = room.article();
    await room.say(article, opinion(3));
    const reader = await room.open(article);
    const page = room.host.put(articlePage(cache.url, { thread: article.key }));
    await reader.page.goto(page);
    await ready(reader);
    const text = opinion(4);
    await postBy(reader, text);
    await commentWith(reader, text).waitFor();
    const before = cache.hits();
    await reader.page.reload();
    await ready(reader);
    expect(cache.hits()).toBeGreaterThan(before);
    expect(await times(reader, text)).toBe(1);
    // And once, when the cache has the new list.
    cache.expire();
    await reader.page.reload();
    await ready(reader);
    expect(await times(reader, text)).toBe(1);
    expect(await reader.comments.count()).toBe(2);
  });
});

test('where readers ask from time to time, one’s own comment stays and is not told as news', async () => {
  await follow('poll');
  const article = room.article();
  await room.say(article, opinion(5));
  const reader = await room.open(article);
  let asked = 0;
  reader.page.on('request', (request) => (asked += Number(request.url().includes('/api/v1/comments?'))));
  await reader.page.clock.install();
  await reader.page.goto(room.host.put(articlePage(cache.url, { thread: article.key })));
  await reader.page.clock.runFor(3_000);
  await ready(reader);
  const text = opinion(6);
  await postBy(reader, text);
  await commentWith(reader, text).waitFor();
  // The cache has the list before it; then the new one.
  for (const isFresh of [false, true]) {
    if (isFresh) cache.expire();
    const before = asked;
    await waitFor(async () => {
      await reader.page.clock.runFor(5_000);
      return asked > before;
    });
    await reader.page.waitForLoadState('networkidle');
    await reader.page.clock.runFor(1_000);
    expect(await times(reader, text)).toBe(1);
    expect(await reader.box.getByText('条新评论').count()).toBe(0);
  }
  await follow('socket');
});
