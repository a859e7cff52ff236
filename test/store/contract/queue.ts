import { describe, expect, test } from '@jest/globals';
import type { Comment, ReviewCase, Thread } from '../../../server/domain/types.ts';
import type { QueueFilter } from '../../../server/store/port-admin.ts';
import type { QueueSort } from '../../../server/domain/queue-lists.ts';
import { commentIn, contentOf, heldIn, idsOf, newId, nothing, openCaseOf, openThread, stored, T0, unique, walkAll } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const SORTS: readonly QueueSort[] = ['priority', 'newest', 'oldest'];

function inOrder(cases: readonly Comment[], sort: QueueSort): string[] {
  const of = (comment: Comment): ReviewCase => comment.review ?? openCaseOf();
  const age = (a: Comment, b: Comment): number => of(a).openedAt - of(b).openedAt || (a.id < b.id ? -1 : 1);
  return idsOf(
    cases.toSorted((a, b) => {
      if (sort === 'newest') return -age(a, b);
      return sort === 'oldest' ? age(a, b) : of(b).priority - of(a).priority || age(a, b);
    }),
  );
}

/** The promises of the moderators' queue. */
export function queueing(world: () => StoreWorld): void {
  const walk = (filter: QueueFilter, sort: QueueSort, limit: number): Promise<Comment[]> => {
    const { store } = world().shared;
    return walkAll((cursor) => store.moderation.queue({ filter, sort, limit, cursor }));
  };

  describe('the queue', () => {
    test('gives open cases in each order, at every page size, with ties', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const cases: Comment[] = [];
      for (let i = 0; i < 14; i++) {
        cases.push(await stored(store, heldIn(thread, { priority: i % 3, openedAt: T0 + (i % 4), score: i / 20 })));
      }
      await stored(store, commentIn(thread));
      await stored(store, heldIn(thread, { state: 'decided' }));
      await stored(store, heldIn(thread, { state: 'void' }));
      const filter = { siteIds: [thread.siteId] };
      for (const sort of SORTS) {
        for (const limit of [1, 5, 20]) expect(idsOf(await walk(filter, sort, limit))).toEqual(inOrder(cases, sort));
      }
      expect(await walk(filter, 'oldest', 20)).toEqual(expect.arrayContaining(cases));
      expect(await store.moderation.queueSize(filter)).toBe(14);
    });

    test('each filter finds what fits it, and all of them hold together', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const other = await openThread(store, thread.siteId);
      const foreign = await openThread(store);
      const author = { readerId: newId(), name: '读者', badge: null, region: null };
      const one = await stored(
        store,
        heldIn(thread, { kinds: ['new'], reasons: ['words:ad', 'links'], priority: 1 }, { author, content: contentOf('加微信领取优惠') }),
      );
      const two = await stored(
        store,
        heldIn(
          other,
          { kinds: ['reported', 'new'], reasons: ['reported:ABUSE'], escalated: true, priority: 2 },
          { content: contentOf('领取资料') },
        ),
      );
      const shown = commentIn(thread, { review: openCaseOf({ kinds: ['reported'], reasons: ['reported:AD', 'words:ad'], priority: 3 }) });
      const three = await stored(store, shown);
      const four = await stored(store, heldIn(foreign, { reasons: ['words:ad'], priority: 4 }, { author }));
      const site = { siteIds: [thread.siteId] };
      const wanted: [Partial<QueueFilter>, Comment[]][] = [
        [{}, [three, two, one]],
        [{ kind: 'new' }, [two, one]],
        [{ kind: 'reported' }, [three, two]],
        [{ kind: 'appeal' }, []],
        [{ reason: 'words' }, [three, one]],
        [{ reason: 'words:ad' }, [three, one]],
        [{ reason: 'ords' }, []],
        [{ reason: 'reported:A' }, [three, two]],
        [{ reason: 'nothing-like-it' }, []],
        [{ readerId: author.readerId }, [one]],
        [{ threadId: other.id }, [two]],
        [{ status: 'published' }, [three]],
        [{ status: 'pending' }, [two, one]],
        [{ escalated: true }, [two]],
        [{ escalated: false }, [three, one]],
        [{ text: '领取' }, [two, one]],
        [{ text: '领' }, [two, one]],
        [{ text: '%' }, []],
        [
          {
            text: '微信',
            reason: 'words',
            kind: 'new',
            status: 'pending',
            escalated: false,
            readerId: author.readerId,
            threadId: thread.id,
          },
          [one],
        ],
        [{ text: '微信', reason: 'reported' }, []],
        [{ siteIds: [thread.siteId, foreign.siteId] }, [four, three, two, one]],
        [{ siteIds: [thread.siteId, foreign.siteId], reason: 'words' }, [four, three, one]],
        [{ siteIds: [foreign.siteId], readerId: author.readerId }, [four]],
        [{ siteIds: [] }, []],
      ];
      for (const [part, cases] of wanted) {
        const filter = { ...site, ...part };
        for (const sort of SORTS) {
          for (const limit of [1, 9]) expect(idsOf(await walk(filter, sort, limit))).toEqual(inOrder(cases, sort));
        }
        expect(await store.moderation.queueSize(filter)).toBe(cases.length);
      }
    });

    test('a case leaves it when it is decided and comes back when it is opened again', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const { id } = await stored(store, heldIn(thread));
      const filter = { siteIds: [thread.siteId] };
      await store.comments.change(id, 1, { status: 'rejected', review: openCaseOf({ state: 'decided' }) }, nothing());
      expect(await walk(filter, 'priority', 5)).toEqual([]);
      expect(await store.moderation.queueSize({ ...filter, status: 'rejected' })).toBe(0);
      const appeal = { at: T0 + 5, note: '请再看 $一次.' };
      const { comment: appealed } = await store.moderation.openCase(
        id,
        { kind: 'appeal', reason: 'appeal', score: 0, priority: 2, now: T0 + 5, appeal },
        nothing(),
      );
      expect(appealed.review?.appeal).toEqual(appeal);
      expect(idsOf(await walk({ ...filter, kind: 'appeal', status: 'rejected' }, 'priority', 5))).toEqual([id]);
      expect(await walk({ ...filter, kind: 'new' }, 'priority', 5)).toEqual([]);
    });

    test('of many sites and many reasons gives each case once, and counts it once', async () => {
      const { store } = world().shared;
      const threads: Thread[] = [];
      for (let i = 0; i < 5; i++) threads.push(await openThread(store));
      const start = unique('reason');
      const reasons = Array.from({ length: 30 }, (_, i) => `${start}:${i}`);
      const cases: Comment[] = [];
      for (const [i, thread] of threads.entries()) {
        cases.push(await stored(store, heldIn(thread, { reasons, priority: i % 2 })));
        cases.push(await stored(store, heldIn(thread, { reasons: reasons.slice(-1), priority: 1, openedAt: T0 + i })));
      }
      const filter = { siteIds: threads.map(({ siteId }) => siteId), reason: start };
      for (const sort of SORTS) {
        for (const limit of [1, 3, 20]) expect(idsOf(await walk(filter, sort, limit))).toEqual(inOrder(cases, sort));
      }
      expect(await store.moderation.queueSize(filter)).toBe(10);
    });

    test('of more sites than one query takes is whole, and so is its size', async () => {
      const { store } = world().shared;
      const cases: Comment[] = [];
      for (let i = 0; i < 125; i++) {
        if (i % 25 === 0) cases.push(await stored(store, heldIn(await openThread(store), { priority: i })));
      }
      const siteIds = [...Array.from({ length: 120 }, () => unique('empty')), ...cases.map(({ siteId }) => siteId)];
      const filter = { siteIds };
      for (const sort of SORTS) expect(idsOf(await walk(filter, sort, 2))).toEqual(inOrder(cases, sort));
      expect(await store.moderation.queueSize(filter)).toBe(5);
    });

    test('is counted whole, or as far as one wants to know', async () => {
      const { store } = world().shared;
      const [thread, other] = [await openThread(store), await openThread(store)];
      const filter = { siteIds: [thread.siteId] };
      expect(await store.moderation.queueSize(filter)).toBe(0);
      for (const at of [30, 10, 20]) await stored(store, heldIn(thread, { openedAt: T0 + at }));
      await stored(store, heldIn(thread, { openedAt: T0, state: 'decided' }));
      await stored(store, heldIn(other, { openedAt: T0 + 5 }));
      expect(await store.moderation.queueSize(filter)).toBe(3);
      for (const most of [1, 2, 3, 4]) expect(await store.moderation.queueSize(filter, most)).toBe(Math.min(3, most));
      expect(await store.moderation.queueSize({ siteIds: [thread.siteId, other.siteId] })).toBe(4);
      expect(await store.moderation.queueSize({ siteIds: [] }, 5)).toBe(0);
    });

    test('without the escalated is counted right beside every other filter, also when counting stops early', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const clusterId = newId();
      const reason = unique('reason');
      for (let i = 0; i < 6; i++)
        await stored(store, heldIn(thread, { escalated: i % 3 === 0, kinds: ['new', 'flagged'], reasons: [reason], clusterId }));
      const parts: Partial<QueueFilter>[] = [
        {},
        { kind: 'flagged' },
        { reason },
        { cluster: clusterId },
        { threadId: thread.id },
        { status: 'pending' },
        { kind: 'new', reason, cluster: clusterId },
      ];
      for (const part of parts) {
        const filter = { siteIds: [thread.siteId], ...part };
        expect([part, (await walk({ ...filter, escalated: false }, 'oldest', 2)).length]).toEqual([part, 4]);
        for (const most of [undefined, 1, 3, 4, 5, 9])
          expect([part, most, await store.moderation.queueSize({ ...filter, escalated: false }, most)]).toEqual([
            part,
            most,
            Math.min(4, most ?? 9),
          ]);
        expect(await store.moderation.queueSize({ ...filter, escalated: true })).toBe(2);
      }
    });

    test('keeps who escalated a case, when and why, through more reasons and until it is decided', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const escalation = { by: newId(), byName: '王编辑', at: T0 + 3, note: '拿不准，涉及未成年人。' };
      const { id } = await stored(store, heldIn(thread));
      const escalated = openCaseOf({ escalated: true, escalation, priority: 9 });
      await store.comments.change(id, 1, { review: escalated }, nothing());
      const filter = { siteIds: [thread.siteId], escalated: true };
      expect((await walk(filter, 'priority', 5)).map(({ review }) => review)).toEqual([escalated]);
      await store.moderation.openCase(id, { kind: 'reported', reason: 'reported:AD', score: 0, priority: 0, now: T0 + 5 }, nothing());
      expect((await walk(filter, 'priority', 5)).map(({ review }) => review?.escalation)).toEqual([escalation]);
      await store.comments.change(id, 2, { review: openCaseOf({ state: 'decided' }) }, nothing());
      await store.moderation.openCase(id, { kind: 'appeal', reason: 'appeal', score: 0, priority: 0, now: T0 + 7 }, nothing());
      expect(await walk(filter, 'priority', 5)).toEqual([]);
      const [again] = await walk({ ...filter, escalated: false }, 'priority', 5);
      expect(again?.review?.escalation).toBeUndefined();
    });

    test('null stands for all sites', async () => {
      const { store } = await world().fresh();
      expect(await store.moderation.queueSize({ siteIds: null })).toBe(0);
      const one = await stored(store, heldIn(await openThread(store), { priority: 1 }));
      const two = await stored(store, heldIn(await openThread(store), { priority: 2 }));
      const { items } = await store.moderation.queue({ filter: { siteIds: null }, sort: 'priority', limit: 5 });
      expect(idsOf(items)).toEqual([two.id, one.id]);
      expect(await store.moderation.queueSize({ siteIds: null })).toBe(2);
      expect(await store.moderation.queueSize({ siteIds: null, escalated: false }, 9)).toBe(2);
    });
  });
}
