import { describe, expect, test } from '@jest/globals';
import { T0, unique } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** The promises of what is used once and soon. */
export function keepingOnce(world: () => StoreWorld): void {
  describe('what is used once', () => {
    const store = () => world().shared.store.oneTime;
    const kept = async (expiresAt = T0 + 1_000): Promise<string> => {
      const key = unique('once');
      await store().keep({ key, value: `value of ${key}`, expiresAt });
      return key;
    };

    test('is given once, however many ask for it at once', async () => {
      const key = await kept();
      const taken = await Promise.all(Array.from({ length: 8 }, () => store().take(key, T0)));
      expect(taken.filter((value) => value !== null)).toEqual([`value of ${key}`]);
      expect(await store().take(key, T0)).toBeNull();
      expect(await store().take(unique('once'), T0)).toBeNull();
    });

    test('can be looked at as often as one likes, and is there still', async () => {
      const key = await kept();
      expect([await store().look(key, T0), await store().look(key, T0)]).toEqual([`value of ${key}`, `value of ${key}`]);
      expect([await store().attempt(key, T0, 1), await store().take(key, T0)]).toEqual([`value of ${key}`, `value of ${key}`]);
      expect([await store().look(key, T0), await store().look(unique('once'), T0)]).toEqual([null, null]);
    });

    test('is given no more when its time is over', async () => {
      const key = await kept(T0);
      expect(await store().take(key, T0)).toBeNull();
      expect(await store().attempt(key, T0, 5)).toBeNull();
      expect(await store().look(key, T0)).toBeNull();
    });

    test('may be tried so often and no oftener, however many try at once', async () => {
      const key = await kept();
      const tries = await Promise.all(Array.from({ length: 9 }, () => store().attempt(key, T0, 5)));
      expect(tries.filter((value) => value !== null)).toEqual(Array(5).fill(`value of ${key}`));
      expect(await store().attempt(unique('once'), T0, 5)).toBeNull();
    });

    test('is replaced by what comes under its key, whose tries begin anew', async () => {
      const key = await kept();
      expect(await store().attempt(key, T0, 1)).not.toBeNull();
      expect(await store().attempt(key, T0, 1)).toBeNull();
      await store().keep({ key, value: 'another', expiresAt: T0 + 2_000 });
      expect(await store().attempt(key, T0 + 1_500, 1)).toBe('another');
      expect(await store().take(key, T0 + 1_500)).toBe('another');
    });

    test('is deleted when its time is over', async () => {
      const { store: fresh } = await world().fresh();
      await fresh.oneTime.keep({ key: 'over', value: 'x', expiresAt: T0 });
      await fresh.oneTime.keep({ key: 'not yet', value: 'y', expiresAt: T0 + 1 });
      const times = { now: T0, answersBefore: T0, eventsBefore: T0, unreadBefore: T0, deliveriesBefore: 0 };
      expect(await fresh.maintenance.cleanUp({ ...times, limit: 10 })).toBe(1);
      expect(await fresh.oneTime.take('not yet', T0)).toBe('y');
    });
  });
}
