import { describe, expect, test } from '@jest/globals';
import { heatOf } from '../../../server/domain/heat.ts';
import { READER_PACE } from '../../../server/domain/pace.ts';
import { Duplicate, NotFound, StaleRevision } from '../../../server/store/port.ts';
import {
  answerUnder,
  auditLine,
  commentIn,
  contentOf,
  eventsOf,
  getOne,
  getThread,
  HARD_TEXTS,
  heldIn,
  newId,
  nothing,
  openCaseOf,
  openThread,
  publishedEvent,
  stored,
  T0,
  unique,
} from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** The promises of making a comment. */
export function makingComments(world: () => StoreWorld): void {
  describe('a new comment', () => {
    test('comes back as it was stored, with no votes, no answers and the heat of its age', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const comment = commentIn(thread, { featured: true, editedAt: T0 + 5, reason: 'OFFTOPIC', removedFrom: 'pending' });
      const created = await stored(store, comment);
      const whole = { ...comment, votes: { up: 0, down: 0 }, replyCount: 0, heat: heatOf(T0, { up: 0, down: 0 }, 0) };
      expect(created).toEqual(whole);
      expect(await getOne(store, comment.id)).toEqual(whole);
    });

    test('keeps its case, findings and last decision whole', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const claim = { staffId: newId(), staffName: '张编辑', until: T0 + 120_000 };
      const comment = heldIn(thread, { claim, kinds: ['new', 'flagged'], reasons: ['words:ad', 'links'], escalated: true });
      comment.findings = [
        { phase: 'words', score: 0.5, verdict: 'review', active: true, evidence: [{ field: 'body', start: 0, end: 2, word: '广告' }] },
        { phase: 'learner.spam', score: 0.1, active: false, evidence: [] },
      ];
      comment.lastDecision = {
        action: 'hide',
        by: newId(),
        byName: '李编辑',
        at: T0,
        reason: 'AD',
        note: '再看一次',
        before: { status: 'published', published: null, reason: null, review: openCaseOf(), pinned: true, featured: false },
        since: 1,
      };
      await stored(store, comment);
      expect(await getOne(store, comment.id)).toMatchObject(comment);
    });

    test.each(HARD_TEXTS)('keeps every byte of %j', async (text) => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const comment = heldIn(thread, { reasons: [text] }, { content: contentOf(text), textHash: text });
      comment.published = { content: { body: text, html: text, text: `${text}!` }, at: T0 };
      comment.author = { readerId: newId(), name: text, badge: 'staff', region: text };
      comment.findings = [{ phase: text, score: 1, active: true, evidence: [{ field: 'name', start: 0, end: 1, word: text, note: text }] }];
      const key = unique(text);
      await stored(store, comment, nothing(), answerUnder(key, { body: text, fingerprint: text }));
      expect(await getOne(store, comment.id)).toMatchObject(comment);
      expect((await store.comments.revisions(comment.id)).map(({ body }) => body)).toEqual([text]);
      expect(await store.comments.answer(thread.siteId, key)).toEqual(answerUnder(key, { body: text, fingerprint: text }));
      const changed = await store.comments.change(
        comment.id,
        1,
        { content: contentOf(`${text}${text}`), author: comment.author },
        nothing(),
      );
      expect(changed.content?.body).toBe(`${text}${text}`);
      expect((await getOne(store, comment.id)).author?.name).toBe(text);
      expect(Buffer.from((await store.comments.revisions(comment.id))[1]?.body ?? '')).toEqual(Buffer.from(`${text}${text}`));
    });

    test('is counted when it is public: in its thread, its root and its parent, with their heat', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const root = await stored(store, commentIn(thread));
      const answer = await stored(store, commentIn(thread, {}, root));
      const below = await stored(store, commentIn(thread, {}, answer));
      await stored(store, commentIn(thread, {}, below));
      await stored(store, heldIn(thread, {}, {}, root));
      expect((await getThread(store, thread.id)).commentCount).toBe(4);
      for (const [id, replies] of [
        [root.id, 3],
        [answer.id, 1],
        [below.id, 1],
      ] as const) {
        const now = await getOne(store, id);
        expect(now.replyCount).toBe(replies);
        expect(now.heat).toBe(heatOf(T0, { up: 0, down: 0 }, replies));
      }
    });

    test('needs its thread and its parent: NotFound, and nothing of it stays', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const key = unique('key');
      const homeless = commentIn({ ...thread, id: newId() });
      const orphan = commentIn(thread, { parentId: newId(), depth: 1 });
      for (const comment of [homeless, orphan]) {
        const fx = { events: [publishedEvent({ ...comment, threadId: thread.id })], audit: [] };
        await expect(store.comments.create(comment, fx, answerUnder(key))).rejects.toThrow(NotFound);
        expect(await store.comments.get([comment.id])).toEqual(new Map());
      }
      expect(await eventsOf(store, thread.id)).toEqual([]);
      expect(await store.comments.answer(thread.siteId, key)).toBeNull();
      expect((await getThread(store, thread.id)).commentCount).toBe(0);
      await stored(store, commentIn(thread), nothing(), answerUnder(key));
    });

    test('with an id that is taken is Duplicate, and nothing of it stays', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const first = await stored(store, commentIn(thread));
      const second = commentIn(thread, { id: first.id });
      const fx = { events: [publishedEvent(second)], audit: [] };
      await expect(store.comments.create(second, fx, answerUnder(unique('key')))).rejects.toThrow(Duplicate);
      expect(await getOne(store, first.id)).toEqual(first);
      expect(await eventsOf(store, thread.id)).toEqual([]);
      expect((await getThread(store, thread.id)).commentCount).toBe(1);
    });
  });

  describe('an idempotency key', () => {
    test('used twice stores one comment and one set of effects; the second gets the first answer', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const key = unique('key');
      const first = commentIn(thread);
      const second = commentIn(thread);
      const line = auditLine({ siteId: thread.siteId });
      await stored(store, first, { events: [publishedEvent(first)], audit: [line] }, answerUnder(key, { body: '"first"' }));
      const fx = { events: [publishedEvent(second)], audit: [auditLine({ siteId: thread.siteId })] };
      const again = await store.comments.create(second, fx, answerUnder(key, { body: '"second"', fingerprint: 'other' }));
      expect(again).toEqual({ created: false, answer: answerUnder(key, { body: '"first"' }) });
      expect(await store.comments.get([second.id])).toEqual(new Map());
      expect((await eventsOf(store, thread.id)).map(({ data }) => data)).toEqual([{ commentId: first.id }]);
      expect((await store.audit.list({ siteIds: [thread.siteId], limit: 10 })).items).toEqual([line]);
      expect((await getThread(store, thread.id)).commentCount).toBe(1);
      expect(await store.comments.answer(thread.siteId, key)).toEqual(answerUnder(key, { body: '"first"' }));
    });

    test('used by 100 at once stores one; all others get its answer', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const key = unique('key');
      const author = { readerId: newId(), name: '读者', badge: null, region: null };
      const guard = { rules: READER_PACE, sameTextSince: T0 - 600_000 };
      const tries = Array.from({ length: 100 }, (_, i) => ({
        comment: commentIn(thread, { author, textHash: key }),
        answer: answerUnder(key, { body: `${i}` }),
      }));
      const results = await Promise.all(
        tries.map(({ comment, answer }) => store.comments.create(comment, { events: [publishedEvent(comment)], audit: [] }, answer, guard)),
      );
      const winners = results.flatMap((result, i) => (result.created ? [i] : []));
      expect(winners).toHaveLength(1);
      const answers = results.flatMap((result) => ('answer' in result ? [result.answer.body] : []));
      expect(answers).toHaveLength(99);
      expect(new Set(answers)).toEqual(new Set([String(winners[0])]));
      expect((await store.comments.get(tries.map(({ comment }) => comment.id))).size).toBe(1);
      expect(await eventsOf(store, thread.id)).toHaveLength(1);
      expect((await getThread(store, thread.id)).commentCount).toBe(1);
    });

    test('belongs to its site; unknown ones have no answer', async () => {
      const { store } = world().shared;
      const [here, there] = [await openThread(store), await openThread(store)];
      const key = unique('key');
      await stored(store, commentIn(here), nothing(), answerUnder(key, { body: 'here' }));
      await stored(store, commentIn(there), nothing(), answerUnder(key, { body: 'there' }));
      expect((await store.comments.answer(there.siteId, key))?.body).toBe('there');
      expect(await store.comments.answer(here.siteId, unique('key'))).toBeNull();
    });
  });

  test('reading gives the comments that are there, in any state, and leaves out the others', async () => {
    const { store } = world().shared;
    const thread = await openThread(store);
    const one = await stored(store, commentIn(thread));
    const other = await stored(store, heldIn(thread));
    expect(await store.comments.get([])).toEqual(new Map());
    const found = await store.comments.get([one.id, newId(), other.id, one.id]);
    expect([...found.keys()].sort()).toEqual([one.id, other.id].sort());
  });

  test('counts are by thread key, 0 for unknown ones', async () => {
    const { store } = world().shared;
    const thread = await openThread(store);
    const other = await openThread(store, thread.siteId);
    const elsewhere = await openThread(store);
    for (const where of [thread, thread, elsewhere]) await stored(store, commentIn(where));
    await stored(store, heldIn(other));
    const keys = [thread.key, other.key, elsewhere.key, 'constructor'];
    const counts = await store.comments.counts(thread.siteId, keys);
    expect(Object.fromEntries(counts)).toEqual({ [thread.key]: 2, [other.key]: 0, [elsewhere.key]: 0, constructor: 0 });
    expect(await store.comments.counts(thread.siteId, [])).toEqual(new Map());
  });

  test('an operation with a stale revision differs from one on nothing', async () => {
    const { store } = world().shared;
    const comment = await stored(store, commentIn(await openThread(store)));
    await expect(store.comments.change(comment.id, 2, { pinned: true }, nothing())).rejects.toThrow(StaleRevision);
    await expect(store.comments.change(newId(), 1, { pinned: true }, nothing())).rejects.toThrow(NotFound);
  });
}
