import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ListingWorld, openListingWorld, textOf } from './listing-world.ts';

const urlOf = (thread: string, more = ''): string => `/api/v1/comments?site=blog&thread=${thread}${more}`;

let world: ListingWorld;
beforeEach(async () => {
  world = await openListingWorld();
});
afterEach(() => world.close());

const get = async (url: string): Promise<string> => textOf((await world.cache.get(url))?.page);

test('100 who ask at once for a page that is not there cost one reading', async () => {
  await world.comment('a');
  const pages = await Promise.all(Array.from({ length: 100 }, () => world.cache.get(urlOf('a'))));
  expect(new Set(pages).size).toBe(1);
  expect(world.reads()).toEqual({ conversations: 1, head: 1 });
});

test('a ready page costs nothing; one that is a second old costs one look at the log', async () => {
  const { id } = await world.comment('a');
  expect(await get(urlOf('a'))).toContain(id);
  // The site had a change while it was not yet known which thread the page was of.
  world.reads();
  for (let i = 0; i < 100; i++) expect(world.cache.ready(urlOf('a'))).not.toBeNull();
  expect(world.reads()).toEqual({});
  world.clock.now += 1_000;
  expect(world.cache.ready(urlOf('a'))).toBeNull();
  await Promise.all(Array.from({ length: 100 }, () => world.cache.get(urlOf('a'))));
  expect(world.reads()).toEqual({ head: 1 });
  expect(world.cache.ready(urlOf('a'))).not.toBeNull();
});

test('a change here drops the pages of its thread and no others', async () => {
  await world.comment('a');
  await world.comment('b');
  for (const url of [urlOf('a'), urlOf('b'), urlOf('none')]) await get(url);
  const { id } = await world.comment('a');
  expect(world.cache.ready(urlOf('a'))).toBeNull();
  expect(world.cache.ready(urlOf('b'))).not.toBeNull();
  expect(await get(urlOf('a'))).toContain(id);
});

test('the first comment of a thread drops the empty page and the counts', async () => {
  const counts = '/api/v1/counts?site=blog&thread=new';
  expect(await get(urlOf('new'))).toContain('"comments":[]');
  expect(await get(counts)).toBe('{"counts":{"new":0}}');
  const { id } = await world.comment('new');
  expect(await get(urlOf('new'))).toContain(id);
  expect(await get(counts)).toBe('{"counts":{"new":1}}');
});

test('what another process stored is seen at the next look at the log', async () => {
  await world.comment('a');
  await get(urlOf('a'));
  const { id } = await world.comment('a', { elsewhere: true });
  world.clock.now += 1_000;
  expect(await get(urlOf('a'))).toContain(id);
});

test('a held comment changes no page', async () => {
  await world.comment('a');
  await get(urlOf('a'));
  const { id } = await world.comment('a', { status: 'pending' });
  expect(world.cache.ready(urlOf('a'))).not.toBeNull();
  world.clock.now += 20_000;
  expect(await get(urlOf('a'))).not.toContain(id);
});

test('under fire the page before is served while another is made, at most ten a second after the first burst', async () => {
  await world.comment('a');
  await get(urlOf('a'));
  world.reads();
  let newest = '';
  for (let i = 0; i < 1_000; i++) {
    newest = (await world.comment('a')).id;
    world.clock.now += 5;
    const cached = world.cache.ready(urlOf('a')) ?? (await world.cache.get(urlOf('a')));
    if (cached === null) throw new Error('the page is there');
    expect(world.clock.now - cached.readAt).toBeLessThanOrEqual(250);
    await cached.renewing;
  }
  // 5 s by the clock: the burst of 24, then ten a second.
  expect(world.reads().conversations).toBeLessThanOrEqual(24 + 5 * 10 + 1);
  world.clock.now += 250;
  expect(await get(urlOf('a'))).toContain(newest);
});

test('the pages stay within their memory; what was not asked for the longest goes first', async () => {
  await world.close();
  world = await openListingWorld(100_000);
  for (let i = 0; i < 200; i++) {
    await get(urlOf(`thread-${i}`));
    await get(urlOf('thread-0'));
    expect(world.cache.size().bytes).toBeLessThanOrEqual(100_000);
  }
  expect(world.cache.size().pages).toBeGreaterThan(5);
  expect(world.cache.ready(urlOf('thread-0'))).not.toBeNull();
  expect(world.cache.ready(urlOf('thread-199'))).not.toBeNull();
  expect(world.cache.ready(urlOf('thread-1'))).toBeNull();
});

test('what the contract refuses, and unknown sites, are left to the router and not kept', async () => {
  for (const url of [urlOf('a', '&limit=0'), urlOf('a', '&x=1'), '/api/v1/comments?site=none&thread=a', urlOf('a', '&cursor=x')]) {
    await world.comment('a');
    expect(await world.cache.get(url)).toBeNull();
  }
  expect(world.cache.size()).toEqual({ pages: 0, bytes: 0 });
});

test('a feed says since when it is as it is, but not where two contents were there in one second', async () => {
  const feed = '/feed.xml?site=blog&thread=a';
  await world.comment('a');
  const since = async () => (await world.cache.get(feed))?.page.since;
  const { now } = world.clock;
  expect(await since()).toEqual({ at: now, isSure: true });
  world.clock.now += 400;
  await world.comment('a');
  expect(await since()).toEqual({ at: now, isSure: false });
  world.clock.now += 1_000;
  await world.comment('a');
  expect(await since()).toEqual({ at: now + 1_000, isSure: true });
  // What is still the same keeps its time.
  world.clock.now += 20_000;
  expect(await since()).toEqual({ at: now + 1_000, isSure: true });
  await world.cache.get(urlOf('a'));
  expect((await world.cache.get(urlOf('a')))?.page.since).toBeNull();
});

test('a feed is dropped by what happens in its thread, that of the site by what happens in any', async () => {
  const [one, all] = ['/feed.json?site=blog&thread=a', '/feed.json?site=blog'];
  await world.comment('a');
  await world.comment('b');
  for (const url of [one, all]) await get(url);
  await get(one);
  await world.comment('b');
  expect(world.cache.ready(one)).not.toBeNull();
  expect(world.cache.ready(all)).toBeNull();
  const { id } = await world.comment('a');
  for (const url of [one, all]) expect(await get(url)).toContain(id);
  expect(await world.cache.get('/feed.json?site=blog&thread=unknown')).toBeNull();
});
