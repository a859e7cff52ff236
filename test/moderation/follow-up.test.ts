import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { CommentDeps } from '../../server/comments/deps.ts';
import { postComment } from '../../server/comments/post-comment.ts';
import type { Posted } from '../../server/comments/posted.ts';
import { createSubscriptions, type Subscriptions } from '../../server/events/subscriptions.ts';
import type { Comment, Site } from '../../server/domain/types.ts';
import { BURST_LASTS } from '../../server/domain/pace.ts';
import { createBurstWatch } from '../../server/moderation/burst.ts';
import { createCampaigns } from '../../server/learning/campaigns.ts';
import { createStaffNames } from '../../server/moderation/staff-names.ts';
import { createCompiledLists } from '../../server/wordlists/compile-lists.ts';
import { followUp } from '../../server/moderation/follow-up.ts';
import { createScreening } from '../../server/moderation/screen-comment.ts';
import { createLearning } from '../../server/learning/learning.ts';
import { phasesOf } from '../../server/moderation/phases/index.ts';
import { hashText } from '../../server/domain/text-hash.ts';
import { cleanName } from '../../server/people/clean-name.ts';
import { composeGuest, keepGuest } from '../../server/people/guest.ts';
import { makeSite } from '../../server/sites/make-site.ts';
import { type Store, StoreBusy } from '../../server/store/port.ts';
import { newId } from '../store/fixtures.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { waitFor } from '../support/wait-for.ts';

const SECRET = 'a secret of the tests that is long enough';
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
  const campaigns = createCampaigns({ store: given, seed: SECRET, now, steady: () => performance.now(), newId });
  const learning = createLearning({ store: given, secret: SECRET, now, onError: () => undefined });
  const lists = createCompiledLists(given.sites, () => undefined);
  const judge = createScreening({
    store: given,
    phases: phasesOf({ bursts: createBurstWatch(), campaigns, learning, staffNames: createStaffNames(given, () => performance.now()) }),
    lists,
    askReviewers: (_context, _facts, local) => Promise.resolve(local),
    now,
    chance: () => 1,
    limitsOn: false,
  });
  const guests = {
    store: given,
    now,
    newId,
    random: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)),
    secret: SECRET,
    cleanName,
  };
  const log = { warn: () => undefined, error: () => undefined };
  subscriptions = createSubscriptions(
    { store: given, log, now, steady: () => performance.now(), chance: () => 0.5, retry: { attempts: 10, first: 2, longest: 10 } },
    [followUp({ store: given, now, newId, campaigns })],
  );
  return {
    store: given,
    findThread: given.threads.find,
    screen: judge.screen,
    composeGuest: (guest) => composeGuest(guests, guest),
    keepGuest: (guest) => keepGuest(guests, guest),
    cleanName,
    hashText,
    now,
    newId,
    limitsOn: false,
    puzzleBits: () => 0,
    puzzles: { issue: () => '', accepts: () => true },
    campaigns,
    onError: () => undefined,
  };
}

function send(deps: CommentDeps, body: string, key: string): Promise<Posted> {
  const client = { ip: null, region: null, userAgent: null, referrer: null };
  const context = { reader: null, isStaff: false, lang: 'zh-CN' as const, idempotencyKey: key, networks: [], client };
  const thread = { key: 'https://news.example/1', url: 'https://news.example/1', title: '旧书店' };
  const input = { site: site.id, thread, body, author: { name: `读者${key.slice(-1)}` } };
  return postComment(deps, site, { ...context, page: { ownOrigin: '', isOfSite: true } }, input);
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
