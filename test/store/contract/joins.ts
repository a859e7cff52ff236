import { describe, expect, test } from '@jest/globals';
import { heatOf } from '../../../server/domain/heat.ts';
import type { Comment, Reader } from '../../../server/domain/types.ts';
import { NotFound, type Store } from '../../../server/store/port.ts';
import {
  banOf,
  commentIn,
  getOne,
  guestOf,
  heldIn,
  idsOf,
  newId,
  nothing,
  openThread,
  signInTo,
  SOUND,
  stored,
  T0,
  unique,
} from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

interface Pair {
  guest: Reader;
  guestToken: string;
  member: Reader;
}

async function pairIn(store: Store, siteId: string): Promise<Pair> {
  const guestToken = unique('token');
  const guest = await store.readers.createGuest(guestOf(siteId, { name: '游客', emailHash: 'g' }), guestToken);
  return { guest, guestToken, member: await store.readers.signInMember(signInTo(siteId)) };
}

const by = ({ id, name }: Reader) => ({ author: { readerId: id, name, badge: null, region: null } });

async function joinAll(store: Store, { guest, member }: Pair, limit: number): Promise<number> {
  for (let steps = 1; ; steps++) if ((await store.readers.join(guest.id, member.id, limit, T0)).isDone) return steps;
}

/** The promises of guests who go to members. */
export function joining(world: () => StoreWorld): void {
  describe('a guest who goes to a member', () => {
    test('brings what was accepted of the terms, each version once with its earlier time, also what is stored after the join', async () => {
      const { readers } = world().shared.store;
      const pair = await pairIn(world().shared.store, unique('site'));
      const accept = (reader: Reader, version: string, at: number) => readers.acceptTerms(reader.id, { version, at: T0 + at });
      const accepted = async ({ id }: Reader) => (await readers.get([id])).get(id)?.acceptedTerms;
      await accept(pair.guest, '1', 1);
      await accept(pair.guest, '3', 3);
      await accept(pair.member, '2', 2);
      await accept(pair.member, '3', 4);
      await accept(pair.member, '4', 5);
      await joinAll(world().shared.store, pair, 9);
      const all = ['1', '2', '3', '4'].map((version, i) => ({ version, at: T0 + (i === 3 ? 5 : i + 1) }));
      expect(await accepted(pair.member)).toEqual(all);
      expect(await accepted(pair.guest)).toEqual([]);
      await accept(pair.guest, '5', 6);
      await joinAll(world().shared.store, pair, 9);
      expect(await accepted(pair.member)).toEqual([...all, { version: '5', at: T0 + 6 }]);
    });

    test('brings comments in every state, with the name they were written under, in small steps', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const pair = await pairIn(store, thread.siteId);
      const made: Comment[] = [];
      for (let i = 0; i < 5; i++) made.push(await stored(store, commentIn(thread, { ...by(pair.guest), createdAt: T0 + i })));
      made.push(await stored(store, heldIn(thread, {}, { ...by(pair.guest), createdAt: T0 + 9 })));
      const other = await stored(store, commentIn(thread));
      const ban = await store.readers.ban(banOf(thread.siteId, { kind: 'reader', value: pair.guest.id }), nothing());
      expect(await joinAll(store, pair, 2)).toBeGreaterThan(2);
      const { items } = await store.comments.byReader({ readerId: pair.member.id, limit: 20 });
      expect(idsOf(items)).toEqual(idsOf(made.toReversed()));
      for (const { author } of items) expect(author).toEqual({ readerId: pair.member.id, name: '游客', badge: null, region: null });
      expect((await store.comments.byReader({ readerId: pair.guest.id, limit: 20 })).items).toEqual([]);
      expect(await getOne(store, other.id)).toEqual(other);
      const queue = await store.moderation.queue({
        filter: { siteIds: [thread.siteId], readerId: pair.member.id },
        sort: 'oldest',
        limit: 9,
      });
      expect(queue.items).toHaveLength(1);
      expect(await store.readers.byToken(pair.guestToken)).toBeNull();
      expect((await store.readers.get([pair.guest.id])).get(pair.guest.id)).toMatchObject({ name: '', emailHash: null });
      const bans = await store.readers.bansFor({
        siteId: thread.siteId,
        readerId: pair.member.id,
        networks: [],
        emailDomain: null,
        now: T0,
      });
      expect(idsOf(bans)).toEqual([ban.id]);
      expect(await store.readers.joinedSince(T0, 1_000)).toContainEqual({ from: pair.guest.id, into: pair.member.id });
      expect(await joinAll(store, pair, 2)).toBe(1);
      // What the guest had sent at that moment is stored later, and follows.
      const late = await stored(store, commentIn(thread, by(pair.guest)));
      await joinAll(store, pair, 2);
      expect((await getOne(store, late.id)).author?.readerId).toBe(pair.member.id);
    });

    test('has one vote a comment with the member, whose vote stands, and none on what is theirs', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const pair = await pairIn(store, thread.siteId);
      const { guest, member } = pair;
      const values = [-1, 0, 1] as const;
      const networks = world().isThorough ? [null, 'net'] : ['net'];
      const cases: { comment: Comment; tally: { up: number; down: number } }[] = [];
      for (const given of values)
        for (const own of values)
          for (const first of [guest, member])
            for (const network of networks)
              for (const isTaken of [false, true]) {
                const comment = await stored(store, commentIn(thread));
                // Another reader of the network whose vote is counted.
                if (isTaken) await store.comments.vote(comment.id, newId(), 1, T0, 'net');
                const second = first === guest ? member : guest;
                const voteOf = (reader: Reader) => (reader === guest ? given : own);
                await store.comments.vote(comment.id, first.id, voteOf(first), T0 + 1, network);
                const before = (await store.comments.vote(comment.id, second.id, voteOf(second), T0 + 2, network)).votes;
                const stands = own === 0 ? given : own;
                const others = isTaken ? 1 : 0;
                const isCounted = before.up + before.down > others && stands !== 0;
                cases.push({
                  comment,
                  tally: { up: others + Number(isCounted && stands === 1), down: Number(isCounted && stands === -1) },
                });
              }
      const ofGuest = await stored(store, commentIn(thread, by(guest)));
      const ofMember = await stored(store, commentIn(thread, by(member)));
      await store.comments.vote(ofGuest.id, member.id, 1, T0);
      await store.comments.vote(ofMember.id, guest.id, -1, T0);
      for (const { id } of [ofGuest, ofMember]) await store.comments.vote(id, newId(), 1, T0);
      await joinAll(store, pair, 7);
      for (const { comment, tally } of cases) {
        const { votes, heat } = await getOne(store, comment.id);
        expect(votes).toEqual(tally);
        expect(heat).toBe(heatOf(T0, tally, 0));
      }
      for (const { id } of [ofGuest, ofMember]) expect((await getOne(store, id)).votes).toEqual({ up: 1, down: 0 });
      expect(await store.comments.votesIn(thread.id, guest.id, 500)).toEqual(new Map());
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
    });

    test('has one report a comment with the member', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const pair = await pairIn(store, thread.siteId);
      const [both, alone] = [await stored(store, commentIn(thread)), await stored(store, commentIn(thread))];
      const report = (commentId: string, readerId: string, reason: 'AD' | 'ABUSE') =>
        store.comments.report({ commentId, readerId, reason, note: '', at: T0, revision: 1 });
      await report(both.id, pair.guest.id, 'AD');
      await report(both.id, pair.member.id, 'ABUSE');
      await report(alone.id, pair.guest.id, 'AD');
      await joinAll(store, pair, 1);
      const reports = await store.comments.reports([both.id, alone.id]);
      expect(reports.get(both.id)).toMatchObject([{ readerId: pair.member.id, reason: 'ABUSE' }]);
      expect(reports.get(alone.id)).toMatchObject([{ readerId: pair.member.id, reason: 'AD' }]);
    });

    test('goes to one member of the same site: anything else is NotFound and changes nothing', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const pair = await pairIn(store, siteId);
      const { guest, member, guestToken } = pair;
      const elsewhere = await store.readers.signInMember(signInTo(unique('site')));
      const join = (from: string, into: string) => store.readers.join(from, into, 9, T0);
      for (const [from, into] of [
        [guest.id, elsewhere.id],
        [guest.id, guest.id],
        [member.id, guest.id],
        [guest.id, newId()],
        [newId(), member.id],
        [member.id, member.id],
      ] as const)
        await expect(join(from, into)).rejects.toThrow(NotFound);
      expect((await store.readers.byToken(guestToken))?.reader).toEqual(guest);
      const others = await Promise.all(Array.from({ length: 4 }, () => store.readers.signInMember(signInTo(siteId))));
      const outcomes = await Promise.allSettled(others.map(({ id }) => join(guest.id, id)));
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });
}
