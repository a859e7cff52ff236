import { describe, expect, test } from '@jest/globals';
import type { MailFollower } from '../../../server/domain/mail-follower.ts';
import { guestOf, newId, T0, unique } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const follower = (more: Partial<MailFollower> = {}): MailFollower => ({
  ...{ id: newId(), siteId: unique('site'), readerId: newId(), emailHash: unique('hash'), email: 'encrypted.v1.地址', lang: 'zh-CN' },
  ...{ state: 'asked', askedAt: T0, confirmedAt: null, leftThreads: [], leftKinds: [], pending: [], sending: null, sentAt: [] },
  ...{ dueAt: null, revision: 0 },
  ...more,
});

/** The promises about readers who asked for mail. */
export function followingByMail(world: () => StoreWorld): void {
  describe('readers who asked for mail', () => {
    const store = () => world().shared.store;
    const notice = { kind: 'answer' as const, commentId: newId(), at: T0 };

    test('are stored with everything, one of a reader, and changed by who has read the latest', async () => {
      const { mail } = store();
      const whole = follower({
        ...{ confirmedAt: T0 + 1, leftThreads: [newId()], leftKinds: ['answer'], pending: [notice], sentAt: [T0, T0 + 1], dueAt: T0 },
        sending: { id: newId(), attempts: 3, notices: [notice] },
      });
      expect(await mail.save(whole)).toBe(true);
      expect(await mail.save(whole)).toBe(false);
      expect(await mail.save({ ...whole, id: newId() })).toBe(false);
      const stored = { ...whole, revision: 1 };
      expect([await mail.get(whole.readerId), await mail.byId(whole.id)]).toEqual([stored, stored]);
      const changes = Array.from({ length: 6 }, (_, i) =>
        mail.save({ ...stored, state: 'confirmed', sending: null, dueAt: null, lang: `l${i}` }),
      );
      expect((await Promise.all(changes)).filter(Boolean)).toHaveLength(1);
      expect(await mail.byId(whole.id)).toMatchObject({ revision: 2, state: 'confirmed', sending: null, dueAt: null });
      expect([await mail.get(newId()), await mail.byId(newId())]).toEqual([null, null]);
    });

    test('are found by their address within the site, and when they are due', async () => {
      const fresh = (await world().fresh()).store;
      const [later, first] = [follower({ dueAt: T0 }), follower({ dueAt: T0 - 5 })];
      const other = follower({ siteId: first.siteId, emailHash: first.emailHash, dueAt: T0 + 1 });
      for (const one of [later, first, other, follower()]) await fresh.mail.save(one);
      expect((await fresh.mail.due(T0, 9)).map(({ id }) => id)).toEqual([first.id, later.id]);
      expect((await fresh.mail.due(T0, 1)).map(({ id }) => id)).toEqual([first.id]);
      expect((await fresh.mail.atAddress(first.siteId, first.emailHash, 9)).map(({ id }) => id).sort()).toEqual(
        [first.id, other.id].sort(),
      );
      expect(await fresh.mail.atAddress(later.siteId, first.emailHash, 9)).toEqual([]);
      expect(await fresh.mail.waiting()).toBe(3);
    });

    test('go with a guest who becomes a member, unless the member has asked for mail too', async () => {
      const { mail, readers } = store();
      const siteId = unique('site');
      const guests = [guestOf(siteId), guestOf(siteId)];
      const member = await readers.signInMember({
        identity: { siteId, way: 'sso', subject: unique('m') },
        facts: { name: '会员' },
        token: { hash: unique('token'), createdAt: T0, expiresAt: T0 + 1, way: 'sso', authorOf: [] },
        newId: newId(),
      });
      const followers = guests.map(({ id }) => follower({ siteId, readerId: id }));
      for (const [i, guest] of guests.entries()) {
        await readers.createGuest(guest, unique('token'));
        await mail.save(followers[i] ?? follower());
        await readers.join(guest.id, member.id, 10, T0);
      }
      expect((await mail.get(member.id))?.id).toBe(followers[0]?.id);
      expect([await mail.byId(followers[1]?.id ?? ''), await mail.get(guests[0]?.id ?? '')]).toEqual([null, null]);
    });

    test('are gone when their reader is erased, before anything else is', async () => {
      const { mail, readers, personal } = store();
      const guest = await readers.createGuest(guestOf(unique('site')), unique('token'));
      const one = follower({ siteId: guest.siteId, readerId: guest.id, dueAt: T0 });
      await mail.save(one);
      const held = await personal.held({ siteId: guest.siteId, readerId: guest.id, kind: 'mail', limit: 5 });
      expect(held.items).toEqual([{ status: 'asked', emailHash: one.emailHash, at: T0 }]);
      const job = {
        id: newId(),
        siteId: guest.siteId,
        kind: 'erase' as const,
        state: 'waiting' as const,
        input: {},
        result: null,
        place: null,
      };
      await personal.beginErasure(
        guest.id,
        { mark: unique('mark'), comments: 'anonymous', at: T0 },
        { ...job, progress: { done: 0, total: 0 }, by: 'system', createdAt: T0, updatedAt: T0 },
        { events: [], audit: [] },
      );
      expect(await mail.get(guest.id)).toBeNull();
    });
  });
}
