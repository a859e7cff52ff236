import { describe, expect, test } from '@jest/globals';
import type { Ban } from '../../../server/domain/bans.ts';
import { guestToken } from '../../../server/domain/members.ts';
import { Duplicate, NotFound } from '../../../server/store/port.ts';
import { auditLine, banOf, guestOf, HARD_TEXTS, idsOf, newId, nothing, T0, unique, walkAll } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** The promises of readers and bans. */
export function knowingReaders(world: () => StoreWorld): void {
  describe('a guest', () => {
    test('is found by id and by token; a known token gives whom it belongs to', async () => {
      const { store } = world().shared;
      const [guest, other] = [guestOf(unique('site'), { email: 'r@example.org', emailHash: 'h' }), guestOf(unique('site'))];
      const token = unique('token');
      expect(await store.readers.createGuest(guest, token)).toEqual(guest);
      expect(await store.readers.createGuest(other, token)).toEqual(guest);
      expect(await store.readers.byToken(token)).toEqual({ reader: guest, token: guestToken(token, T0) });
      expect(await store.readers.byToken(unique('token'))).toBeNull();
      expect(await store.readers.get([guest.id, other.id, newId()])).toEqual(new Map([[guest.id, guest]]));
      expect(await store.readers.get([])).toEqual(new Map());
    });

    test('made 20 times at once with one token is one', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const token = unique('token');
      const guests = await Promise.all(Array.from({ length: 20 }, () => store.readers.createGuest(guestOf(siteId), token)));
      expect(new Set(idsOf(guests)).size).toBe(1);
      expect((await store.readers.byToken(token))?.reader).toEqual(guests[0]);
    });

    test.each(HARD_TEXTS)('can be renamed to %j', async (name) => {
      const { store } = world().shared;
      const guest = await store.readers.createGuest(guestOf(unique('site')), unique('token'));
      expect(await store.readers.rename(guest.id, name)).toEqual({ ...guest, name });
      expect((await store.readers.get([guest.id])).get(guest.id)?.name).toBe(name);
    });

    test('has the terms that it accepted, each version once, also many at once', async () => {
      const { store } = world().shared;
      const guest = await store.readers.createGuest(guestOf(unique('site')), unique('token'));
      expect(guest.acceptedTerms).toEqual([]);
      await Promise.all(['1', '1', '1'].map((version, i) => store.readers.acceptTerms(guest.id, { version, at: T0 + i })));
      const after = await store.readers.acceptTerms(guest.id, { version: '2', at: T0 + 9 });
      expect(after.acceptedTerms.map(({ version }) => version)).toEqual(['1', '2']);
      expect((await store.readers.get([guest.id])).get(guest.id)).toEqual(after);
      await expect(store.readers.acceptTerms(newId(), { version: '1', at: T0 })).rejects.toThrow(NotFound);
    });

    test('that is not there cannot be renamed: NotFound', async () => {
      await expect(world().shared.store.readers.rename(newId(), '新名字')).rejects.toThrow(NotFound);
    });
  });

  describe('bans', () => {
    test('come newest first, ended ones included, each with its fields; a lifted one is gone', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const bans: Ban[] = [];
      for (let i = 0; i < 5; i++) {
        const ban = banOf(siteId, {
          createdAt: T0 + Math.floor(i / 2),
          until: i === 1 ? T0 + 1 : null,
          note: '多次发布 $广告.',
          reason: i === 2 ? null : 'AD',
        });
        bans.push(await store.readers.ban(ban, { events: [], audit: [auditLine({ siteId, action: 'ban.add', subject: ban.id })] }));
        expect(bans.at(-1)).toEqual(ban);
      }
      await store.readers.ban(banOf(unique('site')), nothing());
      const newest = bans.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
      for (const limit of [1, 3, 9]) expect(await walkAll((cursor) => store.readers.bans({ siteId, limit, cursor }))).toEqual(newest);
      const [lifted] = bans;
      const line = auditLine({ siteId, action: 'ban.lift' });
      const unasked = auditLine({ siteId, action: 'ban.lift' });
      expect(await store.readers.unban(unique('site'), lifted?.id ?? '', { events: [], audit: [unasked] })).toBe(false);
      expect(await store.readers.unban(siteId, lifted?.id ?? '', { events: [], audit: [line] })).toBe(true);
      const unheard = auditLine({ siteId, action: 'ban.lift' });
      expect(await store.readers.unban(siteId, lifted?.id ?? '', { events: [], audit: [unheard] })).toBe(false);
      expect(await store.readers.unban(siteId, newId(), nothing())).toBe(false);
      expect(idsOf((await store.readers.bans({ siteId, limit: 9 })).items)).not.toContain(lifted?.id);
      expect((await store.audit.list({ siteIds: [siteId], action: 'ban.lift', limit: 9 })).items).toEqual([line]);
      expect((await store.audit.list({ siteIds: [siteId], action: 'ban.add', limit: 9 })).items).toHaveLength(5);
    });

    test('with an id that is taken are Duplicate', async () => {
      const { store } = world().shared;
      const ban = await store.readers.ban(banOf(unique('site')), nothing());
      await expect(store.readers.ban(ban, nothing())).rejects.toThrow(Duplicate);
    });

    test('in force are those that fit the reader, the network, the domain of the address or the name', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const readerId = newId();
      const ban = (overrides: Partial<Ban>): Promise<Ban> => store.readers.ban(banOf(siteId, overrides), nothing());
      const reader = await ban({ value: readerId, mode: 'shadow' });
      const network = await ban({ kind: 'network', value: 'net-1' });
      const domain = await ban({ kind: 'email-domain', value: 'spam.example' });
      const name = await ban({ kind: 'name', value: '代购' });
      const running = await ban({ kind: 'network', value: 'net-2', until: T0 + 10 });
      await ban({ kind: 'network', value: 'net-1', until: T0 + 9 });
      await ban({ kind: 'network', value: 'spam.example' });
      await ban({ kind: 'email-domain', value: 'net-1' });
      await ban({ value: newId() });
      await ban({ kind: 'name', value: '兼职' });
      await store.readers.ban(banOf(unique('site'), { value: readerId }), nothing());
      const gone = await ban({ value: readerId });
      await store.readers.unban(siteId, gone.id, nothing());
      const fitting = async (q: {
        readerId?: string;
        networks?: string[];
        emailDomain?: string;
        name?: string;
        now?: number;
      }): Promise<string[]> => {
        const nobody = { siteId, readerId: null, networks: [], emailDomain: null, textHash: 'x', sameTextSince: T0, now: T0 + 9 };
        const fit = idsOf((await store.readers.history({ ...nobody, ...q })).bans).sort();
        expect(idsOf(await store.readers.bansFor({ ...nobody, ...q })).sort()).toEqual(fit);
        return fit;
      };
      expect(await fitting({ readerId })).toEqual([reader.id]);
      expect(await fitting({ networks: ['net-0', 'net-1'] })).toEqual([network.id]);
      expect(await fitting({ networks: ['net-2'] })).toEqual([running.id]);
      expect(await fitting({ networks: ['net-2'], now: T0 + 10 })).toEqual([]);
      expect(await fitting({ emailDomain: 'spam.example' })).toEqual([domain.id]);
      expect(await fitting({ name: '日本代购小王' })).toEqual([name.id]);
      expect(await fitting({ name: '日本 代 购' })).toEqual([name.id]);
      expect(await fitting({ name: '小王' })).toEqual([]);
      expect(await fitting({})).toEqual([]);
      const all = { readerId, networks: ['net-1', 'net-2'], emailDomain: 'spam.example', name: '代购' };
      expect(await fitting(all)).toEqual(idsOf([reader, network, domain, name, running]).sort());
    });
  });
}
