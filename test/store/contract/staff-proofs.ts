import { expect, test } from '@jest/globals';
import { newId, nothing, sessionOf, staffOf, T0 } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** What a second factor leaves in the store, and sessions as their owner sees them. */
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
}
