import { describe, expect, test } from '@jest/globals';
import type { Job } from '../../../server/domain/jobs.ts';
import { heldIn, idsOf, signInTo, newId, nothing, openThread, stored, T0, unique } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const HOUR = 3_600_000;
const CLAIM = 120_000;
const LEASE = 30_000;

/** What holds though the clock was set back by an hour after something was stored. */
export function outlastingTheClock(world: () => StoreWorld): void {
  describe('a clock that was set back', () => {
    test('a colleague’s claim holds no longer for that', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const { id } = await stored(store, heldIn(thread));
      const filter = { siteIds: [thread.siteId] };
      const claim = (staffId: string, now: number, ids?: string[]) =>
        store.moderation.claim(
          { by: { staffId, staffName: staffId, until: now + CLAIM }, now, filter, limit: 9, ...(ids === undefined ? {} : { ids }) },
          nothing(),
        );
      expect(idsOf(await claim('one', T0))).toEqual([id]);
      expect(await claim('other', T0 + 1_000)).toEqual([]);
      expect(await claim('other', T0 - 60_000)).toEqual([]);
      expect(idsOf(await claim('other', T0 - HOUR))).toEqual([id]);
      expect(idsOf(await claim('one', T0 - 2 * HOUR, [id]))).toEqual([id]);
      expect(await claim('other', T0 - 2 * HOUR, [id])).toEqual([]);
    });

    test('a member’s token holds until its end by the clock that the store was given', async () => {
      let now = T0;
      const store = await world().shared.again(undefined, { now: () => now, steady: () => 0 });
      const hash = newId();
      const { id } = await store.readers.signInMember(signInTo(unique('site'), { token: { hash, expiresAt: T0 + HOUR } }));
      expect((await store.readers.byToken(hash))?.reader.id).toBe(id);
      now = T0 + HOUR;
      expect(await store.readers.byToken(hash)).toBeNull();
      now = T0;
      expect((await store.readers.byToken(hash))?.reader.id).toBe(id);
    });

    test('a job of a worker that is gone is another’s', async () => {
      const { store } = await world().fresh();
      const job: Job = {
        ...{ id: newId(), siteId: 'blog', kind: 'recheck', state: 'waiting', input: {}, progress: { done: 0, total: 0 }, place: null },
        ...{ result: null, by: 'somebody', createdAt: T0, updatedAt: T0 },
      };
      await store.jobs.create(job, nothing());
      const claim = (worker: string, now: number) => store.jobs.claim({ worker, place: null, now, until: now + LEASE, strayBefore: 0 });
      expect((await claim('one', T0))?.id).toBe(job.id);
      expect(await claim('other', T0 + 1_000)).toBeNull();
      expect(await claim('other', T0 - 10_000)).toBeNull();
      expect((await claim('other', T0 - HOUR))?.id).toBe(job.id);
    });
  });
}
