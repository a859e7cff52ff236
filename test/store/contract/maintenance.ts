import { describe, expect, test } from '@jest/globals';
import type { Job } from '../../../server/domain/jobs.ts';
import { heatOf } from '../../../server/domain/heat.ts';
import {
  answerUnder,
  commentIn,
  eventsOf,
  getOne,
  getThread,
  heldIn,
  guestOf,
  signInTo,
  tokenOf,
  newId,
  nothing,
  openThread,
  sessionOf,
  SOUND,
  stored,
  T0,
  unique,
} from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const NEVER = { now: 0, answersBefore: 0, eventsBefore: 0, unreadBefore: 0, deliveriesBefore: 0, limit: 1_000 };

/** The promises of imports, repairs and clearing up. */
export function keepingUp(world: () => StoreWorld): void {
  describe('an import', () => {
    test('brings votes and counts; the same again brings nothing', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const root = commentIn(thread, { createdAt: T0 - 500 });
      const made = { ...root, votes: { up: 3, down: 1 }, replyCount: 1, heat: heatOf(T0 - 500, { up: 3, down: 1 }, 1) };
      const answer = commentIn(thread, {}, made);
      const rows = [
        { comment: root, votes: { up: 3, down: 1 } },
        { comment: answer, votes: { up: 0, down: 0 } },
        { comment: heldIn(thread, {}, {}, made), votes: { up: 0, down: 0 } },
      ];
      expect(await store.maintenance.importBatch(rows)).toEqual({ inserted: 3, known: 0 });
      const first = await getOne(store, root.id);
      expect(first).toEqual(made);
      expect(await store.maintenance.importBatch(rows)).toEqual({ inserted: 0, known: 3 });
      const fresh = { comment: commentIn(thread, {}, made), votes: { up: 0, down: 0 } };
      expect(await store.maintenance.importBatch([...rows, fresh, fresh])).toEqual({ inserted: 1, known: 4 });
      expect((await getOne(store, root.id)).replyCount).toBe(2);
      expect((await getThread(store, thread.id)).commentCount).toBe(3);
      expect(await eventsOf(store, thread.id)).toEqual([]);
      expect(await store.maintenance.importBatch([])).toEqual({ inserted: 0, known: 0 });
    });

    test('takes parents in any order, within a batch and across batches', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const none = { votes: { up: 0, down: 0 }, replyCount: 0, heat: 0 };
      const root = commentIn(thread);
      const answer = commentIn(thread, {}, { ...root, ...none });
      const below = commentIn(thread, {}, { ...answer, ...none });
      const row = (comment: typeof root) => ({ comment, votes: { up: 0, down: 0 } });
      await store.maintenance.importBatch([row(below)]);
      expect((await store.comments.tower({ threadId: thread.id, sort: 'oldest', limit: 5 })).items).toHaveLength(1);
      await store.maintenance.importBatch([row(answer), row(root)]);
      expect((await getOne(store, root.id)).replyCount).toBe(2);
      expect((await getOne(store, answer.id)).replyCount).toBe(1);
      expect((await getThread(store, thread.id)).commentCount).toBe(3);
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
    });

    test('of a removed comment with answers gives a place-holder', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const gone = commentIn(thread, { status: 'removed', published: null });
      const answer = commentIn(thread, {}, { ...gone, votes: { up: 0, down: 0 }, replyCount: 0, heat: 0 });
      await store.maintenance.importBatch([answer, gone].map((comment) => ({ comment, votes: { up: 0, down: 0 } })));
      const { items } = await store.comments.conversations({ threadId: thread.id, sort: 'hot', replies: 2, limit: 5 });
      expect(items.map(({ comment, replies }) => [comment.id, replies.items.length])).toEqual([[gone.id, 1]]);
    });

    test('is searched and moderated like anything else', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const held = heldIn(thread, { reasons: ['import'] });
      await store.maintenance.importBatch([{ comment: held, votes: { up: 0, down: 0 } }]);
      expect(await store.moderation.queueSize({ siteIds: [thread.siteId], reason: 'import', text: '清楚' })).toBe(1);
      expect((await store.comments.search({ siteIds: [thread.siteId], text: '清楚', limit: 5 })).items).toHaveLength(1);
    });
  });

  describe('an examination', () => {
    test('finds nothing in a store that is whole, and changes nothing', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const root = await stored(store, commentIn(thread));
      await stored(store, commentIn(thread, {}, root));
      await store.comments.vote(root.id, newId(), -1, T0);
      await store.maintenance.importBatch([{ comment: commentIn(thread), votes: { up: 9, down: 4 } }]);
      const before = await getOne(store, root.id);
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
      expect(await store.maintenance.examine({ repair: true })).toEqual(SOUND);
      expect(await getOne(store, root.id)).toEqual(before);
    });

    test('finds wrong counts, and sets them only when it is asked to', async () => {
      const opened = await world().fresh();
      const { store } = opened;
      const thread = await openThread(store);
      const root = commentIn(thread);
      await store.maintenance.importBatch([{ comment: root, votes: { up: 5, down: 2 } }]);
      await stored(store, commentIn(thread, {}, await getOne(store, root.id)));
      await store.comments.vote(root.id, newId(), 1, T0);
      const [comment, counted] = [await getOne(store, root.id), await getThread(store, thread.id)];
      await opened.spoil(thread.id, root.id);
      const spoilt = await getOne(store, root.id);
      expect(spoilt).not.toEqual(comment);
      expect((await store.maintenance.examine({ repair: false })).wrongCounts).toBeGreaterThanOrEqual(3);
      expect(await getOne(store, root.id)).toEqual(spoilt);
      expect((await store.maintenance.examine({ repair: true })).wrongCounts).toBeGreaterThanOrEqual(3);
      expect(await getOne(store, root.id)).toEqual(comment);
      expect(await getThread(store, thread.id)).toEqual(counted);
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
    });

    test('gives the answers to a lost comment a place of their own, and takes away its votes and reports', async () => {
      const opened = await world().fresh();
      const { store } = opened;
      const thread = await openThread(store);
      const root = await stored(store, commentIn(thread));
      const lost = await stored(store, commentIn(thread, {}, root));
      const answer = await stored(store, commentIn(thread, {}, lost));
      const below = await stored(store, commentIn(thread, {}, answer));
      await store.comments.vote(lost.id, newId(), 1, T0);
      await opened.lose(lost.id);
      expect(await store.maintenance.examine({ repair: false })).toMatchObject({ damage: [], orphans: expect.any(Number) });
      expect((await store.maintenance.examine({ repair: true })).orphans).toBeGreaterThanOrEqual(2);
      expect(await getOne(store, answer.id)).toMatchObject({ parentId: null, rootId: answer.id, ancestors: [], depth: 0, replyCount: 1 });
      expect(await getOne(store, below.id)).toMatchObject({ parentId: answer.id, rootId: answer.id, ancestors: [answer.id], depth: 1 });
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
      const { items } = await store.comments.conversations({ threadId: thread.id, sort: 'oldest', replies: 5, limit: 5 });
      expect(items.map(({ comment, replies }) => [comment.id, replies.items.map(({ id }) => id)])).toEqual([
        [root.id, []],
        [answer.id, [below.id]],
      ]);
    });

    test('gives comments whose thread is lost a thread again', async () => {
      const opened = await world().fresh();
      const { store } = opened;
      const thread = await openThread(store);
      await stored(store, commentIn(thread));
      await opened.loseThread(thread.id);
      expect(await store.maintenance.examine({ repair: true })).toMatchObject({ orphans: 1 });
      expect(await store.threads.find(thread.siteId, thread.key)).toMatchObject({ id: thread.id, commentCount: 1 });
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
    });
  });

  test('a fact is kept under its name, the last one that was set', async () => {
    const { store } = world().shared;
    const name = unique('fact');
    expect(await store.maintenance.fact(name)).toBeNull();
    await store.maintenance.setFact(name, 'one');
    await store.maintenance.setFact(name, 'two');
    expect(await store.maintenance.fact(name)).toBe('two');
  });

  test('the size of the store grows with it', async () => {
    const { store } = world().shared;
    expect((await store.maintenance.size()).bytes).toBeGreaterThan(1_000);
  });

  describe('a cleanup', () => {
    test('takes old answers, so that their keys are free again, and leaves their comments', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const [old, young] = [unique('key'), unique('key')];
      const comment = await stored(store, commentIn(thread), nothing(), answerUnder(old, { at: T0 }));
      await stored(store, commentIn(thread), nothing(), answerUnder(young, { at: T0 + 1 }));
      expect(await store.maintenance.cleanUp({ ...NEVER, answersBefore: T0 + 1 })).toBe(1);
      expect(await store.comments.answer(thread.siteId, old)).toBeNull();
      expect(await store.comments.answer(thread.siteId, young)).not.toBeNull();
      expect(await getOne(store, comment.id)).toEqual(comment);
      await stored(store, commentIn(thread), nothing(), answerUnder(old));
    });

    test('takes jobs of joins that ended, and no others', async () => {
      const { store } = await world().fresh();
      const jobOf = (kind: 'join' | 'recheck', updatedAt: number): Job => ({
        ...{ id: newId(), siteId: 'news', kind, state: 'done' as const, input: {}, progress: { done: 0, total: 0 }, result: {} },
        ...{ place: null, by: 'system' as const, createdAt: T0, updatedAt },
      });
      const [old, young, waiting, other] = [
        jobOf('join', T0),
        jobOf('join', T0 + 1),
        { ...jobOf('join', T0), state: 'waiting' as const },
        jobOf('recheck', T0),
      ];
      for (const job of [old, young, waiting, other]) await store.jobs.create(job, nothing());
      expect(await store.maintenance.cleanUp({ ...NEVER, answersBefore: T0 + 1 })).toBe(1);
      expect((await store.jobs.list({ siteId: 'news', limit: 9 })).items.map(({ id }) => id).sort()).toEqual(
        [young.id, waiting.id, other.id].sort(),
      );
    });

    test('takes sessions and tokens that have ended', async () => {
      const { store } = await world().fresh();
      const [over, live] = [sessionOf(newId(), { expiresAt: T0 + 1 }), sessionOf(newId(), { expiresAt: T0 + 2 })];
      for (const session of [over, live]) await store.accounts.openSession(session, nothing());
      const [ended, lasting] = [unique('token'), unique('token')];
      const signIn = signInTo('news');
      for (const [hash, expiresAt] of [
        [ended, T0 + 1],
        [lasting, Date.UTC(2100, 0, 1)],
      ] as const)
        await store.readers.signInMember({ ...signIn, token: tokenOf({ hash, expiresAt }) });
      await store.readers.createGuest(guestOf('news'), unique('token'));
      expect(await store.maintenance.cleanUp({ ...NEVER, now: T0 + 1 })).toBe(2);
      expect(await store.accounts.touchSession(over.tokenHash, T0, T0)).toBeNull();
      expect(await store.accounts.touchSession(live.tokenHash, T0, T0)).toEqual(live);
      expect((await store.readers.byToken(lasting))?.reader.id).toBe(signIn.newId);
      expect(await store.maintenance.cleanUp({ ...NEVER, now: T0 + 1 })).toBe(0);
    });

    test('takes those of other channels too, but the last', async () => {
      const { store } = await world().fresh();
      const event = { type: 'queue.added' as const, channel: 'staff:news' as const, siteId: 'news', at: T0, data: { commentId: newId() } };
      await store.events.append([
        { ...event, id: newId() },
        { ...event, id: newId() },
      ]);
      expect(await store.maintenance.cleanUp({ ...NEVER, eventsBefore: T0 + 100 })).toBe(1);
      expect(await store.events.since({ channel: 'staff:news', seq: 0, limit: 5 })).toHaveLength(1);
    });

    test('takes at most so many', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      for (let i = 0; i < 5; i++) await stored(store, commentIn(thread), nothing(), answerUnder(unique('key')));
      for (let i = 0; i < 3; i++) await store.accounts.openSession(sessionOf(newId(), { expiresAt: T0 }), nothing());
      const q = { ...NEVER, now: T0, answersBefore: T0 + 1, limit: 4 };
      expect(await store.maintenance.cleanUp(q)).toBe(4);
      expect(await store.maintenance.cleanUp(q)).toBe(4);
      expect(await store.maintenance.cleanUp(q)).toBe(0);
    });
  });
}
