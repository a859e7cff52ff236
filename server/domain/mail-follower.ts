import type { MailKind, MailState } from './enumerations.ts';
import type { CommentId, Id, Ms, ReaderId, SiteId, ThreadId } from './types.ts';

/** Something that a reader is to be mailed. */
export interface MailNotice {
  kind: MailKind;
  commentId: CommentId;
  at: Ms;
}

/** A reader who asked for mail: the address, how far that is, and what waits to be sent. */
export interface MailFollower {
  /** Its own: links in mails name it. */
  id: Id;
  siteId: SiteId;
  readerId: ReaderId;
  /** Keyed hash of the address. */
  emailHash: string;
  /** The address, encrypted; empty once nothing is sent there any more. */
  email: string;
  /** The language to write in. */
  lang: string;
  state: MailState;
  askedAt: Ms;
  confirmedAt: Ms | null;
  leftThreads: ThreadId[];
  leftKinds: MailKind[];
  /** For the next mail. */
  pending: MailNotice[];
  /** The mail that is being sent, or was tried in vain: the same one, by its id, until it is gone. */
  sending: { id: Id; attempts: number; notices: MailNotice[] } | null;
  /** When the mails of the last hour were sent. */
  sentAt: Ms[];
  /** When it is to be looked at next; null: there is nothing to send. */
  dueAt: Ms | null;
  /** Counts the changes, 1 for the first. */
  revision: number;
}

const HOUR: Ms = 3_600_000;
const DAY = 24 * HOUR;

/** So long an address can be confirmed, and no other mail asks for it. */
export const CONFIRM_WITHIN: Ms = 7 * DAY;
/** Mails to a reader in an hour; what comes beyond that waits and is one mail. */
export const MAILS_AN_HOUR = 6;
/** Of answers beyond that only the number of mails is bounded: the oldest are left out. */
export const MOST_PENDING = 50;
/** What could not be sent for so long is left out: it has become old. */
export const NOTICE_WITHIN: Ms = 3 * DAY;
/** A process that sends has it so long to itself. */
export const SENDING_FOR: Ms = 5 * 60_000;
const MOST_LEFT_THREADS = 500;
const FIRST_PAUSE: Ms = 60_000;
const LONGEST_PAUSE = 6 * HOUR;
/** About two days in all. */
const MOST_ATTEMPTS = 14;

/** What a person asks for: the address, and in which language. */
export interface MailAsked {
  id: Id;
  siteId: SiteId;
  readerId: ReaderId;
  emailHash: string;
  email: string;
  lang: string;
  now: Ms;
}

/**
 * After a reader has asked for mail: the address has to be confirmed first. The same address again changes nothing while its confirmation
 * is on its way, and takes back that kinds were left once it is confirmed.
 * @param mayMail false: a confirmation to this address is on its way for somebody else of the site.
 */
export function afterAsking(before: MailFollower | null, asked: MailAsked, mayMail: boolean): MailFollower {
  const { now, ...facts } = asked;
  if (before !== null && before.emailHash === asked.emailHash) {
    if (before.state === 'confirmed') return { ...before, leftKinds: [], lang: asked.lang };
    if (before.state === 'asked' && now - before.askedAt < CONFIRM_WITHIN && before.askedAt <= now) return before;
  }
  return {
    ...facts,
    id: before?.id ?? facts.id,
    ...{ state: 'asked', askedAt: now, confirmedAt: null, leftThreads: [], leftKinds: [], pending: [], sending: null },
    sentAt: before?.sentAt ?? [],
    dueAt: mayMail ? now : null,
    revision: before?.revision ?? 0,
  };
}

/** After the address was confirmed; null: it cannot be any more. */
export function afterConfirming(follower: MailFollower, now: Ms): MailFollower | null {
  if (follower.state === 'confirmed') return follower;
  if (follower.state !== 'asked' || now - follower.askedAt > CONFIRM_WITHIN) return null;
  return { ...follower, state: 'confirmed', confirmedAt: now, sending: null, dueAt: null };
}

/** What somebody leaves: all mail, a kind of it, or a thread. */
export type Leaving = { what: 'all' } | { what: 'kind'; kind: MailKind } | { what: 'thread'; threadId: ThreadId };

/** Without anything to send, and without the address. */
function ended(follower: MailFollower, state: MailState): MailFollower {
  return { ...follower, state, email: '', pending: [], sending: null, dueAt: null };
}

/** After somebody has left by a link or in the box. Who says so before confirming is never asked again. */
export function afterLeaving(follower: MailFollower, leaving: Leaving): MailFollower {
  if (leaving.what === 'all') {
    if (follower.state === 'asked') return ended(follower, 'denied');
    return follower.state === 'confirmed' ? ended(follower, 'left') : follower;
  }
  if (leaving.what === 'kind') return { ...follower, leftKinds: [...new Set([...follower.leftKinds, leaving.kind])] };
  return { ...follower, leftThreads: [...new Set([...follower.leftThreads, leaving.threadId])].slice(-MOST_LEFT_THREADS) };
}

const hourBefore = (sentAt: readonly Ms[], now: Ms): Ms[] => sentAt.filter((at) => at > now - HOUR && at <= now);

/** When what waits is to be sent: together with what comes within `gather`, and not beyond the mails of an hour. */
function nextDue({ pending, sentAt }: Pick<MailFollower, 'pending' | 'sentAt'>, gather: Ms, now: Ms): Ms | null {
  const [first] = pending;
  if (first === undefined) return null;
  const recent = hourBefore(sentAt, now);
  const free = recent.length < MAILS_AN_HOUR ? now : (recent.at(-MAILS_AN_HOUR) ?? now) + HOUR;
  return Math.max(Math.min(first.at, now) + gather, free);
}

/** With something more to send; null where it is not wanted, or known already. */
export function withNotice(follower: MailFollower, notice: MailNotice, threadId: ThreadId, gather: Ms, now: Ms): MailFollower | null {
  const { state, leftKinds, leftThreads, pending, sending } = follower;
  if (state !== 'confirmed' || leftKinds.includes(notice.kind) || leftThreads.includes(threadId)) return null;
  if ([...pending, ...(sending?.notices ?? [])].some(({ kind, commentId }) => kind === notice.kind && commentId === notice.commentId)) {
    return null;
  }
  const more = { ...follower, pending: [...pending, notice].slice(-MOST_PENDING) };
  return { ...more, dueAt: sending === null ? nextDue(more, gather, now) : follower.dueAt };
}

/** Taken by a process that sends it now: what is to be sent is fixed, so that another attempt is the same mail. */
export function whileSending(follower: MailFollower, id: Id, now: Ms): MailFollower {
  const sending = follower.sending ?? { id, attempts: 0, notices: follower.pending };
  return { ...follower, sending, pending: follower.sending === null ? [] : follower.pending, dueAt: now + SENDING_FOR };
}

/** After a mail went out. @param wasSent false: there was nothing left to say in it. */
export function afterSending(follower: MailFollower, gather: Ms, now: Ms, wasSent = true): MailFollower {
  const sentAt = [...hourBefore(follower.sentAt, now), ...(wasSent ? [now] : [])];
  const sent = { ...follower, sentAt, sending: null };
  return { ...sent, dueAt: nextDue(sent, gather, now) };
}

/**
 * After an attempt in vain.
 * @param failure `temporary` of the whole server costs no attempt: it is not this mail's fault.
 * @returns `isGivenUp`: this mail is not tried any more.
 */
export function afterFailing(
  follower: MailFollower,
  failure: { kind: 'temporary' | 'final'; isServer: boolean },
  gather: Ms,
  now: Ms,
): { follower: MailFollower; isGivenUp: boolean } {
  const { sending } = follower;
  if (failure.kind === 'final') return { follower: ended(follower, 'refused'), isGivenUp: true };
  if (sending === null) return { follower, isGivenUp: false };
  const attempts = sending.attempts + (failure.isServer ? 0 : 1);
  if (attempts >= MOST_ATTEMPTS) return { follower: afterSending(follower, gather, now, false), isGivenUp: true };
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempts);
  return {
    follower: { ...follower, sending: { ...sending, attempts }, dueAt: now + (failure.isServer ? FIRST_PAUSE : pause) },
    isGivenUp: false,
  };
}
