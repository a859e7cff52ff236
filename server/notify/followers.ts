import { hashEmail } from '../domain/email-hash.ts';
import { afterAsking, afterConfirming, afterLeaving, CONFIRM_WITHIN, type Leaving, type MailFollower } from '../domain/mail-follower.ts';
import { Problem } from '../domain/problem.ts';
import type { Reader, ReaderId, Site } from '../domain/types.ts';
import type { NotifyDeps } from './deps.ts';
import { type MailLink, readMailLink } from './mail-links.ts';

/** So often a change is tried anew that another was faster than. */
const TRIES = 8;
/** So many readers of one address are looked at. */
const MOST_AT_ADDRESS = 50;

/** What a reader has asked to be mailed. */
export interface MailWish {
  mail: boolean;
  /** Is the address confirmed? */
  confirmed: boolean;
}

/** What became of a link: `gone`: it is not good any more; `none`: it is none of ours. */
export type LinkOutcome = 'done' | 'gone' | 'none';

/** How readers ask for mail, confirm their address and leave. */
export interface Followers {
  /** Is there a server for mail, and does the site offer it? */
  isOffered(site: Site): boolean;
  wishOf(readerId: ReaderId): Promise<MailWish>;
  /**
   * Notes that the reader wants mail at this address; a mail asks its owner to confirm. Gives nothing away about the address.
   * @throws Problem `not-allowed` where it is not offered.
   */
  ask(site: Site, reader: Reader, email: string, lang: string): Promise<MailWish>;
  /** Ends all mail to the reader. */
  end(readerId: ReaderId): Promise<MailWish>;
  /** What a link is for; null: it is none of ours. */
  look(token: unknown): MailLink | null;
  /** Does what the link is for. The same again is no mistake, and neither is it after the reader was erased. */
  follow(token: unknown): Promise<LinkOutcome>;
}

const wishIn = (follower: MailFollower | null): MailWish => ({
  mail: follower?.state === 'asked' || (follower?.state === 'confirmed' && follower.leftKinds.length === 0),
  confirmed: follower?.state === 'confirmed',
});

/** Where the encrypted address belongs: it opens nowhere else. */
export const addressPlace = ({ siteId, emailHash }: Pick<MailFollower, 'siteId' | 'emailHash'>): string => `${siteId}\nmail ${emailHash}`;

/** Changes a follower until no other is faster. @param change gives null to leave it as it is. @returns it as stored; null: there is none. */
export async function changeFollower(
  { store }: Pick<NotifyDeps, 'store'>,
  read: () => Promise<MailFollower | null>,
  change: (follower: MailFollower) => MailFollower | null,
): Promise<MailFollower | null> {
  for (let i = 0; i < TRIES; i++) {
    const follower = await read();
    if (follower === null) return null;
    const changed = change(follower);
    if (changed === null || changed === follower) return follower;
    if (await store.mail.save(changed)) return { ...changed, revision: follower.revision + 1 };
  }
  throw new Error('a reader who asked for mail is changed by too many at once');
}

/** Makes the use cases. */
export function createFollowers(deps: NotifyDeps): Followers {
  const { store, encryption, secret, now, newId } = deps;
  const isOffered = (site: Site): boolean => deps.sendMail !== null && site.settings.answerMail;

  async function ask(site: Site, reader: Reader, email: string, lang: string): Promise<MailWish> {
    const emailHash = hashEmail(secret, email);
    for (let i = 0; i < TRIES; i++) {
      const at = now();
      const before = await store.mail.get(reader.id);
      const others = (await store.mail.atAddress(site.id, emailHash, MOST_AT_ADDRESS)).filter(({ readerId }) => readerId !== reader.id);
      const isDenied = [...others, ...(before?.emailHash === emailHash ? [before] : [])].some(({ state }) => state === 'denied');
      // Who reads this address did not ask: to a person who asks again it looks the same.
      if (isDenied) return { mail: true, confirmed: false };
      const isAsked = others.some(({ state, askedAt, dueAt, sentAt }) => {
        return state === 'asked' && at - askedAt < CONFIRM_WITHIN && (dueAt !== null || sentAt.length > 0);
      });
      const place = addressPlace({ siteId: site.id, emailHash });
      const asked = { id: newId(), siteId: site.id, readerId: reader.id, emailHash, lang, now: at };
      const after = afterAsking(before, { ...asked, email: encryption.encrypt(email, place) }, !isAsked);
      if (after === before || (await store.mail.save(after))) return wishIn(after);
    }
    throw new Error('a reader asks for mail too often at once');
  }

  /** Who waited with the same address is asked now: the owner has shown that the address is theirs. */
  async function askOthers(confirmed: MailFollower): Promise<void> {
    for (const { id, readerId } of await store.mail.atAddress(confirmed.siteId, confirmed.emailHash, MOST_AT_ADDRESS)) {
      if (readerId === confirmed.readerId) continue;
      await changeFollower(
        deps,
        () => store.mail.byId(id),
        (one) => (one.state === 'asked' && one.dueAt === null && one.sentAt.length === 0 ? { ...one, askedAt: now(), dueAt: now() } : null),
      );
    }
  }

  async function confirm(id: string): Promise<LinkOutcome> {
    const follower = await changeFollower(
      deps,
      () => store.mail.byId(id),
      (one) => afterConfirming(one, now()),
    );
    if (follower?.state !== 'confirmed') return 'gone';
    await askOthers(follower);
    return 'done';
  }

  return {
    isOffered,
    wishOf: async (readerId) => wishIn(await store.mail.get(readerId)),
    async ask(site, reader, email, lang) {
      if (!isOffered(site)) throw new Problem('not-allowed');
      return ask(site, reader, email, lang);
    },
    async end(readerId) {
      const leave = (one: MailFollower) => afterLeaving(one, { what: 'all' });
      return wishIn(await changeFollower(deps, () => store.mail.get(readerId), leave));
    },
    look: (token) => readMailLink(secret, token)?.link ?? null,
    async follow(token) {
      const read = readMailLink(secret, token);
      if (read === null) return 'none';
      const follower = await store.mail.byId(read.followerId);
      if (!read.isGenuine(follower?.emailHash ?? '')) return read.link.what === 'confirm' ? 'gone' : 'none';
      if (read.link.what === 'confirm') return confirm(read.followerId);
      const leaving: Leaving = read.link;
      await changeFollower(
        deps,
        () => store.mail.byId(read.followerId),
        (one) => afterLeaving(one, leaving),
      );
      return 'done';
    },
  };
}
