import { describe, expect, test } from '@jest/globals';
import { heatOf } from '../../../server/domain/heat.ts';
import { decideTransition } from '../../../server/domain/publication.ts';
import { type PostGuard, READER_PACE } from '../../../server/domain/pace.ts';
import type { Comment } from '../../../server/domain/types.ts';
import { StaleRevision } from '../../../server/store/port.ts';
import type { NewComment } from '../../../server/store/port-types.ts';
import type { StoredAnswer } from '../../../server/store/port-comments.ts';
import {
  answerUnder,
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
  SOUND,
  stored,
  T0,
  unique,
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
            return store.comments.change(comment.id, 1, decideTransition(comment, how), {
              events: [publishedEvent(comment)],
              audit: [line],
            });
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

    test('parallel comments of one reader: one is stored; without rules all are, but no text twice', async () => {
      const { shared } = world();
      const stores = [shared.store, await shared.again()];
      const thread = await openThread(shared.store);
      const author = () => ({ readerId: newId(), name: '读者', badge: null, region: null });
      const guard = { rules: READER_PACE, sameTextSince: T0 - 600_000 };
      for (const apart of [0, 1, 330]) {
        const one = author();
        // Each begins in another piece of time; the last ones still follow within five seconds.
        const comments = Array.from({ length: 15 }, (_, i) => commentIn(thread, { author: one, createdAt: T0 + 4_900 + i * apart }));
        const sent = await Promise.all(comments.map((comment, i) => stores[i % 2]?.comments.create(comment, nothing(), undefined, guard)));
        expect(sent.filter((created) => created?.created)).toHaveLength(1);
        const refusals = sent.filter((created) => created?.created === false);
        expect(refusals).toEqual(refusals.map(() => ({ created: false, refused: 'too-fast', wait: expect.any(Number) })));
        expect((await shared.store.comments.byReader({ readerId: one.readerId, limit: 30 })).items).toHaveLength(1);
      }
      const free = { ...guard, rules: [] };
      const many = author();
      const all = Array.from({ length: 15 }, () => commentIn(thread, { author: many }));
      const stored = await Promise.all(all.map((comment) => shared.store.comments.create(comment, nothing(), undefined, free)));
      expect(stored.every(({ created }) => created)).toBe(true);
      const same = all.map(() => commentIn(thread, { author: many, textHash: 'posted-at-once' }));
      const once = await Promise.all(same.map((comment, i) => stores[i % 2]?.comments.create(comment, nothing(), undefined, free)));
      expect(once.filter((created) => created?.created)).toHaveLength(1);
      expect(once.filter((created) => created?.created === false)).toEqual(
        Array.from({ length: 14 }, () => ({ created: false, refused: 'same-text' })),
      );
    });

    test('a guard refuses none that may: ten seconds later, by another, after the text is taken back, or under its own key', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const author = { readerId: newId(), name: '读者', badge: null, region: null };
      const guard = { rules: READER_PACE, sameTextSince: T0 - 600_000 };
      const send = (overrides: Partial<NewComment>, answer?: StoredAnswer, rules: PostGuard = guard) => {
        const comment = commentIn(thread, { author, ...overrides });
        return store.comments.create(comment, nothing(), answer, rules).then((created) => ({ comment, created }));
      };
      const answer = answerUnder(unique('key'));
      expect((await send({}, answer)).created).toEqual({ created: true });
      expect((await send({}, answer)).created).toEqual({ created: false, answer });
      const refused = answerUnder(unique('key'));
      expect((await send({ createdAt: T0 + 1 }, refused)).created).toMatchObject({ refused: 'too-fast' });
      expect(await store.comments.answer(thread.siteId, refused.key)).toBeNull();
      expect((await send({ createdAt: T0 + 1, author: { ...author, readerId: newId() } })).created.created).toBe(true);
      expect((await send({ createdAt: T0 + 10_000 }, refused)).created).toEqual({ created: true });
      const free = { ...guard, rules: [] };
      const textHash = unique('text');
      const first = await send({ textHash }, undefined, free);
      expect((await send({ textHash }, undefined, free)).created).toEqual({ created: false, refused: 'same-text' });
      await store.comments.change(first.comment.id, 1, { status: 'removed', published: null }, nothing());
      expect((await send({ textHash }, undefined, free)).created).toEqual({ created: true });
      const now = T0 + 86_400_000;
      await store.maintenance.cleanUp({ now, answersBefore: 0, eventsBefore: 0, unreadBefore: 0, deliveriesBefore: 0, limit: 10_000 });
      expect((await getOne(store, first.comment.id)).status).toBe('removed');
    });

    test('many answer, publish, take down and vote in one conversation: every number is right in the end', async () => {
      const opened = await world().fresh();
      const stores = [opened.store, await opened.again()];
      const thread = await openThread(opened.store);
      const root = await stored(opened.store, commentIn(thread));
      const parent = await stored(opened.store, commentIn(thread, {}, root));
      const held: Comment[] = [];
      for (let i = 0; i < 10; i++) held.push(await stored(opened.store, heldIn(thread, {}, {}, parent)));
      const operations: (() => Promise<unknown>)[] = [];
      for (const [i, comment] of held.entries()) {
        const store = stores[i % 2] ?? opened.store;
        const published = { content: comment.content ?? contentOf(''), at: T0 };
        operations.push(async () => {
          await store.comments.change(comment.id, 1, { status: 'published', published }, nothing());
          if (i % 3 === 0) await store.comments.change(comment.id, 2, { status: 'removed', published: null }, nothing());
        });
        operations.push(() => stored(store, commentIn(thread, {}, i % 2 === 0 ? root : parent)));
        operations.push(() => store.comments.vote(root.id, newId(), 1, T0));
      }
      await Promise.all(operations.map((operation) => operation()));
      // 1 parent, 6 of the held that stayed, 10 answers of which half to each.
      const [first, second] = [await getOne(opened.store, root.id), await getOne(opened.store, parent.id)];
      expect([first.replyCount, second.replyCount, (await getThread(opened.store, thread.id)).commentCount]).toEqual([17, 11, 18]);
      expect(first.votes).toEqual({ up: 10, down: 0 });
      expect(first.heat).toBe(heatOf(T0, first.votes, 17));
      expect(second.heat).toBe(heatOf(T0, { up: 0, down: 0 }, 11));
      expect(await opened.store.maintenance.examine({ repair: false })).toEqual(SOUND);
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
