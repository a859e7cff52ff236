import { createHmac, timingSafeEqual } from 'node:crypto';
import { MAIL_KINDS } from '../domain/enumerations.ts';
import type { Leaving, MailFollower } from '../domain/mail-follower.ts';
import type { Id } from '../domain/types.ts';

/** What a link in a mail is for: to confirm the address, or to leave. */
export type MailLink = { what: 'confirm' } | Leaving;

/** A link as it came: of whom, and whether it is one of ours is still to be asked. */
export interface ReadLink {
  followerId: Id;
  link: MailLink;
  /** Is it one of ours? A link that confirms is good for the address alone that it was sent to. */
  isGenuine: (emailHash: string) => boolean;
}

const LONGEST = 300;

/** What a link is for, and of which thread, as words. */
function wordsOf(link: MailLink): [string, string] {
  if (link.what === 'thread') return ['thread', link.threadId];
  if (link.what === 'kind') return [`kind-${link.kind}`, ''];
  return [link.what, ''];
}

function macOf(secret: string, followerId: Id, [word, thread]: readonly [string, string], emailHash: string): string {
  const text = ['mail link', followerId, word, thread, word === 'confirm' ? emailHash : ''].join('\n');
  return createHmac('sha256', secret).update(text).digest('base64url').slice(0, 32);
}

/** The token of a link. It gives no other right than what it is for, names nobody, and does not end: mails are kept for years. */
export function mailLinkToken(secret: string, { id, emailHash }: Pick<MailFollower, 'id' | 'emailHash'>, link: MailLink): string {
  const words = wordsOf(link);
  return [...words, id, macOf(secret, id, words, emailHash)].join('.');
}

function linkOf(word: string, thread: string): MailLink | null {
  if (word === 'thread') return thread === '' ? null : { what: 'thread', threadId: thread };
  if (word === 'confirm' || word === 'all') return { what: word };
  const kind = MAIL_KINDS.find((one) => word === `kind-${one}`);
  return kind === undefined ? null : { what: 'kind', kind };
}

/** Reads the token of a link; null: it has not the form of one. */
export function readMailLink(secret: string, token: unknown): ReadLink | null {
  if (typeof token !== 'string' || token.length > LONGEST) return null;
  const [word = '', thread = '', followerId = '', mac = '', ...rest] = token.split('.');
  const link = linkOf(word, thread);
  if (link === null || followerId === '' || rest.length > 0) return null;
  return {
    followerId,
    link,
    isGenuine(emailHash) {
      const [given, right] = [Buffer.from(mac), Buffer.from(macOf(secret, followerId, [word, thread], emailHash))];
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}
