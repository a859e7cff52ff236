import { describe, expect, test } from '@jest/globals';
import { heatOf } from '../../../server/domain/heat.ts';
import { judgeComment } from '../../../server/domain/publication.ts';
import type { Comment } from '../../../server/domain/types.ts';
import { StaleRevision } from '../../../server/store/port.ts';
import {
  auditLine,
  commentIn,
  contentOf,
  eventsOf,
  getOne,
  getThread,
  heldIn,
  newId,
  nothing,
  openThread,
  publishedEvent,
  stored,
  T0,
} from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** What holds when several processes act at once. */
export function racing(world: () => StoreWorld): void {
  describe('at once', () => {
    test('two moderators decide: one is applied, with one line in the log and one event', async () => {
      const { shared } = world();
      const stores = [shared.store, await shared.again()];
      const thread = await openThread(shared.store);
      for (let round = 0; round < 10; round++) {
        const comment = await stored(shared.store, heldIn(thread));
        const results = await Promise.allSettled(
          stores.map((store, i) => {
            const how = {
              action: i === 0 ? ('approve' as const) : ('spam' as const),
              by: newId(),
              byName: `编辑${i}`,
              at: T0,
              reason: null,
              note: '',
            };
            const line = auditLine({ siteId: thread.siteId, subject: comment.id, by: how.by, action: `comment.${how.action}` });
            return store.comments.change(comment.id, 1, judgeComment(comment, how), { events: [publishedEvent(comment)], audit: [line] });
          }),
        );
        const [applied, ...more] = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
        expect(more).toEqual([]);
        expect(results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))).toEqual([expect.any(StaleRevision)]);
        expect(await getOne(shared.store, comment.id)).toEqual(applied);
        for (const store of stores) await store.events.head(`thread:${thread.id}`);
        const lines = (await shared.store.audit.list({ siteIds: null, subject: comment.id, limit: 5 })).items;
        expect(lines.map(({ by }) => by)).toEqual([applied?.lastDecision?.by]);
      }
      expect(await eventsOf(shared.store, thread.id)).toHaveLength(10);
    });

    test('many answer, publish, take down and vote in one conversation: every number is right in the end', async () => {
      const { shared } = world();
      const stores = [shared.store, await shared.again()];
      const thread = await openThread(shared.store);
      const root = await stored(shared.store, commentIn(thread));
      const parent = await stored(shared.store, commentIn(thread, {}, root));
      const held: Comment[] = [];
      for (let i = 0; i < 10; i++) held.push(await stored(shared.store, heldIn(thread, {}, {}, parent)));
      const acts: (() => Promise<unknown>)[] = [];
      for (const [i, comment] of held.entries()) {
        const store = stores[i % 2] ?? shared.store;
        const published = { content: comment.content ?? contentOf(''), at: T0 };
        acts.push(async () => {
          await store.comments.change(comment.id, 1, { status: 'published', published }, nothing());
          if (i % 3 === 0) await store.comments.change(comment.id, 2, { status: 'removed', published: null }, nothing());
        });
        acts.push(() => stored(store, commentIn(thread, {}, i % 2 === 0 ? root : parent)));
        acts.push(() => store.comments.vote(root.id, newId(), 1, T0));
      }
      await Promise.all(acts.map((act) => act()));
      // 1 parent, 6 of the held that stayed, 10 answers of which half to each.
      const [first, second] = [await getOne(shared.store, root.id), await getOne(shared.store, parent.id)];
      expect([first.replyCount, second.replyCount, (await getThread(shared.store, thread.id)).commentCount]).toEqual([17, 11, 18]);
      expect(first.votes).toEqual({ up: 10, down: 0 });
      expect(first.heat).toBe(heatOf(T0, first.votes, 17));
      expect(second.heat).toBe(heatOf(T0, { up: 0, down: 0 }, 11));
      expect(await shared.store.upkeep.recount(thread.id)).toEqual({ repaired: 0 });
    });

    test('what one process has stored the other reads at once', async () => {
      const { shared } = world();
      const other = await shared.again();
      const thread = await openThread(shared.store);
      for (let i = 0; i < 20; i++) {
        const comment = await stored(shared.store, commentIn(thread));
        expect(await getOne(other, comment.id)).toEqual(comment);
        expect((await getThread(other, thread.id)).commentCount).toBe(i + 1);
      }
    });
  });
}
