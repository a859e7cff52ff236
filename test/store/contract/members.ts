import { describe, expect, test } from '@jest/globals';
import { MOST_READER_TOKENS } from '../../../server/domain/members.ts';
import { MOST_REFUSED } from '../../../server/domain/refused-tokens.ts';
import { guestOf, idsOf, importOf, newId, nothing, signInTo, T0, tokenOf, unique } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const VOUCHED = (hash: string) => ({ hash, isVerified: true });

/** The promises of members: how they are known, and what proves who they are. */
export function signingIn(world: () => StoreWorld): void {
  describe('a member', () => {
    test('is one by an identity of a site, takes over what the way says and may have several tokens', async () => {
      const { readers } = world().shared.store;
      const siteId = unique('site');
      const verified = { kind: 'phone' as const, at: T0, person: 'p' };
      const first = signInTo(siteId, {
        facts: { name: '旧名', avatar: 'https://a.example/1', url: 'https://u.example', badge: '编外', verified, isMinor: true },
      });
      const made = await readers.signInMember(first);
      expect(made).toEqual({
        ...{ id: first.newId, siteId, kind: 'member', name: '旧名', emailHash: null, email: null, emailVerified: false },
        ...{
          avatar: 'https://a.example/1',
          url: 'https://u.example',
          badge: '编外',
          verified,
          isMinor: true,
          acceptedTerms: [],
          createdAt: T0,
        },
      });
      const second = { ...signInTo(siteId, { facts: { name: '新名', avatar: null, isMinor: false } }), identity: first.identity };
      const again = await readers.signInMember(second);
      expect(again).toEqual({ ...made, name: '新名', avatar: null, isMinor: false });
      for (const { token } of [first, second]) expect(await readers.byToken(token.hash)).toEqual({ reader: again, token });
      const kept = await readers.signInMember({ ...second, facts: { name: '又名', keepsName: true }, token: tokenOf() });
      expect(kept.name).toBe('新名');
      const elsewhere = signInTo(unique('site'), { identity: { subject: first.identity.subject } });
      expect((await readers.signInMember(elsewhere)).id).toBe(elsewhere.newId);
      const otherWay = signInTo(siteId, { identity: { way: 'github', subject: first.identity.subject } });
      expect((await readers.signInMember(otherWay)).id).toBe(otherWay.newId);
      expect(await readers.identitiesOf(made.id)).toEqual([{ ...first.identity, readerId: made.id, createdAt: T0 }]);
    });

    test('or a guest is verified by a token that has not ended; what a verifier has found stays when a sign-on states nothing', async () => {
      const { readers } = world().shared.store;
      const siteId = unique('site');
      const byVerifier = { kind: 'id' as const, at: T0, person: 'p', isByVerifier: true as const };
      const signIn = signInTo(siteId, { facts: { verified: { kind: 'phone', at: T0, person: null } } });
      const member = await readers.signInMember(signIn);
      const sign = (facts: object) => readers.signInMember({ ...signInTo(siteId, { facts }), identity: signIn.identity });
      expect((await sign({ verified: null })).verified).toBeNull();
      expect(await readers.verify(signIn.token.hash, byVerifier)).toEqual({ ...member, verified: byVerifier });
      for (const facts of [{ verified: null }, {}]) expect((await sign(facts)).verified).toEqual(byVerifier);
      const other = { kind: 'phone' as const, at: T0 + 1, person: 'q' };
      expect((await sign({ verified: other })).verified).toEqual(other);
      await readers.endToken(signIn.token.hash);
      expect(await readers.verify(signIn.token.hash, byVerifier)).toBeNull();
      expect(await readers.verify(unique('token'), byVerifier)).toBeNull();
      expect((await readers.get([member.id])).get(member.id)?.verified).toEqual(other);
    });

    test('is counted with the other pen names of the same person on the site', async () => {
      const { readers } = world().shared.store;
      const siteId = unique('site');
      const guests: string[] = [];
      for (const [site, person] of [
        [siteId, 'one'],
        [siteId, 'one'],
        [siteId, 'two'],
        [siteId, null],
        [unique('site'), 'one'],
      ] as const) {
        const token = unique('token');
        guests.push((await readers.createGuest(guestOf(site), token)).id);
        await readers.verify(token, { kind: 'phone', at: T0, person, isByVerifier: true });
      }
      const counted = await readers.penNames(guests);
      expect(guests.map((id) => counted.get(id) ?? null)).toEqual([2, 2, 1, null, 1]);
      expect(await readers.penNames([])).toEqual(new Map());
    });

    test('that signs in 20 times at once is one, with all its tokens', async () => {
      const { readers } = world().shared.store;
      const { identity } = signInTo(unique('site'));
      const signIns = Array.from({ length: 20 }, () => ({ ...signInTo(identity.siteId), identity }));
      const signed = await Promise.all(signIns.map((signIn) => readers.signInMember(signIn)));
      expect(new Set(idsOf(signed)).size).toBe(1);
      for (const { token } of signIns) expect((await readers.byToken(token.hash))?.reader.id).toBe(signed[0]?.id);
    });

    test('that signs in at once by ten ways which vouch for one address is one', async () => {
      const { readers } = world().shared.store;
      const siteId = unique('site');
      const signed = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          readers.signInMember(signInTo(siteId, { identity: { way: `way-${i}` }, facts: { email: VOUCHED('address') } })),
        ),
      );
      expect(new Set(idsOf(signed)).size).toBe(1);
      const [member] = signed;
      expect(await readers.identitiesOf(member?.id ?? '')).toHaveLength(10);
      expect(member).toMatchObject({ emailHash: 'address', emailVerified: true });
    });

    test('is found by an address only where both sides vouch for it', async () => {
      const { readers } = world().shared.store;
      const siteId = unique('site');
      const by = (way: string, isVerified: boolean) =>
        readers.signInMember(signInTo(siteId, { identity: { way }, facts: { email: { hash: 'h', isVerified } } }));
      const unproved = await by('one', false);
      const proved = await by('two', true);
      const claiming = await by('three', false);
      expect(new Set(idsOf([unproved, proved, claiming])).size).toBe(3);
      expect((await by('four', true)).id).toBe(proved.id);
      const guest = await readers.createGuest(guestOf(siteId, { emailHash: 'g' }), unique('token'));
      const other = await readers.signInMember(signInTo(siteId, { facts: { email: VOUCHED('g') } }));
      expect(other.id).not.toBe(guest.id);
    });

    test('whose address another account of the same way has proved is another, and has the address no more', async () => {
      const { readers } = world().shared.store;
      const siteId = unique('site');
      const first = await readers.signInMember(signInTo(siteId, { facts: { email: VOUCHED('freed') } }));
      const second = await readers.signInMember(signInTo(siteId, { facts: { email: VOUCHED('freed') } }));
      expect(second.id).not.toBe(first.id);
      const now = await readers.get([first.id, second.id]);
      expect([first.id, second.id].map((id) => now.get(id)?.emailVerified)).toEqual([false, true]);
      const mail = await readers.signInMember(signInTo(siteId, { identity: { way: 'mail' }, facts: { email: VOUCHED('freed') } }));
      expect(mail.id).toBe(second.id);
    });

    test('keeps an address that is vouched for when a token names another without that', async () => {
      const { readers } = world().shared.store;
      const signIn = signInTo(unique('site'), { facts: { email: VOUCHED('a') } });
      await readers.signInMember(signIn);
      const again = await readers.signInMember({ ...signIn, facts: { name: '会员', email: { hash: 'b', isVerified: false } } });
      expect(again).toMatchObject({ emailHash: 'a', emailVerified: true });
      expect(await readers.signInMember({ ...signIn, facts: { name: '会员', email: VOUCHED('b') } })).toMatchObject({ emailHash: 'b' });
    });

    test('takes over nothing from what was said before that which it has, and still has the token', async () => {
      const { readers } = world().shared.store;
      const signIn = signInTo(unique('site'), { facts: { badge: '编外', email: VOUCHED('older') } });
      const verified = { kind: 'phone' as const, at: T0, person: null };
      await readers.signInMember({ ...signIn, facts: { ...signIn.facts, verified }, factsAt: T0 });
      const last = { ...signIn, facts: { name: '新名', badge: null, verified: null, email: VOUCHED('newer') }, factsAt: T0 + 1_000 };
      const now = await readers.signInMember({ ...last, token: tokenOf() });
      expect(now).toMatchObject({ name: '新名', badge: null, verified: null, emailHash: 'newer' });
      const other = await readers.signInMember(signInTo(signIn.identity.siteId, { facts: { email: VOUCHED('older') } }));
      const token = tokenOf();
      const old = { ...signIn, facts: { ...signIn.facts, verified }, factsAt: T0 + 999, token };
      expect(await readers.signInMember(old)).toEqual(now);
      expect(await readers.byToken(token.hash)).toEqual({ reader: now, token });
      expect((await readers.get([other.id])).get(other.id)?.emailVerified).toBe(true);
      const same = await readers.signInMember({ ...last, facts: { name: '又名' }, token: tokenOf() });
      expect(same.name).toBe('又名');
      const mail = signInTo(signIn.identity.siteId, { identity: { way: 'mail' }, facts: { name: '信', email: VOUCHED('newer') } });
      expect(await readers.signInMember(mail)).toMatchObject({ id: now.id, name: '信' });
    });

    test('has what was said last, in whatever order 20 sign-ins arrive at once', async () => {
      const { readers } = world().shared.store;
      const signIn = signInTo(unique('site'));
      const all = Array.from({ length: 20 }, (_, i) => ({
        ...signIn,
        facts: { name: `第${i}次`, badge: i === 19 ? null : '编外' },
        factsAt: T0 + i,
        token: tokenOf(),
      }));
      const order = [19, 3, 18, 0, 17, 5, 1, 16, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
      await Promise.all(order.flatMap((i) => all.slice(i, i + 1)).map((one) => readers.signInMember(one)));
      for (const { token } of all) {
        expect((await readers.byToken(token.hash))?.reader).toMatchObject({ id: signIn.newId, name: '第19次', badge: null });
      }
    });

    test('has the same token once, and of many the newest', async () => {
      const { readers } = world().shared.store;
      const signIn = signInTo(unique('site'));
      await readers.signInMember(signIn);
      await readers.signInMember({ ...signIn, token: { ...signIn.token, authorOf: ['k'] } });
      expect((await readers.byToken(signIn.token.hash))?.token.authorOf).toEqual(['k']);
      for (let i = 1; i <= MOST_READER_TOKENS; i++) await readers.signInMember({ ...signIn, token: tokenOf({ createdAt: T0 + i }) });
      expect(await readers.byToken(signIn.token.hash)).toBeNull();
      expect(await readers.endTokensOf(signIn.newId)).toBe(MOST_READER_TOKENS);
    });

    test('is whom a member of staff comments as, one in each site, with the tokens that are in force', async () => {
      const { readers } = world().shared.store;
      const staffId = newId();
      const as = (more: Parameters<typeof signInTo>[1]) =>
        signInTo(unique('site'), { ...more, identity: { way: 'staff', subject: staffId } });
      const [one, other] = [as({}), as({ token: { expiresAt: T0 } })];
      const made = [await readers.signInMember(one), await readers.signInMember(other)];
      await readers.signInMember(signInTo(unique('site'), { identity: { way: 'other', subject: staffId } }));
      expect(await readers.staffReaders(staffId)).toEqual(made.sort((a, b) => (a.id < b.id ? -1 : 1)));
      expect(await readers.staffReaders(newId())).toEqual([]);
      expect(await readers.tokensOf(one.newId)).toEqual([one.token]);
      expect(await readers.tokensOf(other.newId)).toEqual([]);
    });

    test('is not known by a token that has ended, or was ended', async () => {
      const { readers } = world().shared.store;
      const signIn = signInTo(unique('site'), { token: { expiresAt: T0 } });
      await readers.signInMember(signIn);
      expect(await readers.byToken(signIn.token.hash)).toBeNull();
      const [one, two, three] = [tokenOf(), tokenOf(), tokenOf()];
      for (const token of [one, two, three]) await readers.signInMember({ ...signIn, token });
      expect(await readers.endToken(one.hash)).toBe(true);
      expect(await readers.endToken(one.hash)).toBe(false);
      expect(await readers.byToken(one.hash)).toBeNull();
      expect((await readers.byToken(two.hash))?.reader.id).toBe(signIn.newId);
      expect(await readers.endTokensOf(signIn.newId)).toBeGreaterThanOrEqual(2);
      expect(await readers.byToken(three.hash)).toBeNull();
      expect(await readers.endTokensOf(newId())).toBe(0);
    });
  });

  describe('authors of an import', () => {
    test('are found by an address or by their id at the source, until they have gone to a member', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const made = await store.imports.create(importOf(siteId), nothing());
      const source = (kind: 'id' | 'email' | 'name', name: string) => ({ system: 'waline', kind, name, url: null, avatar: null });
      const authors = [
        { reader: guestOf(siteId, { emailHash: 'h' }), importId: made.id, source: source('email', 'h') },
        { reader: guestOf(siteId, { emailHash: 'h' }), importId: made.id, source: source('id', '77') },
        { reader: guestOf(siteId), importId: made.id, source: source('id', '78') },
        { reader: guestOf(siteId), importId: made.id, source: source('name', '77') },
        { reader: guestOf(unique('site'), { emailHash: 'h' }), importId: made.id, source: source('id', '77') },
      ];
      await store.imports.note({ origins: [], readers: authors });
      await store.readers.createGuest(guestOf(siteId, { emailHash: 'h' }), unique('token'));
      const [byAddress, byBoth, byId] = authors.map(({ reader }) => reader);
      const find = async (emailHash: string | null, sourceId: string | null, limit = 9) =>
        idsOf(await store.readers.importedAuthors({ siteId, emailHash, sourceId, limit }));
      expect(await find('h', null)).toEqual(idsOf([byAddress, byBoth].flatMap((one) => one ?? [])).sort());
      expect(await find(null, '78')).toEqual([byId?.id]);
      expect(await find('h', '78')).toHaveLength(3);
      expect(await find('h', '77')).toHaveLength(2);
      expect(await find('h', '78', 1)).toHaveLength(1);
      expect(await find(null, null)).toEqual([]);
      const member = await store.readers.signInMember(signInTo(siteId));
      await store.readers.join(byId?.id ?? '', member.id, 9, T0);
      expect(await find(null, '78')).toEqual([]);
    });
  });

  test('of the refused tokens of a site the last ten are kept', async () => {
    const { readers } = world().shared.store;
    const siteId = unique('site');
    const refused = Array.from({ length: MOST_REFUSED + 2 }, (_, i) => ({
      at: T0 + i,
      reason: 'expired' as const,
      claims: { sub: `u.$${i}`, exp: i, none: null },
    }));
    for (const one of refused) await readers.noteRefusedToken(siteId, one);
    expect(await readers.refusedTokens(siteId)).toEqual(refused.toReversed().slice(0, MOST_REFUSED));
    expect(await readers.refusedTokens(unique('site'))).toEqual([]);
  });
}
