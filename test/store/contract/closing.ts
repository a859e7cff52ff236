import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../../server/domain/problem.ts';
import { StoreBusy } from '../../../server/store/port.ts';
import { commentIn, eventsOf, newId, nothing, openThread, publishedEvent, stored, T0 } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** Cursors, health and the end. */
export function ending(world: () => StoreWorld): void {
  describe('a cursor', () => {
    const foreign = (parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

    test.each([
      '',
      'nonsense',
      '{}',
      foreign(['elsewhere', 1, 'x']),
      foreign([null]),
      foreign(['search', '1', 2]),
      foreign(['tower:hot', { $gt: 0 }, 1, 'x']),
    ])('%j is refused by every list as invalid-cursor', async (cursor) => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const { id } = await stored(store, commentIn(thread));
      const cut = { limit: 5, cursor };
      const q = { threadId: thread.id, sort: 'hot' as const, ...cut };
      for (const list of [
        () => store.comments.tower(q),
        () => store.comments.conversations({ ...q, replies: 1 }),
        () => store.comments.replies({ commentId: id, ...cut }),
        () => store.comments.byReader({ readerId: newId(), ...cut }),
        () => store.comments.search({ siteIds: [thread.siteId], ...cut }),
        () => store.threads.list({ siteId: thread.siteId, ...cut }),
        () => store.readers.bans({ siteId: thread.siteId, ...cut }),
        () => store.moderation.queue({ filter: { siteIds: [thread.siteId] }, sort: 'priority', ...cut }),
        () => store.audit.list({ siteIds: null, ...cut }),
      ]) {
        await expect(list()).rejects.toMatchObject({ name: new Problem('invalid-cursor').name, code: 'invalid-cursor' });
      }
    });

    test('of one order is refused by another', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      for (let i = 0; i < 3; i++) await stored(store, commentIn(thread));
      const { nextCursor } = await store.comments.tower({ threadId: thread.id, sort: 'hot', limit: 1 });
      const cursor = nextCursor ?? undefined;
      await expect(store.comments.tower({ threadId: thread.id, sort: 'oldest', limit: 1, cursor })).rejects.toThrow(Problem);
      await expect(store.comments.conversations({ threadId: thread.id, sort: 'hot', replies: 1, limit: 1, cursor })).rejects.toThrow(
        Problem,
      );
    });
  });

  describe('the end', () => {
    test('a store that answers is healthy; a closed one refuses every operation as StoreBusy', async () => {
      const store = await world().shared.again();
      await store.health();
      const thread = await openThread(store);
      await store.close();
      await store.close();
      const operations: (() => Promise<unknown>)[] = [
        () => store.health(),
        () => store.comments.get([newId()]),
        () => store.comments.create(commentIn(thread), nothing()),
        () => store.comments.change(newId(), 1, {}, nothing()),
        () => store.comments.vote(newId(), newId(), 1, T0),
        () => store.comments.tower({ threadId: thread.id, sort: 'hot', limit: 1 }),
        () => store.threads.find(thread.siteId, thread.key),
        () => openThread(store),
        () => store.sites.list(),
        () => store.readers.byToken('x'),
        () => store.moderation.queueSize({ siteIds: null }),
        () => store.moderation.claim({ by: { staffId: newId(), staffName: '', until: T0 }, now: T0, limit: 1 }, nothing()),
        () => store.accounts.touchSession('x', T0, T0),
        () => store.accounts.useToken('x', T0),
        () => store.audit.list({ siteIds: null, limit: 1 }),
        () => store.events.after({ position: 0, types: ['comment.published'], limit: 1 }),
        () => store.subscriptions.open('closing', 'head'),
        () => store.subscriptions.claim({ name: 'closing', holder: 'x', now: T0, until: T0 + 1 }),
        () => store.events.head(`thread:${thread.id}`),
        () => store.maintenance.size(),
        () => store.maintenance.cleanUp({ now: 0, answersBefore: 0, eventsBefore: 0, unreadBefore: 0, deliveriesBefore: 0, limit: 1 }),
      ];
      for (const operation of operations) await expect(operation()).rejects.toThrow(StoreBusy);
    });

    test('what was under way when it came is finished, with its effects', async () => {
      const opened = world().shared;
      const store = await opened.again();
      const thread = await openThread(store);
      const comments = Array.from({ length: 25 }, () => commentIn(thread));
      const operations = comments.map((comment) => store.comments.create(comment, { events: [publishedEvent(comment)], audit: [] }));
      const closing = store.close();
      await Promise.all([...operations, store.close()]);
      await closing;
      expect((await opened.store.comments.get(comments.map(({ id }) => id))).size).toBe(25);
      expect(await eventsOf(opened.store, thread.id)).toHaveLength(25);
    });
  });
}
