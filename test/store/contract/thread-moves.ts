import { describe, expect, test } from '@jest/globals';
import type { Comment, Thread } from '../../../server/domain/types.ts';
import { Duplicate, NotFound, StaleRevision, type Store } from '../../../server/store/port.ts';
import { waitFor } from '../../support/wait-for.ts';
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
  openThread,
  publishedEvent,
  SOUND,
  stored,
  T0,
  unique,
  walkAll,
} from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const keyNamed = (start: string): string => `https://news.example/${unique(start)}`;

/** Comments of a thread go to another 500 at a time. */
const MORE_THAN_A_STEP = 600;

/** All listed comments of a thread. */
const towerOf = (store: Store, threadId: string): Promise<Comment[]> =>
  walkAll((cursor) => store.comments.tower({ threadId, sort: 'oldest', limit: 100, cursor, fits: () => true }));

const oldKeysOf = async (store: Store, { id }: Thread): Promise<string[]> => (await store.threads.oldKeys([id])).get(id) ?? [];

async function twoThreads(store: Store): Promise<{ from: Thread; into: Thread }> {
  const from = await openThread(store);
  return { from, into: await openThread(store, from.siteId, T0 + 1) };
}

/** Comments of a thread, many at once, as an import brings them. */
async function filled(store: Store, thread: Thread, size: number): Promise<void> {
  const rows = Array.from({ length: size }, (_, i) => ({
    comment: commentIn(thread, { createdAt: T0 + Math.floor(i / 3) }),
    votes: { up: 0, down: 0 },
  }));
  await store.maintenance.importBatch(rows);
}

/** The promises of moving threads and of merging them. */
export function movingThreads(world: () => StoreWorld): void {
  describe('moving a thread', () => {
    test('the old key leads to it, however often it moves; comments get the new one', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const comment = await stored(store, commentIn(thread));
      const [second, third] = [keyNamed('second'), keyNamed('third')];
      const line = auditLine({ siteId: thread.siteId });
      const event = publishedEvent(comment);
      const moved = await store.threads.move(
        thread.id,
        1,
        { key: second, url: second, title: '改了名' },
        { events: [event], audit: [line] },
      );
      expect(moved).toEqual({ ...thread, key: second, url: second, title: '改了名', commentCount: 1, revision: 2 });
      const again = await store.threads.move(thread.id, 2, { key: third, setByStaff: ['url'] }, nothing());
      expect(again).toEqual({ ...moved, key: third, setByStaff: ['url'], revision: 3 });
      for (const key of [thread.key, second, third]) {
        expect(await store.threads.find(thread.siteId, key)).toEqual(again);
        expect(await store.threads.open(thread.siteId, key, { id: newId(), url: '', title: '', now: T0 })).toEqual(again);
      }
      const keys = [thread.key, second, third];
      expect([...(await store.comments.counts(thread.siteId, [...keys, 'none']))]).toEqual([...keys.map((key) => [key, 1]), ['none', 0]]);
      expect(await store.threads.find(unique('site'), thread.key)).toBeNull();
      expect(await oldKeysOf(store, thread)).toEqual([thread.key, second].sort());
      expect((await getOne(store, comment.id)).threadKey).toBe(third);
      expect((await store.threads.list({ siteId: thread.siteId, limit: 5 })).items).toEqual([again]);
      expect(await eventsOf(store, thread.id)).toMatchObject([{ id: event.id }]);
      expect((await store.audit.list({ siteIds: [thread.siteId], limit: 5 })).items).toEqual([line]);
    });

    test('back to where it was, the key is its own again', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const second = keyNamed('second');
      await store.threads.move(thread.id, 1, { key: second }, nothing());
      const back = await store.threads.move(thread.id, 2, { key: thread.key }, nothing());
      expect(back).toEqual({ ...thread, revision: 3 });
      expect(await store.threads.find(thread.siteId, second)).toEqual(back);
      expect(await oldKeysOf(store, thread)).toEqual([second]);
    });

    test('to the key of another is refused, and so is what was read before a change', async () => {
      const { store } = world().shared;
      const { from, into } = await twoThreads(store);
      await expect(store.threads.move(from.id, 1, { key: into.key }, nothing())).rejects.toThrow(Duplicate);
      await expect(store.threads.move(from.id, 2, { key: keyNamed('new') }, nothing())).rejects.toThrow(StaleRevision);
      await expect(store.threads.move(newId(), 1, { key: keyNamed('new') }, nothing())).rejects.toThrow(NotFound);
      expect(await store.threads.find(from.siteId, from.key)).toEqual(from);
      expect(await store.threads.find(from.siteId, into.key)).toEqual(into);
    });

    test('keys can be made to lead to a thread, except those of others', async () => {
      const { store } = world().shared;
      const { from: thread, into: other } = await twoThreads(store);
      await store.threads.addOldKeys(other.id, ['led']);
      expect(await store.threads.addOldKeys(thread.id, ['old', thread.key, other.key, 'led'])).toEqual([other.key, 'led']);
      expect(await store.threads.addOldKeys(thread.id, ['old'])).toEqual([]);
      expect(await oldKeysOf(store, thread)).toEqual(['old']);
      const third = await openThread(store, thread.siteId, T0 + 2);
      await store.threads.addOldKeys(thread.id, ['older', 'b', 'a']);
      expect(await store.threads.oldKeys([other.id, thread.id, third.id, newId()])).toEqual(
        new Map([
          [other.id, ['led']],
          [thread.id, ['a', 'b', 'old', 'older']],
        ]),
      );
      expect(await store.threads.oldKeys([])).toEqual(new Map());
      expect(await store.threads.find(thread.siteId, 'old')).toEqual(thread);
      expect(await store.threads.find(thread.siteId, 'led')).toEqual(other);
      await expect(store.threads.addOldKeys(newId(), ['x'])).rejects.toThrow(NotFound);
    });

    test('a list can be asked for a part of title, address or key', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const other = await store.threads.open(thread.siteId, 'K.(1)', { id: newId(), url: '', title: '河边 Market', now: T0 });
      const found = async (text: string) => idsOf((await store.threads.list({ siteId: thread.siteId, text, limit: 5 })).items);
      expect(await found('河边 mark')).toEqual([other.id]);
      expect(await found('k.(1')).toEqual([other.id]);
      expect(await found('NEWS.example/article')).toEqual([thread.id]);
      expect(await found('kx')).toEqual([]);
    });
  });

  describe('merging threads', () => {
    test('brings comments with all that hangs on them, and the keys', async () => {
      const { store } = await world().fresh();
      const { from, into } = await twoThreads(store);
      const old = keyNamed('older');
      await store.threads.addOldKeys(from.id, [old]);
      const root = await stored(store, commentIn(from, { content: contentOf('石阶旁的灯亮到很晚。') }));
      const answer = await stored(store, commentIn(from, { createdAt: T0 + 5 }, root));
      const held = await stored(store, heldIn(from, {}, { content: contentOf('渡口的长椅上见。') }));
      const own = await stored(store, commentIn(into, { createdAt: T0 + 2 }));
      const voter = newId();
      await store.comments.vote(root.id, voter, 1, T0);
      await store.comments.report({ commentId: root.id, readerId: newId(), reason: 'AD', note: '', at: T0, revision: 1 });
      const event = publishedEvent(own);
      const line = auditLine({ siteId: into.siteId });
      const merged = await store.threads.merge(from.id, into.id, { events: [event], audit: [line] });
      expect(merged).toEqual({ ...into, commentCount: 3 });
      expect((await getThread(store, into.id)).commentCount).toBe(3);
      for (const key of [from.key, old, into.key]) expect(await store.threads.find(into.siteId, key)).toEqual(merged);
      expect(await store.threads.get([from.id])).toEqual(new Map([[from.id, merged]]));
      expect(await oldKeysOf(store, into)).toEqual([from.key, old].sort());
      expect((await store.threads.list({ siteId: into.siteId, limit: 5 })).items).toEqual([merged]);
      expect(idsOf(await towerOf(store, into.id))).toEqual([root.id, own.id, answer.id]);
      const place = { threadId: into.id, threadKey: into.key };
      expect(await getOne(store, answer.id)).toEqual({ ...answer, ...place });
      expect(await getOne(store, root.id)).toMatchObject({ ...place, votes: { up: 1, down: 0 }, replyCount: 1 });
      expect(await store.comments.votesIn(into.id, voter, 10)).toEqual(new Map([[root.id, 1]]));
      const cases = await store.moderation.queue({ filter: { siteIds: null, threadId: into.id }, sort: 'oldest', limit: 5 });
      expect(idsOf(cases.items)).toContain(held.id);
      const found = await store.comments.search({ siteIds: [into.siteId], threadId: into.id, text: '石阶旁', limit: 5 });
      expect(idsOf(found.items)).toEqual([root.id]);
      expect(await eventsOf(store, into.id)).toMatchObject([{ id: event.id }]);
      expect((await store.audit.list({ siteIds: [into.siteId], limit: 5 })).items).toEqual([line]);
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
      expect(await store.threads.finishMoves()).toBe(0);
    });

    test('one after another leads to the last; what is gone cannot be merged', async () => {
      const { store } = world().shared;
      const { from, into } = await twoThreads(store);
      const last = await openThread(store, from.siteId);
      const comment = await stored(store, commentIn(from));
      await store.threads.merge(from.id, into.id, nothing());
      await store.threads.merge(into.id, last.id, nothing());
      const key = keyNamed('moved');
      const moved = await store.threads.move(last.id, 1, { key }, nothing());
      expect(moved.commentCount).toBe(1);
      for (const one of [from, into, last]) expect(await store.threads.find(from.siteId, one.key)).toEqual(moved);
      expect(await getOne(store, comment.id)).toMatchObject({ threadId: last.id, threadKey: key });
      for (const [a, b] of [
        [from.id, last.id],
        [last.id, into.id],
        [last.id, last.id],
        [last.id, newId()],
        [last.id, (await openThread(store)).id],
      ] as const)
        await expect(store.threads.merge(a, b, nothing())).rejects.toThrow(NotFound);
      await expect(store.threads.change(from.id, 1, { closed: true }, nothing())).rejects.toThrow(NotFound);
      expect(await store.threads.find(from.siteId, key)).toEqual(moved);
    });

    test('loses nothing that is posted, decided, voted or imported meanwhile', async () => {
      const { store, again } = await world().fresh();
      const stores = [store, await again()];
      const { from, into } = await twoThreads(store);
      const [before, imported] = world().isThorough ? [1_200, 300] : [MORE_THAN_A_STEP, 100];
      await filled(store, from, before);
      await filled(store, into, 10);
      const first = await stored(store, heldIn(from));
      const posted: string[] = [];
      let isDone = false;
      const merging = store.threads.merge(from.id, into.id, nothing()).finally(() => {
        isDone = true;
      });
      const post = async (one: Store): Promise<void> => {
        for (let i = 0; !isDone || i < 20; i++) {
          const comment = commentIn(from, { createdAt: T0 + 10_000 + i });
          const created = await one.comments.create(comment, { events: [publishedEvent(comment)], audit: [] });
          if (created.created) posted.push(comment.id);
          await one.comments.vote(comment.id, newId(), 1, T0);
        }
      };
      const published = { content: contentOf('批准了'), at: T0 };
      await Promise.all([
        ...stores.map(post),
        filled(store, from, imported),
        store.comments.change(first.id, 1, { status: 'published', published, review: null }, nothing()),
        merging,
      ]);
      for (const one of stores) await one.threads.finishMoves();
      const all = before + 10 + imported + 1 + posted.length;
      expect((await getThread(store, into.id)).commentCount).toBe(all);
      expect(await towerOf(store, into.id)).toHaveLength(all);
      expect((await store.comments.get(posted)).get(posted.at(-1) ?? '')).toMatchObject({ threadId: into.id, votes: { up: 1 } });
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
    });

    test('into a thread whose comments are deleted meanwhile leaves none without a thread', async () => {
      const { store } = await world().fresh();
      const { from, into } = await twoThreads(store);
      const size = world().isThorough ? 1_100 : MORE_THAN_A_STEP;
      await filled(store, from, size);
      const merging = store.threads.merge(from.id, into.id, nothing());
      await waitFor(async () => ((await store.threads.get([into.id])).get(into.id)?.commentCount ?? 0) > 0);
      const [deleted] = await Promise.all([
        store.maintenance.deleteConversations(into.id, null, nothing()),
        // It finds no thread when the last comment of both was deleted.
        merging.catch((error: unknown) => expect(error).toBeInstanceOf(NotFound)),
      ]);
      await store.threads.finishMoves();
      expect(await towerOf(store, into.id)).toHaveLength(size - deleted.comments);
      expect((await store.threads.get([into.id])).size).toBe(deleted.isThreadGone ? 0 : 1);
      expect(await store.maintenance.examine({ repair: false })).toMatchObject({ orphans: 0 });
    });

    test('into each other at once, or one into two, leaves one thread with everything', async () => {
      const { store, again } = await world().fresh();
      const stores = [store, await again()];
      for (let round = 0; round < 8; round++) {
        const { from, into } = await twoThreads(store);
        await Promise.all([stored(store, commentIn(from)), stored(store, commentIn(into))]);
        const tries = await Promise.allSettled([
          stores[0]?.threads.merge(from.id, into.id, nothing()),
          stores[1]?.threads.merge(into.id, from.id, nothing()),
        ]);
        for (const one of tries) if (one.status === 'rejected') expect([NotFound, StaleRevision]).toContainEqual(one.reason.constructor);
        const found = await Promise.all([from, into].map(({ key }) => store.threads.find(from.siteId, key)));
        const done = tries.filter(({ status }) => status === 'fulfilled').length;
        expect(done).toBeLessThan(2);
        expect(found.map((one) => one?.commentCount)).toEqual(done === 1 ? [2, 2] : [1, 1]);
      }
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
    });
  });
}
