import { expect, test } from '@jest/globals';
import {
  afterAsking,
  afterConfirming,
  afterFailing,
  afterLeaving,
  afterSending,
  CONFIRM_WITHIN,
  MAILS_AN_HOUR,
  type MailFollower,
  MOST_PENDING,
  whileSending,
  withNotice,
} from '../../server/domain/mail-follower.ts';

const T0 = Date.UTC(2026, 0, 31, 8);
const MINUTE = 60_000;
const GATHER = 10 * MINUTE;
const ASKED = { id: 'f', siteId: 's', readerId: 'r', emailHash: 'h', email: 'e', lang: 'zh-CN', now: T0 };
const asked = afterAsking(null, ASKED, true);
const confirmed = afterConfirming(asked, T0 + 1) ?? asked;
const noticed = (follower: MailFollower, id: string, now: number): MailFollower =>
  withNotice(follower, { kind: 'answer', commentId: id, at: now }, 't', GATHER, now) ?? follower;
const TEMPORARY = { kind: 'temporary', isServer: false } as const;

test('answers within ten minutes are one mail, and the same answer is in it once', () => {
  let follower = noticed(confirmed, 'a', T0);
  follower = noticed(follower, 'b', T0 + 9 * MINUTE);
  expect(noticed(follower, 'a', T0 + 9 * MINUTE)).toBe(follower);
  expect(follower.dueAt).toBe(T0 + GATHER);
  const sending = whileSending(follower, 'mail-1', T0 + GATHER);
  expect([sending.sending?.notices.map(({ commentId }) => commentId), sending.pending]).toEqual([['a', 'b'], []]);
  expect(noticed(sending, 'b', T0 + GATHER)).toBe(sending);
  const later = noticed(sending, 'c', T0 + GATHER);
  expect(afterSending(later, GATHER, T0 + GATHER)).toMatchObject({ sending: null, dueAt: T0 + 2 * GATHER, sentAt: [T0 + GATHER] });
});

test('beyond the mails of an hour the rest waits and is one mail', () => {
  let follower = confirmed;
  for (let i = 0; i < MAILS_AN_HOUR; i++) {
    const at = T0 + i * MINUTE;
    follower = afterSending(whileSending(noticed(follower, `n${i}`, at), `m${i}`, at), GATHER, at);
  }
  const now = T0 + 8 * MINUTE;
  for (let i = 0; i < 100; i++) follower = noticed(follower, `x${i}`, now);
  expect([follower.dueAt, follower.pending.length]).toEqual([T0 + 60 * MINUTE, MOST_PENDING]);
});

test('another attempt is the same mail by its id; after many it is given up, and one that is refused for good ends it', () => {
  let follower = whileSending(noticed(confirmed, 'a', T0), 'mail-1', T0 + GATHER);
  const first = follower.sending?.notices;
  let attempts = 0;
  for (let at = T0 + GATHER; ; attempts++) {
    const { follower: after, isGivenUp } = afterFailing(follower, TEMPORARY, GATHER, at);
    if (isGivenUp) {
      expect(after).toMatchObject({ state: 'confirmed', sending: null });
      break;
    }
    expect(after.dueAt ?? 0).toBeGreaterThan(at);
    at = after.dueAt ?? at;
    follower = whileSending(after, `another-${attempts}`, at);
    expect([follower.sending?.id, follower.sending?.notices]).toEqual(['mail-1', first]);
  }
  expect(attempts).toBeGreaterThan(5);
  // What fails for everybody costs this mail no attempt.
  const dead = afterFailing(follower, { kind: 'temporary', isServer: true }, GATHER, T0).follower;
  expect(dead.sending?.attempts).toBe(follower.sending?.attempts);
  const refused = afterFailing(follower, { kind: 'final', isServer: false }, GATHER, T0).follower;
  expect(refused).toMatchObject({ state: 'refused', email: '', sending: null, dueAt: null });
});

test('an address is confirmed within its time alone; nothing is noted before, nor after leaving', () => {
  expect(afterConfirming(asked, T0 + CONFIRM_WITHIN + 1)).toBeNull();
  expect(noticed(asked, 'a', T0)).toBe(asked);
  expect(afterAsking(asked, { ...ASKED, now: T0 + 1 }, true)).toBe(asked);
  expect(afterAsking(asked, { ...ASKED, now: T0 + CONFIRM_WITHIN }, true).dueAt).toBe(T0 + CONFIRM_WITHIN);
  const denied = afterLeaving(asked, { what: 'all' });
  expect([denied.state, denied.email, afterConfirming(denied, T0)]).toEqual(['denied', '', null]);
  const left = afterLeaving(noticed(confirmed, 'a', T0), { what: 'all' });
  expect([left.state, left.pending, left.dueAt, noticed(left, 'b', T0)]).toEqual(['left', [], null, left]);
  const quiet = afterLeaving(confirmed, { what: 'thread', threadId: 't' });
  expect([noticed(quiet, 'a', T0), afterLeaving(quiet, { what: 'thread', threadId: 't' }).leftThreads]).toEqual([quiet, ['t']]);
  const without = afterLeaving(confirmed, { what: 'kind', kind: 'answer' });
  expect([noticed(without, 'a', T0), afterAsking(without, ASKED, true).leftKinds]).toEqual([without, []]);
});
