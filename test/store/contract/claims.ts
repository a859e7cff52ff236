import { describe, expect, test } from '@jest/globals';
import type { Claim, Comment, Thread } from '../../../server/domain/types.ts';
import { NotFound } from '../../../server/store/port.ts';
import {
  auditLine,
  commentIn,
  eventsOf,
  getOne,
  heldIn,
  idsOf,
  newId,
  nothing,
  openCaseOf,
  openThread,
  publishedEvent,
  stored,
  T0,
} from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const claimOf = (until = T0 + 120_000): Claim => ({ staffId: newId(), staffName: '值班编辑', until });

/** The promises of claims and of opening cases. */
export function claiming(world: () => StoreWorld): void {
  async function desk(size: number): Promise<{ thread: Thread; cases: Comment[]; filter: { siteIds: string[] } }> {
    const { store } = world().shared;
    const thread = await openThread(store);
    const cases: Comment[] = [];
    for (let i = 0; i < size; i++) cases.push(await stored(store, heldIn(thread, { priority: size - i })));
    return { thread, cases, filter: { siteIds: [thread.siteId] } };
  }

  describe('a claim', () => {
    test('takes the first of the filter by priority, marks them and stores its effects once', async () => {
      const { store } = world().shared;
      const { thread, cases, filter } = await desk(4);
      const by = claimOf();
      const line = auditLine({ siteId: thread.siteId, action: 'queue.claim' });
      const claimed = await store.moderation.claim(
        { by, now: T0, filter, limit: 3 },
        { events: [publishedEvent({ id: newId(), threadId: thread.id, siteId: thread.siteId })], audit: [line] },
      );
      expect(idsOf(claimed)).toEqual(idsOf(cases.slice(0, 3)));
      for (const { id, review, revision } of claimed) {
        expect(review?.claim).toEqual(by);
        expect((await getOne(store, id)).review?.claim).toEqual(by);
        expect(revision).toBe(1);
      }
      expect((await getOne(store, cases[3]?.id ?? '')).review?.claim).toBeNull();
      expect(await eventsOf(store, thread.id)).toHaveLength(1);
      expect((await store.audit.list({ siteIds: [thread.siteId], limit: 5 })).items).toEqual([line]);
    });

    test('by five people at once gives each case to one of them, and all that are wanted', async () => {
      const { store } = world().shared;
      const { cases, filter } = await desk(30);
      const hands = await Promise.all(
        Array.from({ length: 5 }, () => store.moderation.claim({ by: claimOf(), now: T0, filter, limit: 6 }, nothing())),
      );
      const taken = hands.flat().map(({ id }) => id);
      expect(new Set(taken).size).toBe(taken.length);
      expect(taken.sort()).toEqual(idsOf(cases).sort());
    });

    test('by five people at once on the same names gives each case to one of them', async () => {
      const { store } = world().shared;
      const { cases } = await desk(10);
      const people = Array.from({ length: 5 }, () => claimOf());
      const hands = await Promise.all(people.map((by) => store.moderation.claim({ by, now: T0, ids: idsOf(cases), limit: 10 }, nothing())));
      const taken = hands.flatMap((hand, i) => hand.map(({ id, review }) => [id, review?.claim?.staffId === people[i]?.staffId]));
      expect(taken.map(([id]) => id).sort()).toEqual(idsOf(cases).sort());
      expect(taken.every(([, isOwn]) => isOwn)).toBe(true);
    });

    test("leaves out another's while it lasts and renews one's own", async () => {
      const { store } = world().shared;
      const { cases, filter } = await desk(2);
      const [mine, theirs] = [claimOf(), claimOf()];
      await store.moderation.claim({ by: mine, now: T0, ids: [cases[0]?.id ?? ''], limit: 5 }, nothing());
      const others = await store.moderation.claim({ by: theirs, now: T0 + 1, filter, limit: 5 }, nothing());
      expect(idsOf(others)).toEqual([cases[1]?.id]);
      expect(await store.moderation.claim({ by: theirs, now: mine.until - 1, ids: [cases[0]?.id ?? ''], limit: 5 }, nothing())).toEqual([]);
      const longer = { ...mine, until: mine.until + 60_000 };
      const renewed = await store.moderation.claim({ by: longer, now: T0 + 2, filter, limit: 5 }, nothing());
      expect(renewed.map(({ id, review }) => [id, review?.claim?.until])).toEqual([[cases[0]?.id, longer.until]]);
    });

    test('that has run out is free for others', async () => {
      const { store } = world().shared;
      const { cases, filter } = await desk(2);
      const [early, late] = [claimOf(T0 + 100), claimOf(T0 + 1_000)];
      await store.moderation.claim({ by: early, now: T0, filter, limit: 5 }, nothing());
      const taken = await store.moderation.claim({ by: late, now: T0 + 100, filter, limit: 5 }, nothing());
      expect(idsOf(taken)).toEqual(idsOf(cases));
      expect(await store.moderation.renew(early.staffId, idsOf(cases), T0 + 101, T0 + 500)).toEqual([]);
      expect(await store.moderation.release(early.staffId, null)).toEqual([]);
      expect((await getOne(store, cases[0]?.id ?? '')).review?.claim).toEqual(late);
    });

    test('of what is decided, unknown or named twice takes what is open, once; of nothing has no effects', async () => {
      const { store } = world().shared;
      const { thread, cases } = await desk(1);
      const shown = await stored(store, commentIn(thread));
      const decided = await stored(store, heldIn(thread, { state: 'decided' }));
      const [open] = cases;
      const ids = [newId(), shown.id, open?.id ?? '', decided.id, open?.id ?? ''];
      const claimed = await store.moderation.claim({ by: claimOf(), now: T0, ids, limit: 9 }, nothing());
      expect(idsOf(claimed)).toEqual([open?.id]);
      const line = auditLine({ siteId: thread.siteId });
      expect(await store.moderation.claim({ by: claimOf(), now: T0, ids: [shown.id], limit: 9 }, { events: [], audit: [line] })).toEqual(
        [],
      );
      expect((await store.audit.list({ siteIds: [thread.siteId], limit: 5 })).items).toEqual([]);
    });

    test('with a filter keeps to it: reason, text, kind and site', async () => {
      const { store } = world().shared;
      const { thread, filter } = await desk(2);
      const ad = await stored(store, heldIn(thread, { reasons: ['words:ad'], kinds: ['flagged'] }));
      const by = claimOf();
      const q = { by, now: T0, limit: 9 };
      expect(
        idsOf(await store.moderation.claim({ ...q, filter: { ...filter, reason: 'words', kind: 'flagged', text: '报道' } }, nothing())),
      ).toEqual([ad.id]);
      expect(await store.moderation.claim({ ...q, filter: { ...filter, text: '没有这句' } }, nothing())).toEqual([]);
      expect(await store.moderation.claim({ ...q, filter: { siteIds: [] } }, nothing())).toEqual([]);
    });

    test('is prolonged while it lives, by its holder alone', async () => {
      const { store } = world().shared;
      const { cases } = await desk(3);
      const by = claimOf(T0 + 100);
      const ids = idsOf(cases);
      await store.moderation.claim({ by, now: T0, ids: ids.slice(0, 2), limit: 5 }, nothing());
      expect((await store.moderation.renew(by.staffId, ids, T0 + 50, T0 + 900)).sort()).toEqual(ids.slice(0, 2).sort());
      expect((await getOne(store, ids[0] ?? '')).review?.claim).toEqual({ ...by, until: T0 + 900 });
      expect(await store.moderation.renew(newId(), ids, T0 + 50, T0 + 900)).toEqual([]);
      expect(await store.moderation.renew(by.staffId, ids, T0 + 900, T0 + 999)).toEqual([]);
    });

    test('is given back: these, or all', async () => {
      const { store } = world().shared;
      const { cases, filter } = await desk(4);
      const [by, other] = [claimOf(), claimOf()];
      const ids = idsOf(cases);
      await store.moderation.claim({ by, now: T0, ids: ids.slice(0, 3), limit: 5 }, nothing());
      await store.moderation.claim({ by: other, now: T0, ids: ids.slice(3), limit: 5 }, nothing());
      expect(await store.moderation.release(by.staffId, [ids[0] ?? '', ids[3] ?? ''])).toEqual([ids[0]]);
      expect((await store.moderation.release(by.staffId, null)).sort()).toEqual(ids.slice(1, 3).sort());
      expect(await store.moderation.release(by.staffId, null)).toEqual([]);
      expect((await getOne(store, ids[0] ?? '')).review?.claim).toBeNull();
      const free = await store.moderation.claim({ by: claimOf(), now: T0, filter, limit: 9 }, nothing());
      expect(idsOf(free)).toEqual(ids.slice(0, 3));
    });
  });

  describe('opening a case', () => {
    const add = { kind: 'reported' as const, reason: 'reported:ABUSE', score: 0.5, priority: 3, now: T0 + 7 };

    test('makes one where there is none, without a new revision, with its effects', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const comment = await stored(store, commentIn(thread));
      const opened = await store.moderation.openCase(comment.id, add, { events: [publishedEvent(comment)], audit: [] });
      const review = {
        state: 'open',
        escalated: false,
        kinds: ['reported'],
        reasons: ['reported:ABUSE'],
        score: 0.5,
        priority: 3,
        openedAt: T0 + 7,
        claim: null,
      };
      expect(opened).toEqual({ comment: { ...comment, review }, opened: true });
      expect(await getOne(store, comment.id)).toEqual({ ...comment, review });
      expect(await eventsOf(store, thread.id)).toHaveLength(1);
    });

    test('adds to an open one, raises and never lowers, and keeps its claim', async () => {
      const { store } = world().shared;
      const claim = claimOf();
      const comment = await stored(store, heldIn(await openThread(store), { score: 0.9, priority: 1, claim }));
      const more = await store.moderation.openCase(comment.id, add, nothing());
      const review = { ...comment.review, kinds: ['new', 'reported'], reasons: ['mode', 'reported:ABUSE'], score: 0.9, priority: 3, claim };
      expect(more).toEqual({ comment: { ...comment, review }, opened: false });
      const again = await store.moderation.openCase(comment.id, { ...add, score: 0, priority: 0, now: T0 + 9 }, nothing());
      expect(again.comment.review).toEqual(review);
    });

    test('puts it into a cluster, by which the queue finds it; what names none leaves it there', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const [first, second] = [await stored(store, heldIn(thread)), await stored(store, commentIn(thread))];
      const clusterId = first.id;
      const opened = await store.moderation.openCase(second.id, { ...add, clusterId }, nothing());
      expect(opened.comment.review?.clusterId).toBe(clusterId);
      await store.moderation.openCase(first.id, { ...add, clusterId }, nothing());
      const again = await store.moderation.openCase(first.id, { ...add, reason: 'reported:AD' }, nothing());
      expect(again.comment.review?.clusterId).toBe(clusterId);
      expect((await getOne(store, first.id)).review).toEqual(again.comment.review);
      const filter = { siteIds: [thread.siteId], cluster: clusterId };
      const found = await store.moderation.queue({ filter, sort: 'oldest', limit: 5 });
      expect(idsOf(found.items)).toEqual([first.id, second.id]);
      expect(await store.moderation.queueSize(filter)).toBe(2);
      const born = await stored(store, heldIn(thread, { clusterId }));
      expect(await store.moderation.queueSize(filter)).toBe(3);
      await store.comments.change(born.id, 1, { review: { ...openCaseOf({ clusterId }), state: 'decided' } }, nothing());
      expect(await store.moderation.queueSize(filter)).toBe(2);
      expect(await store.moderation.queueSize({ siteIds: [thread.siteId], cluster: newId() })).toBe(0);
    });

    test('begins anew on a decided one', async () => {
      const { store } = world().shared;
      const comment = await stored(store, heldIn(await openThread(store), { state: 'decided', score: 1, priority: 9 }));
      const { comment: now, opened } = await store.moderation.openCase(comment.id, add, nothing());
      expect(opened).toBe(true);
      expect(now.review).toMatchObject({ state: 'open', kinds: ['reported'], score: 0.5, priority: 3, openedAt: T0 + 7 });
    });

    test('by twenty at once opens one and loses nothing of what they add', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const { id } = await stored(store, commentIn(thread));
      const reasons = Array.from({ length: 20 }, (_, i) => `reported:${i}`);
      const results = await Promise.all(
        reasons.map((reason, i) => store.moderation.openCase(id, { ...add, reason, priority: i, now: T0 + i }, nothing())),
      );
      expect(results.filter(({ opened }) => opened)).toHaveLength(1);
      const { review, revision } = await getOne(store, id);
      expect([...(review?.reasons ?? [])].sort()).toEqual([...reasons].sort());
      expect(review).toMatchObject({ kinds: ['reported'], priority: 19 });
      expect(revision).toBe(1);
    });

    test('on nothing is NotFound', async () => {
      const { store } = world().shared;
      await expect(store.moderation.openCase(newId(), add, nothing())).rejects.toThrow(NotFound);
    });
  });
}
