import { describe, expect, test } from '@jest/globals';
import { MOST_PASSKEYS } from '../../../server/domain/accounts.ts';
import { newId, nothing, sessionOf, staffOf, T0, unique } from '../fixtures.ts';
import { passkeyOf } from '../passkey-of.ts';
import type { StoreWorld } from '../world.ts';

/** What a second factor leaves in the store, sessions as their owner sees them, and the networks that somebody signs in from. */
export function keepingProofs(world: () => StoreWorld): void {
  test('a step of a second factor is used once and never after a later one, a recovery code once, of two at once too', async () => {
    const { store } = world().shared;
    const secondFactor = { secret: 'encrypted', isOn: true, lastStep: 5, recoveryCodes: ['a', 'b'] };
    const { id } = await store.accounts.createStaff(staffOf({ secondFactor }), nothing());
    const steps = await Promise.all([store.accounts.useStep(id, 6), store.accounts.useStep(id, 6)]);
    expect(steps.sort()).toEqual([false, true]);
    expect([await store.accounts.useStep(id, 5), await store.accounts.useStep(newId(), 9)]).toEqual([false, false]);
    const taken = await Promise.all([
      store.accounts.useRecoveryCode(id, 'a', nothing()),
      store.accounts.useRecoveryCode(id, 'a', nothing()),
    ]);
    expect(taken.sort()).toEqual([false, true]);
    expect(await store.accounts.useRecoveryCode(id, 'c', nothing())).toBe(false);
    expect((await store.accounts.staff(id))?.secondFactor).toEqual({ ...secondFactor, lastStep: 6, recoveryCodes: ['b'] });
    await store.accounts.changeStaff(id, { secondFactor: null }, nothing());
    expect([await store.accounts.useStep(id, 7), await store.accounts.useRecoveryCode(id, 'b', nothing())]).toEqual([false, false]);
  });

  test('a passkey is added once, removed once, and its counter only grows, of two at once too', async () => {
    const { accounts } = world().shared.store;
    const { id } = await accounts.createStaff(staffOf(), nothing());
    const [counting, silent] = [passkeyOf({ counter: 5 }), passkeyOf({ transports: ['internal'] })];
    const added = await Promise.all([accounts.addPasskey(id, counting, nothing()), accounts.addPasskey(id, counting, nothing())]);
    expect(added.sort()).toEqual([false, true]);
    expect([await accounts.addPasskey(id, silent, nothing()), await accounts.addPasskey(newId(), silent, nothing())]).toEqual([
      true,
      false,
    ]);
    const use = (key: string, counter: number) => accounts.usePasskey(id, { id: key, counter, at: T0 + counter });
    expect((await Promise.all([use(counting.id, 6), use(counting.id, 6)])).sort()).toEqual([false, true]);
    expect([await use(counting.id, 5), await use(counting.id, 0), await use(newId(), 9)]).toEqual([false, false, false]);
    expect([await use(silent.id, 0), await use(silent.id, 0)]).toEqual([true, true]);
    const used = [
      { ...counting, counter: 6, usedAt: T0 + 6 },
      { ...silent, usedAt: T0 },
    ];
    expect((await accounts.staff(id))?.passkeys).toEqual(used);
    const remove = () => accounts.removePasskey(id, counting.id, nothing());
    expect((await Promise.all([remove(), remove()])).sort()).toEqual([false, true]);
    expect((await accounts.staff(id))?.passkeys).toEqual(used.slice(1));
    for (let n = 1; n < MOST_PASSKEYS; n++) expect(await accounts.addPasskey(id, passkeyOf(), nothing())).toBe(true);
    expect(await accounts.addPasskey(id, passkeyOf(), nothing())).toBe(false);
    await accounts.changeStaff(id, { passkeys: [] }, nothing());
    expect((await accounts.staff(id))?.passkeys).toEqual([]);
  });

  test('sessions of a person are those in force, the last seen first; all but one can be ended', async () => {
    const { store } = world().shared;
    const { id } = await store.accounts.createStaff(staffOf(), nothing());
    const [old, own, over, idle] = [
      sessionOf(id, { seenAt: T0 + 1, network: '2001:db8::/64', browser: '' }),
      sessionOf(id, { seenAt: T0 + 2 }),
      sessionOf(id, { expiresAt: T0 + 3 }),
      sessionOf(id, { seenAt: T0 - 1 }),
    ];
    for (const session of [old, own, over, idle, sessionOf(newId())]) await store.accounts.openSession(session, nothing());
    expect(await store.accounts.sessionsOf(id, T0 + 3, T0)).toEqual([own, old]);
    await store.accounts.confirmSession(own.tokenHash, T0 + 9);
    expect(await store.accounts.endSessionsOf(id, own.tokenHash)).toBe(3);
    expect(await store.accounts.sessionsOf(id, T0 + 3, T0)).toEqual([{ ...own, confirmedAt: T0 + 9 }]);
  });

  describe('a network of sign-ins', () => {
    test('is known to its account until it ends; noted again it stays longer, never shorter', async () => {
      const { store } = world().shared;
      const [account, network] = [unique('account'), unique('network')];
      const knows = (now: number, of = account): Promise<boolean> => store.accounts.knowsNetwork(of, network, now);
      expect(await knows(T0)).toBe(false);
      await Promise.all([T0 + 10, T0 + 20, T0 + 5].map((until) => store.accounts.noteNetwork(account, network, until)));
      expect([await knows(T0 + 19), await knows(T0 + 20), await knows(T0, unique('account'))]).toEqual([true, false, false]);
    });

    test('is one of twenty at most, those that end last', async () => {
      const { store } = world().shared;
      const account = unique('account');
      for (let i = 0; i < 25; i++) await store.accounts.noteNetwork(account, `n${i}`, T0 + i);
      const known = await Promise.all(Array.from({ length: 25 }, (_, i) => store.accounts.knowsNetwork(account, `n${i}`, T0 - 1)));
      expect(known).toEqual(Array.from({ length: 25 }, (_, i) => i >= 5));
    });

    test('that has ended is cleaned up', async () => {
      const { store } = await world().fresh();
      await store.accounts.noteNetwork('account', 'ended', T0);
      await store.accounts.noteNetwork('account', 'lasting', T0 + 1);
      expect(
        await store.maintenance.cleanUp({ now: T0, answersBefore: 0, eventsBefore: 0, unreadBefore: 0, deliveriesBefore: 0, limit: 10 }),
      ).toBe(1);
      expect(await store.accounts.knowsNetwork('account', 'ended', T0 - 1)).toBe(false);
      expect(await store.accounts.knowsNetwork('account', 'lasting', T0)).toBe(true);
    });
  });
}
