import { describe, expect, test } from '@jest/globals';
import type { NewEvent } from '../../../server/domain/events.ts';
import type { Comment, Thread } from '../../../server/domain/types.ts';
import type { Store } from '../../../server/store/port.ts';
import {
  answerUnder,
  auditLine,
  commentIn,
  contentOf,
  eventsOf,
  getThread,
  heldIn,
  newId,
  nothing,
  openThread,
  SOUND,
  stored,
  T0,
  unique,
} from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** A conversation with all that can hang on one: an edit, votes, reports, a case, kept answers, links. */
async function conversation(store: Store, thread: Thread): Promise<{ root: Comment; answer: Comment; key: string }> {
  const kept = answerUnder(unique('key'));
  const made = commentIn(thread, { content: contentOf('石阶旁的灯亮到很晚。') });
  const first = await stored(store, made, nothing(), { ...kept, body: JSON.stringify({ commentId: made.id }) });
  const content = {
    ...contentOf('石阶旁的灯改到了九点。'),
    html: '<p><a href="https://lamp.example.com/a">石阶旁的灯改到了九点。</a></p>',
  };
  const root = await store.comments.change(first.id, 1, { content, published: { content, at: T0 }, editedAt: T0 }, nothing());
  const answer = await stored(store, commentIn(thread, {}, root));
  await stored(store, heldIn(thread, { reasons: ['words:ad'] }, { content: contentOf('渡口的长椅上见。') }, answer));
  await store.comments.vote(root.id, newId(), 1, T0);
  await store.comments.report({ commentId: root.id, readerId: newId(), reason: 'AD', note: '', at: T0, revision: 1 });
  return { root, answer, key: kept.key };
}

/** How many comments of the site a search finds by each of the texts. */
async function foundBy(store: Store, siteId: string, texts: readonly string[]): Promise<number[]> {
  const found = await Promise.all(texts.map((text) => store.comments.search({ siteIds: [siteId], text, limit: 10 })));
  return found.map(({ items }) => items.length);
}

/** The promises of deleting conversations for good. */
export function deletingConversations(world: () => StoreWorld): void {
  describe('deleting conversations', () => {
    test('leaves nothing of a whole thread, and delivers its effects', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const { root, answer, key } = await conversation(store, thread);
      const event: NewEvent = {
        ...{ id: newId(), siteId: thread.siteId, at: T0, channel: `thread:${thread.id}` },
        ...{ type: 'comment.removed', data: { commentId: root.id } },
      };
      const audit = auditLine({ siteId: thread.siteId, subject: thread.id, action: 'demo.clear' });
      const texts = ['灯亮到很晚', '改到了九点', '长椅上见'];
      expect(await foundBy(store, thread.siteId, texts)).toEqual([1, 1, 1]);
      const deleted = await store.maintenance.deleteConversations(thread.id, null, { events: [event], audit: [audit] });
      expect(deleted).toEqual({ comments: 3, isThreadGone: true });
      expect(await foundBy(store, thread.siteId, texts)).toEqual([0, 0, 0]);
      expect((await store.comments.get([root.id, answer.id])).size).toBe(0);
      expect(await store.threads.find(thread.siteId, thread.key)).toBeNull();
      expect(await store.comments.revisions(root.id)).toEqual([]);
      expect(await store.comments.reports([root.id])).toEqual(new Map());
      expect(await store.comments.answer(thread.siteId, key)).toBeNull();
      expect(await store.moderation.queueSize({ siteIds: [thread.siteId] })).toBe(0);
      expect(await store.comments.counts(thread.siteId, [thread.key])).toEqual(new Map([[thread.key, 0]]));
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
      await store.events.flushed();
      expect((await eventsOf(store, thread.id)).map(({ type }) => type)).toEqual(['comment.removed']);
      const { items } = await store.audit.list({ siteIds: [thread.siteId], subject: thread.id, limit: 5 });
      expect(items.map(({ action }) => action)).toEqual(['demo.clear']);
      expect(await store.maintenance.deleteConversations(thread.id, null, { events: [event], audit: [audit] })).toEqual({
        comments: 0,
        isThreadGone: true,
      });
    });

    test('leaves the others of the thread as they are, with right counts', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const gone = await conversation(store, thread);
      const kept = await conversation(store, thread);
      const other = await conversation(store, await openThread(store, thread.siteId));
      const before = await store.comments.get([kept.root.id, kept.answer.id]);
      expect(await store.maintenance.deleteConversations(thread.id, [gone.root.id], nothing())).toEqual({
        comments: 3,
        isThreadGone: false,
      });
      expect(await store.comments.get([gone.root.id, gone.answer.id, kept.root.id, kept.answer.id])).toEqual(before);
      expect((await getThread(store, thread.id)).commentCount).toBe(2);
      expect((await store.comments.get([other.root.id])).size).toBe(1);
      expect(await store.comments.answer(thread.siteId, kept.key)).not.toBeNull();
      expect((await store.comments.reports([kept.root.id])).size).toBe(1);
      expect(await foundBy(store, thread.siteId, ['灯亮到很晚', '改到了九点'])).toEqual([2, 2]);
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
    });
  });
}
