import { describe, expect, test } from '@jest/globals';
import { CHAIN_START, brokenAt } from '../../../server/domain/audit-chain.ts';
import { HELD_KINDS } from '../../../server/domain/enumerations.ts';
import { erasedMark } from '../../../server/domain/own-data.ts';
import { erasureJob } from '../../../server/own-data/erase-handler.ts';
import {
  answerUnder,
  auditLine,
  banOf,
  commentIn,
  contentOf,
  getOne,
  guestOf,
  newId,
  nothing,
  openThread,
  SOUND,
  signInTo,
  stored,
  T0,
  unique,
  walkAll,
} from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const DAY = 86_400_000;

/** The promises about what is held of people, and about what is old. */
export function keepingPersonalData(world: () => StoreWorld): void {
  describe('what is held of a reader', () => {
    async function seed() {
      // A store of its own: it is examined as a whole.
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const { siteId } = thread;
      const [token, other] = [newId(), newId()];
      const reader = await store.readers.createGuest(guestOf(siteId, { name: '要走的人', emailHash: 'hash' }), token);
      const author = { readerId: reader.id, name: reader.name, badge: null, region: null };
      const made = commentIn(thread, { author });
      const mine = await stored(store, made, nothing(), { ...answerUnder(unique('key')), body: JSON.stringify({ commentId: made.id }) });
      const theirs: string[] = [];
      for (let i = 0; i < 3; i++) theirs.push((await stored(store, commentIn(thread))).id);
      for (const id of theirs) {
        await store.comments.vote(id, reader.id, 1, T0, 'net');
        await store.comments.report({ commentId: id, readerId: reader.id, reason: 'AD', note: '说明', at: T0, revision: 1 }, 1, 'net');
      }
      await store.comments.vote(theirs[0] ?? '', other, 1, T0, 'other');
      await store.readers.ban(banOf(siteId, { kind: 'reader', value: reader.id, note: '要走的人' }), nothing());
      return { store, siteId, reader, token, mine, theirs, other, whose: { siteId, readerId: reader.id } };
    }

    test('is read in pages, and taken from the reader in steps; what others count stays', async () => {
      const { store, whose, theirs, reader, other } = await seed();
      const count = async (kind: (typeof HELD_KINDS)[number]): Promise<number> =>
        (await walkAll((cursor) => store.personal.held({ ...whose, kind, limit: 2, cursor }))).length;
      expect([await count('vote'), await count('report'), await count('ban'), await count('answer')]).toEqual([3, 3, 1, 1]);
      const [first] = (await store.personal.held({ ...whose, kind: 'report', limit: 1 })).items;
      expect(first).toEqual({ commentId: expect.any(String), reason: 'AD', note: '说明', at: T0, revision: 1, network: 'net' });
      for (const kind of HELD_KINDS) while ((await store.personal.detach({ ...whose, kind, ids: [newId(), newId()] })) === 2);
      for (const kind of HELD_KINDS) expect(await count(kind)).toBe(0);
      expect((await getOne(store, theirs[0] ?? '')).votes).toEqual({ up: 2, down: 0 });
      const reports = (await store.comments.reports(theirs)).get(theirs[0] ?? '') ?? [];
      expect(reports).toEqual([expect.objectContaining({ reason: 'AD', note: '' })]);
      expect(reports[0]?.readerId).not.toBe(reader.id);
      expect(await store.personal.held({ siteId: whose.siteId, readerId: other, kind: 'vote', limit: 5 })).toMatchObject({
        items: [{ value: 1, network: 'other' }],
      });
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
    });

    test('of a member goes with the guests who went to them, also while a join is under way', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const guest = await store.readers.createGuest(guestOf(thread.siteId), newId());
      const signIn = signInTo(thread.siteId, { facts: { name: '会员' } });
      const member = await store.readers.signInMember(signIn);
      const by = { readerId: guest.id, name: guest.name, badge: null, region: null };
      const made: string[] = [];
      for (let i = 0; i < 3; i++) made.push((await stored(store, commentIn(thread, { author: by, createdAt: T0 + i }))).id);
      expect(await store.readers.join(guest.id, member.id, 1, T0)).toEqual({ isDone: false });
      expect(await store.personal.joinedInto(member.id)).toEqual([guest.id]);
      const job = erasureJob({ id: newId(), now: T0 }, { siteId: thread.siteId, readerId: member.id, comments: 'remove', by: 'system' });
      await store.personal.beginErasure(member.id, { mark: erasedMark(member.id), comments: 'remove', at: T0 }, job, nothing());
      const marks = (await store.personal.erasures({ after: '', limit: 9 })).map(({ mark }) => mark);
      expect(marks.sort()).toEqual([erasedMark(member.id), erasedMark(guest.id)].sort());
      // Who signs in from now on is somebody new.
      expect(await store.readers.identitiesOf(member.id)).toEqual([]);
      expect((await store.readers.signInMember({ ...signIn, newId: newId() })).id).not.toBe(member.id);
      for (const [i, id] of made.entries()) {
        expect([i, await store.personal.endErasure(member.id)]).toEqual([i, false]);
        const { revision } = await getOne(store, id);
        await store.comments.change(id, revision, { status: 'removed', content: null, published: null, author: null }, nothing());
      }
      expect(await store.personal.endErasure(member.id)).toBe(true);
      expect((await store.readers.get([member.id, guest.id])).size).toBe(0);
    });

    test('the account is empty at once and gone in the end, never before its comments', async () => {
      const { store, siteId, reader, token, mine } = await seed();
      expect(await store.personal.account(reader.id)).toMatchObject({ name: '要走的人', emailHash: 'hash', tokens: [{ expiresAt: null }] });
      const erasure = { mark: erasedMark(reader.id), comments: 'remove' as const, at: T0 };
      const job = erasureJob({ id: newId(), now: T0 }, { siteId, readerId: reader.id, comments: 'remove', by: 'system' });
      await store.personal.beginErasure(reader.id, erasure, job, nothing());
      expect(await store.readers.byToken(token)).toBeNull();
      expect(await store.personal.account(reader.id)).toMatchObject({ name: '', emailHash: null, tokens: [] });
      expect(await store.jobs.get(job.id)).toEqual(job);
      expect(
        await walkAll(async (cursor) => {
          const items = await store.personal.erasures({ after: cursor ?? '', limit: 1 });
          return { items, nextCursor: items[0]?.mark ?? null };
        }),
      ).toContainEqual(erasure);
      expect(await store.personal.endErasure(reader.id)).toBe(false);
      await store.comments.change(mine.id, 1, { status: 'removed', content: null, published: null, author: null }, nothing());
      expect(await store.personal.endErasure(reader.id)).toBe(true);
      expect(await store.personal.endErasure(reader.id)).toBe(true);
      expect(await store.personal.account(reader.id)).toBeNull();
    });

    test('a comment of who is erased is not stored, however late it comes; its key is free', async () => {
      const { store, siteId, reader, mine } = await seed();
      const thread = (await store.threads.get([mine.threadId])).get(mine.threadId) ?? (await openThread(store));
      const author = { readerId: reader.id, name: reader.name, badge: null, region: null };
      const late = (): ReturnType<typeof store.comments.create> =>
        store.comments.create(commentIn(thread, { author }), nothing(), answerUnder('late'), { rules: [], sameTextSince: T0 });
      const job = erasureJob({ id: newId(), now: T0 }, { siteId, readerId: reader.id, comments: 'remove', by: 'system' });
      await store.personal.beginErasure(reader.id, { mark: erasedMark(reader.id), comments: 'remove', at: T0 }, job, nothing());
      expect(await late()).toEqual({ created: false, refused: 'erased' });
      await store.comments.change(mine.id, 1, { status: 'removed', content: null, published: null, author: null }, nothing());
      expect(await store.personal.endErasure(reader.id)).toBe(true);
      expect(await late()).toEqual({ created: false, refused: 'erased' });
      expect(await store.comments.answer(siteId, 'late')).toBeNull();
      expect((await store.comments.byReader({ readerId: reader.id, limit: 5 })).items).toEqual([]);
    });

    test('a comment’s former texts are forgotten, and it is not found by them', async () => {
      const { store, mine, siteId } = await seed();
      await store.comments.report({ commentId: mine.id, readerId: newId(), reason: 'AD', note: '', at: T0, revision: 1 });
      const content = contentOf('后来的文字在这里');
      const word = mine.content?.text.slice(0, 6) ?? '';
      await store.comments.change(mine.id, 1, { content, published: { content, at: T0 + 1 }, editedAt: T0 + 1 }, nothing());
      const found = async (text: string): Promise<boolean> =>
        (await store.comments.search({ siteIds: [siteId], text, limit: 50 })).items.some(({ id }) => id === mine.id);
      expect(await found(word)).toBe(true);
      await store.personal.forgetBeside(mine.id);
      await store.personal.forgetBeside(mine.id);
      expect([await found(word), await found('后来的文字')]).toEqual([false, true]);
      expect(await store.comments.revisions(mine.id)).toEqual([expect.objectContaining({ body: content.body })]);
    });
  });

  describe('what is old', () => {
    test('is counted and deleted by kind: what is younger stays', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const hide = (status: 'removed' | 'rejected' | 'spam', createdAt: number) =>
        stored(store, commentIn(thread, { status, published: null, createdAt }));
      const [removed, refused, spam] = [await hide('removed', T0), await hide('rejected', T0), await hide('spam', T0)];
      await hide('removed', T0 + 2 * DAY);
      const shown = await stored(store, commentIn(thread, { createdAt: T0 }));
      const content = contentOf('改过的文字');
      await store.comments.change(shown.id, 1, { content, published: { content, at: T0 }, editedAt: T0 + 2 * DAY }, nothing());
      await store.comments.vote(shown.id, newId(), 1, T0, 'old');
      await store.comments.vote(shown.id, newId(), 1, T0 + 2 * DAY, 'young');
      await store.comments.report({ commentId: shown.id, readerId: newId(), reason: 'AD', note: '', at: T0, revision: 1 }, 1, 'old');
      const before = T0 + DAY;
      const { retention } = store;
      expect(await retention.oldComments('removed', before, 9)).toEqual([removed.id]);
      expect(new Set(await retention.oldComments('refused', before, 9))).toEqual(new Set([refused.id, spam.id]));
      expect([await retention.countOld('removed', before), await retention.countOld('refused', before)]).toEqual([1, 2]);
      expect([await retention.countOld('network', before), await retention.countOld('former', before)]).toEqual([2, 1]);
      expect(await retention.deleteOld('network', before, 9)).toBe(2);
      expect(await retention.deleteOld('former', before, 9)).toBe(1);
      expect([await retention.countOld('network', before), await retention.countOld('former', before)]).toEqual([0, 0]);
      expect(await retention.countOld('network', T0 + 3 * DAY)).toBe(1);
      expect((await getOne(store, shown.id)).votes).toEqual({ up: 2, down: 0 });
      expect(await store.comments.revisions(shown.id)).toHaveLength(1);
      expect(await store.maintenance.examine({ repair: false })).toEqual(SOUND);
    });

    test('of the audit log goes from its beginning, and the rest is a chain that follows it', async () => {
      const { store } = await world().fresh();
      for (let i = 0; i < 6; i++) await store.audit.append([auditLine({ at: T0 + i * DAY })]);
      const whole = await store.audit.chain({ after: 0, limit: 20 });
      expect(brokenAt({ seq: 0, hash: CHAIN_START }, whole)).toBeNull();
      const before = T0 + 4 * DAY;
      expect(await store.retention.countOld('audit', before)).toBe(4);
      expect(await store.retention.deleteOld('audit', before, 3)).toBe(3);
      expect(await store.retention.deleteOld('audit', before, 3)).toBe(1);
      expect(await store.retention.deleteOld('audit', before, 3)).toBe(0);
      const start = await store.retention.auditStart();
      expect(start.seq).toBe(4);
      await store.audit.append([auditLine({ at: T0 + 7 * DAY })]);
      const rest = await store.audit.chain({ after: start.seq, limit: 20 });
      expect([rest.length, brokenAt(start, rest)]).toEqual([3, null]);
      // The last line stays, so that the numbers go on.
      await store.retention.deleteOld('audit', T0 + 99 * DAY, 99);
      expect(await store.audit.chain({ after: 0, limit: 20 })).toHaveLength(1);
    });
  });
}
