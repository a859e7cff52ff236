import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CommentDeps } from '../../server/comments/deps.ts';
import type { Posted } from '../../server/comments/posted.ts';
import { createSubscriptions, type Subscriptions } from '../../server/events/subscriptions.ts';
import type { Comment, Site } from '../../server/domain/types.ts';
import { BURST_LASTS } from '../../server/domain/pace.ts';
import { followUp } from '../../server/moderation/follow-up.ts';
import { makeSite } from '../../server/sites/make-site.ts';
import { type Store, StoreBusy } from '../../server/store/port.ts';
import { postDeps, sendPost } from '../comments/post-world.ts';
import { newId } from '../store/fixtures.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { waitFor } from '../support/wait-for.ts';

const COPIES = [
  '听说城南那家旧书店下个月要搬走了，真舍不得',
  '听说城南那家旧书店下个月要搬走了，真舍不得啊！',
  '听说、城南那家旧书店、下个月要搬走了，真舍不得……',
];

let world: StoreWorld;
let store: Store;
let site: Site;
let subscriptions: Subscriptions;
/** Opened cases: whose, and whether the store answered. */
let cases: { id: string; isStored: boolean }[];
/** So often the store does not answer when a case is to be opened. */
let failures: number;

/** The real store, which is away for a moment when cases are opened. */
function awayForCases(real: Store): Store {
  return {
    ...real,
    moderation: {
      ...real.moderation,
      async openCase(id, add, fx) {
        const isStored = failures <= 0;
        failures--;
        cases.push({ id, isStored });
        if (!isStored) throw new StoreBusy('the store is away');
        return real.moderation.openCase(id, add, fx);
      },
    },
  };
}

function depsOn(given: Store): CommentDeps {
  const now = Date.now;
  const deps = postDeps(given);
  const log = { warn: () => undefined, error: () => undefined };
  subscriptions = createSubscriptions(
    { store: given, log, now, steady: () => performance.now(), chance: () => 0.5, retry: { attempts: 10, first: 2, longest: 10 } },
    [followUp({ store: given, now, newId, campaigns: deps.campaigns })],
  );
  return deps;
}

function send(deps: CommentDeps, body: string, key: string): Promise<Posted> {
  return sendPost(deps, site, { body, author: { name: `读者${key.slice(-1)}` } }, { idempotencyKey: key });
}

const keyOf = (n: number): string => `a-key-that-nobody-can-guess-${n}`;
const idOf = ({ answer }: Posted): string => ('comment' in answer ? answer.comment.id : '');
const clustersOf = async (ids: string[]): Promise<(Comment['review'] | undefined)[]> => {
  const found = await store.comments.get(ids);
  return ids.map((id) => found.get(id)?.review);
};

beforeEach(async () => {
  world = await openSqliteWorld();
  cases = [];
  failures = 0;
  store = awayForCases((await world.fresh()).store);
  site = await makeSite(
    { store, now: Date.now, newId },
    { id: 'system', name: '', requestId: null },
    { id: 'news', name: '报纸', origins: [], type: 'blog', mode: 'graded' },
  );
});
afterEach(async () => {
  await subscriptions.stop();
  await world.close();
});

test('a post whose cluster cannot be gathered at once is answered once, and the cluster is gathered later, once', async () => {
  const deps = depsOn(store);
  await subscriptions.start();
  failures = 3;
  const posts: Posted[] = [];
  for (const [i, body] of COPIES.entries()) posts.push(await send(deps, body, keyOf(i)));
  const ids = posts.map(idOf);
  const [third] = (await store.comments.get(ids.slice(2))).values();
  expect(third?.review?.clusterId).toBe(ids[0]);
  // The same request again is the same comment.
  expect(idOf(await send(deps, COPIES[2] ?? '', keyOf(2)))).toBe(ids[2]);
  await waitFor(async () => (await clustersOf(ids)).every((review) => review?.clusterId === ids[0]));
  expect(cases.filter(({ isStored }) => !isStored)).toHaveLength(3);
  expect(
    cases
      .filter(({ isStored }) => isStored)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(ids.slice(0, 2).sort());
  expect(await store.subscriptions.parked(10)).toMatchObject({ total: 0 });
  const added = await store.events.after({ position: 0, types: ['queue.added'], limit: 100 });
  const first = added.events.filter(({ data }) => 'commentId' in data && data.commentId === ids[0]);
  // Once as its author was new here, at most, and once for the cluster.
  expect(first.length).toBe(((await clustersOf(ids))[0]?.kinds.length ?? 0) > 1 ? 2 : 1);
});

test.each([
  ['now', 0, true],
  ['half an hour ago', 2 * BURST_LASTS, false],
])('a burst that was seen %s', async (_name, ago, isSlowed) => {
  depsOn(store);
  const at = Date.now() - ago;
  const thread = await store.threads.open(site.id, 'key', { id: newId(), url: '', title: '', now: at });
  await subscriptions.start();
  const base = { siteId: site.id, channel: `staff:${site.id}` as const, at, type: 'burst.found' as const };
  const events = [1, 2].map(() => ({ ...base, id: newId(), data: { threadId: thread.id, note: '20/min > 10' } }));
  await store.events.append(events);
  subscriptions.wake(events);
  await waitFor(async () => (await store.subscriptions.lag('follow-up', ['burst.found'])).unread === 0);
  const [after] = (await store.threads.get([thread.id])).values();
  expect(after?.burstUntil).toBe(isSlowed ? at + BURST_LASTS : 0);
  const { items } = await store.audit.list({ siteIds: [site.id], action: 'thread.burst', limit: 10 });
  expect(items.map(({ note }) => note)).toEqual(isSlowed ? ['20/min > 10'] : []);
});
