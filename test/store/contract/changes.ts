import { describe, expect, test } from '@jest/globals';
import { heatOf } from '../../../server/domain/heat.ts';
import { StaleRevision } from '../../../server/store/port.ts';
import {
  auditLine,
  commentIn,
  contentOf,
  eventsOf,
  getOne,
  getThread,
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

/** The promises of changing a comment. */
export function changingComments(world: () => StoreWorld): void {
  describe('a change', () => {
    test('sets what it names, leaves the rest, raises the revision and stores its effects', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const comment = await stored(store, commentIn(thread, { reason: 'AD' }));
      const line = auditLine({ siteId: thread.siteId, subject: comment.id });
      const event = publishedEvent(comment);
      const changed = await store.comments.change(comment.id, 1, { pinned: true, editedAt: T0 + 9 }, { events: [event], audit: [line] });
      expect(changed).toEqual({ ...comment, pinned: true, editedAt: T0 + 9, revision: 2 });
      expect(await getOne(store, comment.id)).toEqual(changed);
      expect(await eventsOf(store, thread.id)).toEqual([{ ...event, seq: 1 }]);
      expect((await store.audit.list({ siteIds: null, subject: comment.id, limit: 5 })).items).toEqual([line]);
    });

    test('against an old revision changes nothing', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const comment = await stored(store, commentIn(thread));
      const changed = await store.comments.change(comment.id, 1, { featured: true }, nothing());
      const fx = { events: [publishedEvent(comment)], audit: [auditLine({ siteId: thread.siteId })] };
      const patch = { status: 'removed' as const, published: null, content: contentOf('另一句') };
      await expect(store.comments.change(comment.id, 1, patch, fx)).rejects.toThrow(StaleRevision);
      expect(await getOne(store, comment.id)).toEqual(changed);
      expect(await store.comments.revisions(comment.id)).toHaveLength(1);
      expect(await eventsOf(store, thread.id)).toEqual([]);
      expect((await store.audit.list({ siteIds: [thread.siteId], limit: 5 })).items).toEqual([]);
      expect((await getThread(store, thread.id)).commentCount).toBe(1);
    });

    test('of two at once is applied once', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      for (let round = 0; round < 10; round++) {
        const comment = await stored(store, commentIn(thread));
        const operations = ['甲', '乙'].map((text) => store.comments.change(comment.id, 1, { content: contentOf(text) }, nothing()));
        const results = await Promise.allSettled(operations);
        const [won, ...more] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        const [lost] = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
        expect(more).toEqual([]);
        expect(lost).toBeInstanceOf(StaleRevision);
        expect(await getOne(store, comment.id)).toEqual(won);
      }
    });

    test('can take everything away that a purge takes', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const readerId = newId();
      const comment = await stored(store, commentIn(thread, { author: { readerId, name: '读者', badge: null, region: '上海' } }));
      await store.comments.change(comment.id, 1, { content: contentOf('改过的一句话') }, nothing());
      const patch = { status: 'purged' as const, content: null, published: null, author: null };
      const purged = await store.comments.change(comment.id, 2, patch, nothing());
      expect(purged).toMatchObject({ status: 'purged', content: null, published: null, author: null });
      expect(await store.comments.revisions(comment.id)).toEqual([]);
      expect((await store.comments.byReader({ readerId, limit: 5 })).items).toEqual([]);
      const found = await store.comments.search({ siteIds: [thread.siteId], text: '改过', limit: 5 });
      expect(found.items).toEqual([]);
    });
  });

  describe('what a change does to the counts', () => {
    test('they follow at once when a comment becomes public and stops being so', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const root = await stored(store, commentIn(thread));
      const parent = await stored(store, commentIn(thread, {}, root));
      let held = await stored(store, heldIn(thread, {}, {}, parent));
      const counted = async (): Promise<number[]> => {
        const [one, two] = [await getOne(store, root.id), await getOne(store, parent.id)];
        expect(one.heat).toBe(heatOf(T0, one.votes, one.replyCount));
        expect(two.heat).toBe(heatOf(T0, two.votes, two.replyCount));
        return [(await getThread(store, thread.id)).commentCount, one.replyCount, two.replyCount];
      };
      expect(await counted()).toEqual([2, 1, 0]);
      const published = { content: held.content ?? contentOf(''), at: T0 };
      held = await store.comments.change(held.id, 1, { status: 'published', published }, nothing());
      expect(await counted()).toEqual([3, 2, 1]);
      held = await store.comments.change(held.id, 2, { published: { ...published, at: T0 + 1 } }, nothing());
      expect(await counted()).toEqual([3, 2, 1]);
      await store.comments.change(held.id, 3, { status: 'removed', published: null }, nothing());
      expect(await counted()).toEqual([2, 1, 0]);
    });

    test('a comment that goes leaves a place-holder while it has public answers, and no longer', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const root = await stored(store, commentIn(thread));
      const answer = await stored(store, commentIn(thread, {}, root));
      await store.comments.change(root.id, 1, { status: 'removed', published: null }, nothing());
      const listed = async (): Promise<string[]> => {
        const { items } = await store.comments.conversations({ threadId: thread.id, sort: 'oldest', replies: 2, limit: 5 });
        return items.map(({ comment }) => comment.id);
      };
      expect(await listed()).toEqual([root.id]);
      await store.comments.change(answer.id, 1, { status: 'spam', published: null }, nothing());
      expect(await listed()).toEqual([]);
      expect((await store.comments.tower({ threadId: thread.id, sort: 'hot', limit: 5 })).items).toEqual([]);
      await store.comments.change(answer.id, 2, { status: 'published', published: { content: contentOf('回来'), at: T0 } }, nothing());
      expect(await listed()).toEqual([root.id]);
    });
  });

  describe('texts', () => {
    test('a change of text keeps the one before; the latest comes last', async () => {
      const { store } = world().shared;
      const comment = await stored(store, commentIn(await openThread(store), { content: contentOf('一') }));
      await store.comments.change(comment.id, 1, { content: contentOf('二'), editedAt: T0 + 10 }, nothing());
      await store.comments.change(comment.id, 2, { pinned: true }, nothing());
      await store.comments.change(comment.id, 3, { content: contentOf('三'), editedAt: T0 + 20 }, nothing());
      expect(await store.comments.revisions(comment.id)).toEqual([
        { revision: 1, body: '一', at: T0 },
        { revision: 2, body: '二', at: T0 + 10 },
        { revision: 4, body: '三', at: T0 + 20 },
      ]);
      expect(await store.comments.revisions(newId())).toEqual([]);
    });

    test('the same text rendered anew is no new text, but is found by its present words', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const comment = await stored(store, commentIn(thread, { content: { body: '**晨跑**', html: '<p>**晨跑**</p>', text: '星号' } }));
      await store.comments.change(comment.id, 1, { content: { body: '**晨跑**', html: '<b>晨跑</b>', text: '晨跑' } }, nothing());
      expect(await store.comments.revisions(comment.id)).toEqual([{ revision: 1, body: '**晨跑**', at: T0 }]);
      const find = async (text: string): Promise<string[]> =>
        idsOf((await store.comments.search({ siteIds: [thread.siteId], text, limit: 5 })).items);
      expect(await find('晨跑')).toEqual([comment.id]);
      expect(await find('星号')).toEqual([]);
    });

    test('what was published stays in public while a later text waits', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const comment = await stored(store, commentIn(thread, { content: contentOf('先前的话') }));
      const patch = { status: 'pending' as const, content: contentOf('后来的话'), review: openCaseOf({ kinds: ['edited'] }) };
      const edited = await store.comments.change(comment.id, 1, patch, nothing());
      expect(edited.published).toEqual({ content: contentOf('先前的话'), at: T0 });
      const { items } = await store.comments.tower({ threadId: thread.id, sort: 'newest', limit: 5 });
      expect(items.map(({ published }) => published?.content.text)).toEqual(['先前的话']);
      const shown = { content: contentOf('后来的话'), at: T0 + 5 };
      const approved = await store.comments.change(comment.id, 2, { status: 'published', published: shown }, nothing());
      expect(approved.published).toEqual(shown);
    });
  });

  describe('claims', () => {
    const claim = { staffId: newId(), staffName: '张编辑', until: T0 + 120_000 };

    test('a change that leaves the case alone leaves the claim alone', async () => {
      const { store } = world().shared;
      const comment = await stored(store, heldIn(await openThread(store), { claim }));
      const changed = await store.comments.change(comment.id, 1, { featured: true }, nothing());
      expect(changed.review?.claim).toEqual(claim);
    });

    test.each(['decided', 'void'] as const)('a case that is %s ends the claim', async (state) => {
      const { store } = world().shared;
      const comment = await stored(store, heldIn(await openThread(store), { claim }));
      const changed = await store.comments.change(comment.id, 1, { review: openCaseOf({ state, claim }) }, nothing());
      expect(changed.review).toEqual(openCaseOf({ state }));
      expect((await getOne(store, comment.id)).review).toEqual(openCaseOf({ state }));
      expect(await store.moderation.release(claim.staffId, [comment.id])).toEqual([]);
    });
  });
}
