import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Comment, Sort, Thread } from '../../../server/domain/types.ts';
import { commentIn, contentOf, heldIn, idsOf, newId, nothing, openThread, stored, T0, unique, walkAll } from '../fixtures.ts';
import { grow, listed, modelled, placesOf, SEEDS } from '../thread-model.ts';
import type { StoreWorld } from '../world.ts';

const SORTS: readonly Sort[] = ['hot', 'newest', 'oldest'];

/** The promises of the lists that readers see. */
export function listingComments(world: () => StoreWorld): void {
  describe('walks', () => {
    test('in three orders, nested and as a tower, at page sizes 1, 7 and 20, give what the model gives', async () => {
      const { isThorough, shared } = world();
      const { store } = shared;
      await fc.assert(
        fc.asyncProperty(SEEDS, async (seeds) => {
          const thread = await openThread(store);
          const rows = grow(thread, seeds);
          await store.maintenance.importBatch(rows);
          const model = modelled(rows);
          for (const sort of SORTS) {
            const tower = placesOf(model.filter(listed), sort);
            const roots = placesOf(
              model.filter((comment) => listed(comment) && comment.depth === 0),
              sort,
            );
            for (const limit of [1, 7, 20]) {
              const q = { threadId: thread.id, sort, limit };
              expect(idsOf(await walkAll((cursor) => store.comments.tower({ ...q, cursor })))).toEqual(idsOf(tower));
              const nested = await walkAll((cursor) => store.comments.conversations({ ...q, replies: 2, cursor }));
              expect(nested.map(({ comment }) => comment)).toEqual(roots);
              for (const { comment, replies } of nested) {
                const below = placesOf(
                  model.filter((one) => listed(one) && one.rootId === comment.id && one.depth > 0),
                  'oldest',
                  false,
                );
                expect(replies.items).toEqual(below.slice(0, 2));
                expect(replies.nextCursor === null).toBe(below.length <= 2);
              }
            }
          }
          for (const of of model) {
            const below = placesOf(
              model.filter((one) => listed(one) && one.depth > 0 && (of.depth === 0 ? one.rootId : one.parentId) === of.id),
              'oldest',
              false,
            );
            expect(await walkAll((cursor) => store.comments.replies({ commentId: of.id, limit: 3, cursor }))).toEqual(below);
          }
        }),
        { numRuns: isThorough ? 4 : 2 },
      );
    });

    test.each(SORTS)('by %s give each comment that was there once, though others come meanwhile', async (sort) => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const before: string[] = [];
      for (let i = 0; i < 12; i++)
        before.push((await stored(store, commentIn(thread, { createdAt: T0 + (i % 4), pinned: i % 5 === 0 }))).id);
      let come = 0;
      const meanwhile = async (): Promise<void> => {
        await stored(store, commentIn(thread, { createdAt: T0 + 10 + come++ }));
      };
      for (const limit of [1, 5]) {
        come = 0;
        const tower = await walkAll(async (cursor) => {
          if (come < 6) await meanwhile();
          return store.comments.tower({ threadId: thread.id, sort, limit, cursor });
        });
        expect(new Set(idsOf(tower)).size).toBe(tower.length);
        expect(
          idsOf(tower)
            .filter((id) => before.includes(id))
            .sort(),
        ).toEqual([...before].sort());
        come = 0;
        const nested = await walkAll(async (cursor) => {
          if (come < 6) await meanwhile();
          return store.comments.conversations({ threadId: thread.id, sort, limit, replies: 1, cursor });
        });
        const ids = nested.map(({ comment }) => comment.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => before.includes(id)).sort()).toEqual([...before].sort());
      }
    });
  });

  describe('what is listed', () => {
    test.each(['pending', 'rejected', 'spam', 'removed'] as const)(
      'a %s comment is in no list, neither top-level nor below',
      async (status) => {
        const { store } = world().shared;
        const thread = await openThread(store);
        const root = await stored(store, commentIn(thread));
        await stored(store, commentIn(thread, { status, published: null }));
        await stored(store, commentIn(thread, { status, published: null }, root));
        const below = { items: [], nextCursor: null };
        for (const sort of SORTS) {
          expect(await store.comments.tower({ threadId: thread.id, sort, limit: 9 })).toEqual({ items: [root], nextCursor: null });
          const nested = await store.comments.conversations({ threadId: thread.id, sort, replies: 3, limit: 9 });
          expect(nested).toEqual({ items: [{ comment: root, replies: below }], nextCursor: null });
        }
        expect(await store.comments.replies({ commentId: root.id, limit: 9 })).toEqual(below);
      },
    );

    test('lists keep to their thread, and an unknown one is empty', async () => {
      const { store } = world().shared;
      const [thread, other] = [await openThread(store), await openThread(store)];
      await stored(store, commentIn(other));
      for (const threadId of [thread.id, newId()]) {
        expect(await store.comments.tower({ threadId, sort: 'hot', limit: 9 })).toEqual({ items: [], nextCursor: null });
        const nested = await store.comments.conversations({ threadId, sort: 'hot', replies: 1, limit: 9 });
        expect(nested).toEqual({ items: [], nextCursor: null });
      }
      expect(await store.comments.replies({ commentId: newId(), limit: 9 })).toEqual({ items: [], nextCursor: null });
    });

    test('the busiest threads are those of the site with the most public comments since then, of the newest', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const [quiet, busy, old] = [await openThread(store, siteId), await openThread(store, siteId), await openThread(store, siteId)];
      await stored(store, commentIn(await openThread(store), { createdAt: T0 + 50 }));
      for (let i = 0; i < 4; i++) await stored(store, commentIn(old, { createdAt: T0 - 100 + i }));
      await stored(store, commentIn(quiet, { createdAt: T0 + 90 }));
      for (let i = 0; i < 3; i++) await stored(store, heldIn(quiet));
      for (let i = 0; i < 3; i++) await stored(store, commentIn(busy, { createdAt: T0 + i }));
      const q = { siteId, from: T0, most: 100, limit: 10 };
      const [first, second] = [
        { threadId: busy.id, count: 3 },
        { threadId: quiet.id, count: 1 },
      ];
      expect(await store.comments.busiest(q)).toEqual([first, second]);
      expect(await store.comments.busiest({ ...q, limit: 1 })).toEqual([first]);
      expect(await store.comments.busiest({ ...q, from: T0 - 1_000, limit: 1 })).toEqual([{ threadId: old.id, count: 4 }]);
      expect(await store.comments.busiest({ ...q, most: 1 })).toEqual([second]);
      expect(await store.comments.busiest({ ...q, siteId: unique('site') })).toEqual([]);
    });

    test('hot follows votes and answers at once', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const [old, young] = [await stored(store, commentIn(thread)), await stored(store, commentIn(thread, { createdAt: T0 + 1_000 }))];
      const hottest = async (): Promise<string | undefined> =>
        (await store.comments.tower({ threadId: thread.id, sort: 'hot', limit: 1 })).items[0]?.id;
      expect(await hottest()).toBe(young.id);
      await store.comments.vote(old.id, newId(), 1, T0);
      expect(await hottest()).toBe(old.id);
      await stored(store, commentIn(thread, {}, young));
      for (let i = 0; i < 4; i++) await stored(store, commentIn(thread, {}, young));
      expect(await hottest()).toBe(young.id);
    });

    test('a change of pin moves a comment to the head and back', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const [first, second] = [await stored(store, commentIn(thread)), await stored(store, commentIn(thread, { createdAt: T0 + 1 }))];
      const order = async (): Promise<string[]> =>
        idsOf((await store.comments.tower({ threadId: thread.id, sort: 'oldest', limit: 5 })).items);
      await store.comments.change(second.id, 1, { pinned: true }, nothing());
      expect(await order()).toEqual([second.id, first.id]);
      await store.comments.change(second.id, 2, { pinned: false }, nothing());
      expect(await order()).toEqual([first.id, second.id]);
    });
  });

  describe('answers', () => {
    /** A conversation five deep, in which everybody answers the one before. */
    async function deep(): Promise<{ comments: Comment[]; thread: Thread }> {
      const { store } = world().shared;
      const thread = await openThread(store);
      const comments: Comment[] = [];
      for (let depth = 0; depth < 5; depth++) {
        comments.push(await stored(store, commentIn(thread, { createdAt: T0 + depth }, comments.at(-1) ?? null)));
      }
      return { comments, thread };
    }

    test('of a conversation are all depths in one list; of an answer the direct ones', async () => {
      const { store } = world().shared;
      const { comments } = await deep();
      const [root, first, second] = idsOf(comments);
      expect(idsOf((await store.comments.replies({ commentId: root ?? '', limit: 9 })).items)).toEqual(idsOf(comments).slice(1));
      expect(idsOf((await store.comments.replies({ commentId: first ?? '', limit: 9 })).items)).toEqual([second]);
    });

    test('begin in the preview and go on from its cursor', async () => {
      const { store } = world().shared;
      const { comments, thread } = await deep();
      const q = { threadId: thread.id, sort: 'hot' as const, limit: 5 };
      const [conversation] = (await store.comments.conversations({ ...q, replies: 2 })).items;
      expect(idsOf(conversation?.replies.items ?? [])).toEqual(idsOf(comments).slice(1, 3));
      const cursor = conversation?.replies.nextCursor ?? undefined;
      const rest = await store.comments.replies({ commentId: comments[0]?.id ?? '', limit: 9, cursor });
      expect(idsOf(rest.items)).toEqual(idsOf(comments).slice(3));
      const [without] = (await store.comments.conversations({ ...q, replies: 0 })).items;
      expect(without?.replies.items).toEqual([]);
    });

    test('a page is the same for every reader, whatever waits of theirs', async () => {
      const { store } = world().shared;
      const { comments, thread } = await deep();
      const page = () => store.comments.conversations({ threadId: thread.id, sort: 'hot', replies: 9, limit: 5 });
      const before = await page();
      await stored(store, heldIn(thread, {}, {}, comments[0]));
      expect(await page()).toEqual(before);
    });
  });

  describe("a reader's own", () => {
    test('held comments of a thread come newest first, at most as many as asked for', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const author = { readerId: newId(), name: '读者', badge: null, region: null };
      const make = (status: Comment['status'], at: number): Promise<Comment> =>
        stored(store, heldIn(thread, {}, { status, author, createdAt: T0 + at }));
      const [pending, rejected, spam] = [await make('pending', 1), await make('rejected', 2), await make('spam', 2)];
      await make('removed', 3);
      await stored(store, commentIn(thread, { author }));
      await stored(store, heldIn(thread));
      await stored(store, heldIn(await openThread(store, thread.siteId), {}, { author }));
      const edited = await stored(store, commentIn(thread, { author, createdAt: T0 + 4 }));
      await store.comments.change(edited.id, 1, { status: 'pending', content: contentOf('改动') }, nothing());
      const own = await store.comments.ownHeld(thread.id, author.readerId, 9);
      expect(idsOf(own)).toEqual([edited.id, spam.id, rejected.id, pending.id]);
      expect(idsOf(await store.comments.ownHeld(thread.id, author.readerId, 2))).toEqual([edited.id, spam.id]);
      expect(await store.comments.ownHeld(thread.id, newId(), 9)).toEqual([]);
    });

    test('comments in all states and threads come newest first', async () => {
      const { store } = world().shared;
      const threads = [await openThread(store), await openThread(store)];
      const author = { readerId: newId(), name: '读者', badge: null, region: null };
      const made: Comment[] = [];
      for (const [i, status] of (['published', 'pending', 'spam', 'rejected', 'removed', 'published', 'published'] as const).entries()) {
        const thread = threads[i % 2];
        if (thread === undefined) continue;
        const published = status === 'published' ? { content: contentOf('好'), at: T0 } : null;
        made.push(await stored(store, commentIn(thread, { author, status, published, createdAt: T0 + Math.floor(i / 2) })));
      }
      const newest = made.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
      for (const limit of [1, 3, 20]) {
        const walked = await walkAll((cursor) => store.comments.byReader({ readerId: author.readerId, limit, cursor }));
        expect(walked).toEqual(newest);
      }
    });
  });
}
