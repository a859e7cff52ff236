import { describe, expect, test } from '@jest/globals';
import { banOf, commentIn, newId, nothing, openThread, stored, T0, unique } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** The promises of what is known of a would-be author. */
export function knowingAuthors(world: () => StoreWorld): void {
  describe('the history of a would-be author', () => {
    const asked = (siteId: string, readerId: string | null, textHash = 'none') => ({
      siteId,
      readerId,
      networks: [],
      emailDomain: null,
      textHash,
      sameTextSince: T0,
      now: T0 + 1_000,
    });
    const author = (readerId: string) => ({ readerId, name: '读者', badge: null, region: null });

    test('of nobody is empty', async () => {
      const history = await world().shared.store.readers.history(asked(unique('site'), null));
      expect(history).toEqual({
        bans: [],
        published: 0,
        rejected: 0,
        spam: 0,
        recent: [],
        sameTextOwn: 0,
        sameTextReaders: 0,
        threadRecent: [],
        hosts: new Map(),
      });
    });

    test('counts comments of this site by latest status, and gives when the latest were made', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const elsewhere = await openThread(store);
      const readerId = newId();
      const states = ['published', 'published', 'rejected', 'spam', 'pending', 'removed', 'published'] as const;
      for (const [i, status] of states.entries()) {
        await stored(store, commentIn(thread, { author: author(readerId), status, createdAt: T0 + i }));
      }
      await stored(store, commentIn(elsewhere, { author: author(readerId), createdAt: T0 + 50 }));
      await stored(store, commentIn(thread));
      expect(await store.readers.history(asked(thread.siteId, readerId))).toMatchObject({
        published: 3,
        rejected: 1,
        spam: 1,
        recent: states.map((status, i) => ({ at: T0 + i, status })).toReversed(),
      });
    });

    test('of many readers gives in one read what became of their comments', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const [one, other] = [newId(), newId()];
      const by = (readerId: string) => ({ author: { readerId, name: '读者', badge: null, region: null } });
      await stored(store, commentIn(thread, by(one)));
      await stored(store, commentIn(thread, by(one)));
      await stored(store, commentIn(thread, { ...by(one), status: 'rejected', published: null }));
      await stored(store, commentIn(thread, { ...by(other), status: 'spam', published: null }));
      await stored(store, commentIn(thread, { ...by(other), status: 'pending', published: null }));
      expect(await store.readers.outcomes([one, other, newId()])).toEqual(
        new Map([
          [one, { published: 2, rejected: 1, spam: 0 }],
          [other, { published: 0, rejected: 0, spam: 1 }],
        ]),
      );
      expect(await store.readers.outcomes([])).toEqual(new Map());
    });

    test('counts to 100, and gives the latest 60', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const readerId = newId();
      const rows = Array.from({ length: 105 }, (_, i) => ({
        comment: commentIn(thread, { author: author(readerId), createdAt: T0 + i }),
        votes: { up: 0, down: 0 },
      }));
      await store.maintenance.importBatch(rows);
      const history = await store.readers.history(asked(thread.siteId, readerId));
      expect(history.published).toBe(100);
      expect(history.recent).toEqual(Array.from({ length: 60 }, (_, i) => ({ at: T0 + 104 - i, status: 'published' })));
    });

    test('asked of many at the same time is to each the same as asked alone, though some have written much', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const other = await openThread(store);
      const textHash = unique('same');
      const [busy, quiet, elsewhere] = [newId(), newId(), newId()];
      const rows = Array.from({ length: 70 }, (_, i) => ({
        comment: commentIn(thread, { author: author(busy), createdAt: T0 + i, status: i % 7 === 0 ? 'spam' : 'published' }),
        votes: { up: 0, down: 0 },
      }));
      await store.maintenance.importBatch(rows);
      await stored(store, commentIn(thread, { author: author(quiet), textHash, createdAt: T0 + 5 }));
      await stored(store, commentIn(other, { author: author(elsewhere), textHash, createdAt: T0 + 6 }));
      await store.readers.ban(banOf(thread.siteId, { value: quiet }), nothing());
      await store.readers.ban(banOf(other.siteId, { kind: 'name', value: '代购' }), nothing());
      await store.readers.ban(banOf(thread.siteId, { kind: 'network', value: 'net-3', until: T0 + 500 }), nothing());
      const all = [
        asked(thread.siteId, busy),
        asked(thread.siteId, busy, textHash),
        asked(thread.siteId, quiet, textHash),
        asked(other.siteId, elsewhere, textHash),
        { ...asked(other.siteId, newId()), name: '代购小王' },
        { ...asked(thread.siteId, newId(), textHash), name: '代购小王', sameTextSince: T0 + 6 },
        { ...asked(thread.siteId, null, textHash), networks: ['net-3'], now: T0 + 499 },
        { ...asked(thread.siteId, null), networks: ['net-3'], now: T0 + 500 },
        ...Array.from({ length: 60 }, () => asked(thread.siteId, newId(), newId())),
      ];
      const alone = [];
      for (const one of all) alone.push(await store.readers.history(one));
      expect(
        alone.slice(0, 8).map(({ bans, published, spam, sameTextReaders }) => [bans.length, published, spam, sameTextReaders]),
      ).toEqual([
        [0, 60, 10, 0],
        [0, 60, 10, 1],
        [1, 1, 0, 0],
        [0, 1, 0, 0],
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [1, 0, 0, 1],
        [0, 0, 0, 0],
      ]);
      expect(await Promise.all(all.map((one) => store.readers.history(one)))).toEqual(alone);
      expect(await Promise.all(all.toReversed().map((one) => store.readers.history(one)))).toEqual(alone.toReversed());
    });

    test('of a text that thousands have posted hides no other that is asked for at the same time', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const [flood, rare, who] = [unique('flood'), unique('rare'), newId()];
      const commentOf = (textHash: string, readerId: string, at: number) => ({
        comment: commentIn(thread, { author: author(readerId), textHash, createdAt: T0 + at }),
        votes: { up: 0, down: 0 },
      });
      await store.maintenance.importBatch([
        commentOf(rare, who, 0),
        ...Array.from({ length: 1_100 }, (_, i) => commentOf(flood, newId(), i + 1)),
      ]);
      const [many, one] = await Promise.all([
        store.readers.history(asked(thread.siteId, who, flood)),
        store.readers.history(asked(thread.siteId, who, rare)),
      ]);
      expect(many.sameTextReaders).toBeGreaterThanOrEqual(1_000);
      expect(one).toMatchObject({ sameTextOwn: 1, sameTextReaders: 0 });
    });

    test('counts the same text since then: one’s own that still stand, and how many others posted it', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const readerId = newId();
      const textHash = unique('same');
      const post = (who: string, at: number, status: 'published' | 'rejected' | 'removed' = 'published', where = thread) =>
        stored(store, commentIn(where, { author: author(who), textHash, status, createdAt: T0 + at }));
      await post(readerId, 0);
      await post(readerId, 1, 'rejected');
      await post(readerId, 2, 'removed');
      await post(readerId, -1);
      const busy = newId();
      await post(busy, 3);
      await post(busy, 4);
      await post(newId(), 5, 'rejected');
      await post(newId(), -1);
      await post(newId(), 6, 'published', await openThread(store));
      const purged = await post(newId(), 7);
      await store.comments.change(purged.id, 1, { status: 'purged', content: null, published: null, author: null }, nothing());
      expect(await store.readers.history(asked(thread.siteId, readerId, textHash))).toMatchObject({ sameTextOwn: 2, sameTextReaders: 2 });
      expect(await store.readers.history(asked(thread.siteId, null, textHash))).toMatchObject({ sameTextOwn: 0, sameTextReaders: 3 });
    });
  });
}
