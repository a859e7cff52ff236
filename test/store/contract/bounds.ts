import { describe, expect, test } from '@jest/globals';
import { ENDS, MOST_DEPTH, placeBelow } from '../../../server/domain/depth.ts';
import type { Comment, Thread } from '../../../server/domain/types.ts';
import type { NewComment } from '../../../server/store/port-types.ts';
import { commentIn, getOne, idsOf, openThread, stored, T0, walkAll } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** What keeps a read bounded, however long the texts and the chains are. */
export function boundingReads(world: () => StoreWorld): void {
  /** A chain so long, each answering the one before, as an import leaves it. */
  async function chainOf(thread: Thread, length: number): Promise<NewComment[]> {
    const chain: NewComment[] = [];
    const ids: string[] = [];
    for (let depth = 0; depth < length; depth++) {
      const parentId = ids.at(-1) ?? null;
      const comment = commentIn(thread, { createdAt: T0 + depth, parentId, depth, ancestors: [...ids] });
      chain.push({ ...comment, rootId: ids[0] ?? comment.id });
      ids.push(comment.id);
    }
    for (let i = 0; i < length; i += 500) {
      await world().shared.store.maintenance.importBatch(
        chain.slice(i, i + 500).map((comment) => ({ comment, votes: { up: 0, down: 0 } })),
      );
    }
    return chain;
  }

  describe('pages that end where there is no more room', () => {
    /** Room for so many. */
    const roomFor = (most: number): ((comment: Comment) => boolean) => {
      let taken = 0;
      return () => taken++ < most;
    };

    test('give each comment once over all of them, in the order of the sort', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      for (let i = 0; i < 7; i++) {
        const root = await stored(store, commentIn(thread, { createdAt: T0 + i, pinned: i % 3 === 0 }));
        for (let j = 0; j < 3; j++) await stored(store, commentIn(thread, { createdAt: T0 + 10 * i + j }, root));
      }
      for (const sort of ['hot', 'newest', 'oldest'] as const) {
        const q = { threadId: thread.id, sort, limit: 100 };
        const whole = await store.comments.tower(q);
        const walked = await walkAll((cursor) => store.comments.tower({ ...q, cursor, fits: roomFor(4) }));
        expect(idsOf(walked)).toEqual(idsOf(whole.items));
        const short = await store.comments.tower({ ...q, fits: roomFor(4) });
        expect([short.items.length, short.nextCursor === null]).toEqual([4, false]);
        const nested = await store.comments.conversations({ ...q, replies: 0 });
        const roots = await walkAll((cursor) => store.comments.conversations({ ...q, replies: 0, cursor, fits: roomFor(3) }));
        expect(roots).toEqual(nested.items);
      }
    });

    test('always have one comment, and are whole where there is room for all', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      for (let i = 0; i < 3; i++) await stored(store, commentIn(thread, { createdAt: T0 + i }));
      const q = { threadId: thread.id, sort: 'oldest' as const, limit: 3 };
      const none = await store.comments.tower({ ...q, fits: () => false });
      expect([none.items.length, none.nextCursor === null]).toEqual([1, false]);
      expect(await store.comments.tower({ ...q, fits: () => true })).toMatchObject({ items: { length: 3 }, nextCursor: null });
      // What does not belong to the page is not asked for.
      let asked = 0;
      await store.comments.tower({ ...q, limit: 2, fits: () => ++asked > 0 });
      expect(asked).toBe(2);
    });

    test('of conversations may have no answers yet, with the cursor to them', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const root = await stored(store, commentIn(thread));
      for (let i = 0; i < 5; i++) await stored(store, commentIn(thread, { createdAt: T0 + i }, root));
      const whole = await store.comments.replies({ commentId: root.id, limit: 9 });
      const q = { threadId: thread.id, sort: 'hot' as const, limit: 9, replies: 3 };
      for (const room of [0, 1, 2]) {
        const left = roomFor(room);
        const [first] = (await store.comments.conversations({ ...q, fits: (comment) => comment.depth === 0 || left(comment) })).items;
        expect(first?.replies.items.length).toBe(room);
        const cursor = first?.replies.nextCursor ?? undefined;
        expect(cursor).toBeDefined();
        const rest = await store.comments.replies({ commentId: root.id, limit: 9, cursor });
        expect(idsOf([...(first?.replies.items ?? []), ...rest.items])).toEqual(idsOf(whole.items));
      }
      const walked = await walkAll((cursor) => store.comments.replies({ commentId: root.id, limit: 9, cursor, fits: roomFor(2) }));
      expect(idsOf(walked)).toEqual(idsOf(whole.items));
    });
  });

  describe('long chains', () => {
    test('are given by their ends, in lists and by id, and in whole up to that', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const chain = await chainOf(thread, 2 * ENDS + 51);
      const ids = idsOf(chain);
      const expected = (depth: number): string[] =>
        depth <= 2 * ENDS ? ids.slice(0, depth) : [...ids.slice(0, ENDS), ...ids.slice(depth - ENDS, depth)];
      for (const depth of [0, 1, 2 * ENDS - 1, 2 * ENDS, 2 * ENDS + 1, 2 * ENDS + 50]) {
        const comment = await getOne(store, ids[depth] ?? '');
        expect([comment.depth, comment.ancestors]).toEqual([depth, expected(depth)]);
      }
      const { items } = await store.comments.tower({ threadId: thread.id, sort: 'newest', limit: 60 });
      expect(items.map(({ ancestors }) => ancestors)).toEqual(items.map(({ depth }) => expected(depth)));
      const { items: answers } = await store.comments.replies({ commentId: ids.at(-2) ?? '', limit: 5 });
      expect(answers[0]?.ancestors).toEqual(expected(2 * ENDS + 50));
      const changed = await store.comments.change(ids.at(-1) ?? '', 1, { pinned: true }, { events: [], audit: [] });
      expect(changed.ancestors).toEqual(expected(2 * ENDS + 50));
    });

    test('an answer below the bound hangs at it, and names the comment it answers', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const chain = await chainOf(thread, 2 * ENDS + 20);
      const deepest = await getOne(store, chain.at(-1)?.id ?? '');
      const { id } = await stored(store, { ...commentIn(thread), ...placeBelow(deepest) });
      const hung = await getOne(store, id);
      expect(hung).toMatchObject({
        depth: MOST_DEPTH,
        parentId: chain[MOST_DEPTH - 1]?.id,
        rootId: chain[0]?.id,
        answersId: deepest.id,
        ancestors: idsOf(chain.slice(0, MOST_DEPTH)),
      });
      expect((await getOne(store, hung.parentId ?? '')).replyCount).toBe(2);
      expect(await getOne(store, deepest.id)).not.toHaveProperty('answersId');
    });
  });
}
