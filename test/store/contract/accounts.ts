import { describe, expect, test } from '@jest/globals';
import { grantsOf, keepsAccounts } from '../../../server/domain/accounts.ts';
import { Duplicate, LastAdministrator, NotFound, StaleRevision } from '../../../server/store/port.ts';
import { apiTokenOf, auditLine, idsOf, newId, nothing, sessionOf, staffOf, T0, unique } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';
import { keepingProofs } from './staff-proofs.ts';

const MINUTE = 60_000;

/** There is always somebody who keeps the accounts. */
function keepingAnAdministrator(world: () => StoreWorld): void {
  describe('the last administrator', () => {
    const boss = (overrides = {}) => staffOf({ grants: grantsOf('administrator', null), ...overrides });
    const ways = (store: StoreWorld['shared']['store'], id: string): (() => Promise<unknown>)[] => [
      () => store.accounts.removeStaff(id, nothing()),
      () => store.accounts.changeStaff(id, { disabled: true }, nothing()),
      () => store.accounts.changeStaff(id, { grants: grantsOf('senior', null) }, nothing()),
      () => store.accounts.changeStaff(id, { grants: grantsOf('administrator', ['news']) }, nothing()),
    ];

    test('stays what they are, with a line of the log for nothing that was refused', async () => {
      const { store } = await world().fresh();
      const person = await store.accounts.createStaff(boss(), nothing());
      await store.accounts.createStaff(boss({ disabled: true }), nothing());
      await store.accounts.createStaff(staffOf({ grants: grantsOf('administrator', ['news']) }), nothing());
      for (const way of ways(store, person.id)) await expect(way()).rejects.toThrow(LastAdministrator);
      expect(await store.accounts.staff(person.id)).toEqual(person);
      expect((await store.accounts.changeStaff(person.id, { name: '新名' }, nothing())).name).toBe('新名');
      const other = await store.accounts.createStaff(boss(), nothing());
      await store.accounts.removeStaff(person.id, nothing());
      expect(await store.accounts.staff(person.id)).toBeNull();
      await expect(store.accounts.removeStaff(other.id, nothing())).rejects.toThrow(LastAdministrator);
    });

    test('is one of those who leave at the same moment, by two processes', async () => {
      const opened = await world().fresh();
      const stores = [opened.store, await opened.again()] as const;
      for (let round = 0; round < 4; round++) {
        const pair = [
          await opened.store.accounts.createStaff(boss(), nothing()),
          await opened.store.accounts.createStaff(boss(), nothing()),
        ];
        const before = (await opened.store.accounts.listStaff()).filter(({ id }) => pair.every((one) => one.id !== id));
        for (const { id } of before) await opened.store.accounts.changeStaff(id, { disabled: true }, nothing());
        const tries = await Promise.allSettled(pair.map(({ id }, i) => ways(stores[i === 0 ? 0 : 1], id)[(round + i) % 3]?.()));
        expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        const keepers = (await opened.store.accounts.listStaff()).filter(keepsAccounts);
        expect(keepers).toHaveLength(1);
      }
    });
  });

  test('an account that is removed goes with its sessions and tokens, and leaves its address free', async () => {
    const { store } = world().shared;
    const person = await store.accounts.createStaff(staffOf(), nothing());
    const session = sessionOf(person.id);
    await store.accounts.openSession(session, nothing());
    const token = await store.accounts.createToken(apiTokenOf(person.id), nothing());
    const line = auditLine({ subject: person.id });
    await store.accounts.removeStaff(person.id, { events: [], audit: [line] });
    expect(await store.accounts.staffByEmail(person.email)).toBeNull();
    expect(await store.accounts.touchSession(session.tokenHash, T0, T0)).toBeNull();
    expect(await store.accounts.useToken(token.tokenHash, T0)).toBeNull();
    expect((await store.audit.list({ siteIds: null, subject: person.id, limit: 5 })).items).toEqual([line]);
    await expect(store.accounts.removeStaff(person.id, nothing())).rejects.toThrow(NotFound);
    expect((await store.accounts.createStaff(staffOf({ email: person.email }), nothing())).email).toBe(person.email);
  });
}

/** One-time links. */
function keepingInvitations(world: () => StoreWorld): void {
  test('an invitation sets the password once, of two at once too, and not when it is over', async () => {
    const { store } = world().shared;
    const invitation = { tokenHash: unique('invitation'), until: T0 + MINUTE };
    const person = await store.accounts.createStaff(staffOf({ invitation }), nothing());
    expect(await store.accounts.staffByInvitation(invitation.tokenHash)).toEqual(person);
    expect(await store.accounts.staffByInvitation(unique('invitation'))).toBeNull();
    const accept = (passwordHash: string, now = T0) =>
      store.accounts.acceptInvitation({ tokenHash: invitation.tokenHash, now, passwordHash }, nothing());
    expect(await accept('late', T0 + MINUTE)).toBeNull();
    await store.accounts.changeStaff(person.id, { disabled: true }, nothing());
    expect(await accept('disabled')).toBeNull();
    await store.accounts.changeStaff(person.id, { disabled: false }, nothing());
    const both = await Promise.all([accept('one'), accept('two')]);
    const [accepted] = both.filter((one) => one !== null);
    expect(both.filter((one) => one === null)).toHaveLength(1);
    expect(accepted).toEqual({ ...person, invitation: null, passwordHash: accepted?.passwordHash });
    expect(await store.accounts.staff(person.id)).toEqual(accepted);
    expect(await store.accounts.staffByInvitation(invitation.tokenHash)).toBeNull();
  });
}

/** The promises of staff, their sessions and their tokens. */
export function keepingAccounts(world: () => StoreWorld): void {
  describe('staff', () => {
    test('are found by id and address, and listed by address', async () => {
      const { store } = await world().fresh();
      const people = ['b@news.example', 'a@news.example', 'c@news.example'].map((email) =>
        staffOf({
          email,
          grants: grantsOf(email < 'b' ? 'senior' : 'observer', email < 'b' ? null : ['news', 'blog']),
        }),
      );
      for (const person of people) expect(await store.accounts.createStaff(person, nothing())).toEqual(person);
      expect(await store.accounts.listStaff()).toEqual(people.toSorted((a, b) => (a.email < b.email ? -1 : 1)));
      for (const person of people) {
        expect(await store.accounts.staff(person.id)).toEqual(person);
        expect(await store.accounts.staffByEmail(person.email)).toEqual(person);
      }
      expect(await store.accounts.staff(newId())).toBeNull();
      expect(await store.accounts.staffByEmail('d@news.example')).toBeNull();
    });

    test('have addresses of their own: a taken one is Duplicate and leaves nothing', async () => {
      const { store } = world().shared;
      const first = await store.accounts.createStaff(staffOf(), nothing());
      const siteId = unique('site');
      const second = staffOf({ email: first.email });
      await expect(store.accounts.createStaff(second, { events: [], audit: [auditLine({ siteId })] })).rejects.toThrow(Duplicate);
      expect(await store.accounts.staff(second.id)).toBeNull();
      expect((await store.audit.list({ siteIds: [siteId], limit: 5 })).items).toEqual([]);
      const email = `${newId()}@news.example`;
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => store.accounts.createStaff(staffOf({ email }), nothing())));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    test('change what is named; nobody is NotFound', async () => {
      const { store } = world().shared;
      const person = await store.accounts.createStaff(staffOf(), nothing());
      const line = auditLine({ subject: person.id });
      const patch = { name: '新名 $.', grants: [...grantsOf('administrator', ['news']), ...grantsOf('observer', null)], disabled: true };
      expect(await store.accounts.changeStaff(person.id, patch, { events: [], audit: [line] })).toEqual({ ...person, ...patch });
      expect(await store.accounts.staff(person.id)).toEqual({ ...person, ...patch });
      expect(await store.accounts.changeStaff(person.id, { grants: [] }, nothing())).toEqual({ ...person, ...patch, grants: [] });
      expect((await store.audit.list({ siteIds: null, subject: person.id, limit: 5 })).items).toEqual([line]);
      await expect(store.accounts.changeStaff(newId(), { name: '' }, nothing())).rejects.toThrow(NotFound);
      // Compare and set: of several changes of one password or second factor the first counts.
      const { passwordHash } = person;
      const change = (to: string) => store.accounts.changeStaff(person.id, { passwordHash: to }, nothing(), { passwordHash });
      const both = await Promise.allSettled([change('one'), change('other')]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(change('third')).rejects.toThrow(StaleRevision);
      const begun = { secret: 's', isOn: false, lastStep: 0, recoveryCodes: [] };
      await store.accounts.changeStaff(person.id, { secondFactor: begun }, nothing(), { secondFactor: null });
      await expect(store.accounts.changeStaff(person.id, { secondFactor: begun }, nothing(), { secondFactor: null })).rejects.toThrow(
        StaleRevision,
      );
      const isOn = { ...begun, isOn: true, recoveryCodes: ['hash'] };
      expect(
        (await store.accounts.changeStaff(person.id, { secondFactor: isOn }, nothing(), { secondFactor: begun })).secondFactor,
      ).toEqual(isOn);
      await expect(store.accounts.changeStaff(person.id, { secondFactor: begun }, nothing(), { secondFactor: begun })).rejects.toThrow(
        StaleRevision,
      );
    });

    test('have one first, however many try at once', async () => {
      const opened = await world().fresh();
      const stores = [opened.store, await opened.again()];
      const tries = await Promise.all(Array.from({ length: 10 }, (_, i) => stores[i % 2]?.accounts.createFirstStaff(staffOf(), nothing())));
      const made = tries.filter((person) => person !== null && person !== undefined);
      expect(made).toHaveLength(1);
      expect(await opened.store.accounts.listStaff()).toEqual(made);
      expect(await opened.store.accounts.createFirstStaff(staffOf(), nothing())).toBeNull();
    });

    test('that were made otherwise leave no room for a first', async () => {
      const { store } = await world().fresh();
      await store.accounts.createStaff(staffOf(), nothing());
      expect(await store.accounts.createFirstStaff(staffOf(), nothing())).toBeNull();
      expect(await store.accounts.listStaff()).toHaveLength(1);
    });
  });

  keepingAnAdministrator(world);
  keepingInvitations(world);
  keepingProofs(world);

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

  describe('a session', () => {
    test('is given until it expires, and notes at most once a minute that it was seen', async () => {
      const { store } = world().shared;
      const session = sessionOf(newId(), { expiresAt: T0 + 100 * MINUTE });
      await store.accounts.openSession(session, { events: [], audit: [auditLine({ subject: session.staffId })] });
      const touch = (at: number): Promise<unknown> => store.accounts.touchSession(session.tokenHash, at, T0 - 1);
      expect(await touch(T0 + MINUTE - 1)).toEqual(session);
      expect(await touch(T0 + MINUTE)).toEqual({ ...session, seenAt: T0 + MINUTE });
      expect(await touch(T0 + MINUTE + 30_000)).toEqual({ ...session, seenAt: T0 + MINUTE });
      expect(await touch(session.expiresAt - 1)).toEqual({ ...session, seenAt: session.expiresAt - 1 });
      expect(await touch(session.expiresAt)).toBeNull();
      expect((await store.audit.list({ siteIds: null, subject: session.staffId, limit: 5 })).items).toHaveLength(1);
      expect(await store.accounts.touchSession(unique('session'), T0, T0)).toBeNull();
    });

    test('is not seen by what nobody did', async () => {
      const { store } = world().shared;
      const session = sessionOf(newId());
      await store.accounts.openSession(session, nothing());
      expect(await store.accounts.touchSession(session.tokenHash, T0 + 30 * MINUTE, T0, false)).toEqual(session);
      expect(await store.accounts.touchSession(session.tokenHash, T0 + 31 * MINUTE, T0 + 1, false)).toBeNull();
    });

    test('that nobody used for long is over, also for two requests at once', async () => {
      const { store } = world().shared;
      const session = sessionOf(newId());
      await store.accounts.openSession(session, nothing());
      const at = T0 + 30 * MINUTE;
      expect(await store.accounts.touchSession(session.tokenHash, at, T0 + 1)).toBeNull();
      const both = await Promise.all([
        store.accounts.touchSession(session.tokenHash, at, T0),
        store.accounts.touchSession(session.tokenHash, at + 1, T0 + 1),
      ]);
      expect(both[0]).toEqual({ ...session, seenAt: at });
      expect(await store.accounts.touchSession(session.tokenHash, at, at)).toEqual({ ...session, seenAt: at });
    });

    test('ends alone or with all of its owner', async () => {
      const { store } = world().shared;
      const staffId = newId();
      const sessions = [sessionOf(staffId), sessionOf(staffId), sessionOf(staffId), sessionOf(newId())];
      for (const session of sessions) await store.accounts.openSession(session, nothing());
      const alive = async (): Promise<boolean[]> =>
        Promise.all(sessions.map(async ({ tokenHash }) => (await store.accounts.touchSession(tokenHash, T0, T0)) !== null));
      await store.accounts.endSession(sessions[0]?.tokenHash ?? '');
      await store.accounts.endSession(sessions[0]?.tokenHash ?? '');
      expect(await alive()).toEqual([false, true, true, true]);
      expect(await store.accounts.endSessionsOf(staffId)).toBe(2);
      expect(await store.accounts.endSessionsOf(staffId)).toBe(0);
      expect(await alive()).toEqual([false, false, false, true]);
    });
  });

  describe('an API token', () => {
    test('is found by its hash and notes at most once a minute that it was used', async () => {
      const { store } = world().shared;
      const token = apiTokenOf(newId());
      expect(await store.accounts.createToken(token, nothing())).toEqual(token);
      expect(await store.accounts.useToken(token.tokenHash, T0)).toEqual({ ...token, usedAt: T0 });
      expect(await store.accounts.useToken(token.tokenHash, T0 + MINUTE - 1)).toEqual({ ...token, usedAt: T0 });
      expect(await store.accounts.useToken(token.tokenHash, T0 + MINUTE)).toEqual({ ...token, usedAt: T0 + MINUTE });
      expect(await store.accounts.tokensOf(token.staffId)).toEqual([{ ...token, usedAt: T0 + MINUTE }]);
      expect(await store.accounts.useToken(unique('token'), T0)).toBeNull();
    });

    test('with a hash that is taken is Duplicate', async () => {
      const { store } = world().shared;
      const token = await store.accounts.createToken(apiTokenOf(newId()), nothing());
      await expect(store.accounts.createToken(apiTokenOf(newId(), { tokenHash: token.tokenHash }), nothing())).rejects.toThrow(Duplicate);
    });

    test('is listed with its owner’s, oldest first, and deleted by its owner alone', async () => {
      const { store } = world().shared;
      const staffId = newId();
      const tokens = [2, 0, 1].map((i) => apiTokenOf(staffId, { createdAt: T0 + i }));
      for (const token of tokens) await store.accounts.createToken(token, nothing());
      await store.accounts.createToken(apiTokenOf(newId()), nothing());
      const [last, first, middle] = tokens;
      expect(idsOf(await store.accounts.tokensOf(staffId))).toEqual([first?.id, middle?.id, last?.id]);
      const line = auditLine({ subject: staffId });
      expect(await store.accounts.deleteToken(newId(), first?.id ?? '', nothing())).toBe(false);
      expect(await store.accounts.deleteToken(staffId, first?.id ?? '', { events: [], audit: [line] })).toBe(true);
      expect(await store.accounts.deleteToken(staffId, first?.id ?? '', { events: [], audit: [auditLine({ subject: staffId })] })).toBe(
        false,
      );
      expect(idsOf(await store.accounts.tokensOf(staffId))).toEqual([middle?.id, last?.id]);
      expect(await store.accounts.useToken(first?.tokenHash ?? '', T0)).toBeNull();
      expect((await store.audit.list({ siteIds: null, subject: staffId, limit: 5 })).items).toEqual([line]);
    });
  });
}
