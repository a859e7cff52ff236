import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Lang } from '../../contract/problem.ts';
import { MAIL_TEXT } from '../../contract/sign-in-texts.ts';
import { hashEmail } from '../domain/email-hash.ts';
import { MAIL_WAY } from '../domain/sign-in-settings.ts';
import type { Ms, Site, SiteId } from '../domain/types.ts';
import { layOut, type MailPart } from '../mail/layout.ts';
import type { SignInDeps } from './deps.ts';
import { type Entered, enterMember } from './enter-member.ts';
import { nameHash, oneTimeRecords, randomName } from './one-time.ts';
import { SignInRefused } from './refused.ts';

/** So long a code is good. */
const CODE_FOR: Ms = 10 * 60_000;
/** So often a code may be typed. */
const TRIES = 5;
const DIGITS = 6;

/** Mails of a site to one address in ten minutes and in a day, and of the site in an hour: more are not sent, which nobody is shown. */
const LIMITS = [
  { keyPrefix: 'mail-address', points: 3, duration: 600 },
  { keyPrefix: 'mail-address-day', points: 20, duration: 24 * 3600 },
  { keyPrefix: 'mail-site', points: 600, duration: 3600 },
] as const;

const Sent = z.object({ email: z.string(), code: z.string(), token: z.string() });
const Link = z.object({ email: z.string(), browser: z.string() });

/**
 * What proves that somebody reads an address: the digits with the address, or the token of the link with what the browser got that asked
 * for the mail. Without that, who opens a link would be signed in as the one who had it sent (login CSRF).
 */
export type MailProof = { code: string; email: string } | { token: string; browser: string };

/** Sign-in by mail. */
export interface MailSignIn {
  /** Is it on for the site, and is there anything that sends? */
  isOn(site: Site): boolean;
  /**
   * Sends a code and a link, unless there were too many. Begins to, and gives nothing away by how long it takes.
   * @param page the page of the site that the link leads to; null: the mail has the digits alone.
   * @returns what the link works with, for the browser that has asked; random, whatever is sent. @throws SignInRefused `mail-off`.
   */
  send(site: Site, email: string, page: string | null, lang: Lang): Promise<string>;
  /** @param name for a member who is new. @throws SignInRefused `wrong-code`, `link-elsewhere`, `mail-off`. */
  confirm(site: Site, proof: MailProof, name: string | undefined, lang: Lang): Promise<Entered>;
}

/** The fragment by which the box finds the token of a link: fragments are sent to no server. */
export const LINK_FRAGMENT = 'liangju-sign-in=';

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** A number of six digits, each as likely as the others. */
function randomDigits(random: SignInDeps['random']): string {
  const most = 10 ** DIGITS;
  for (;;) {
    const number = Buffer.from(random(4)).readUInt32BE();
    // What is left over would make some numbers likelier.
    if (number < Math.floor(2 ** 32 / most) * most) return String(number % most).padStart(DIGITS, '0');
  }
}

/** Makes the sign-in by mail. Over 80 lines because sending and confirming share its two kinds of records. */
export function createMailSignIn(deps: SignInDeps): MailSignIn {
  const sent = oneTimeRecords(deps, 'mail', Sent);
  const links = oneTimeRecords(deps, 'mail-link', Link);
  const limiters = LIMITS.map((limit) => deps.makeLimiter(limit));
  const nameOf = (siteId: SiteId, email: string): string => JSON.stringify([siteId, email.toLowerCase()]);
  const codeHash = (siteId: SiteId, email: string, code: string): string =>
    createHmac('sha256', deps.secret)
      .update(`mail code\n${nameOf(siteId, email)}\n${code}`)
      .digest('base64url');

  async function isWithinLimits(site: Site, email: string): Promise<boolean> {
    if (!deps.limitsOn) return true;
    const address = hashEmail(deps.secret, email);
    const both = `${site.id} ${address}`;
    // By site, so that no site's readers use up what another's may be sent.
    const keys = [both, both, site.id];
    for (const [i, limiter] of limiters.entries()) {
      const isLeft = await limiter.consume(keys[i] ?? '').then(
        () => true,
        () => false,
      );
      if (!isLeft) return false;
    }
    return true;
  }

  async function sendNow(
    sendMail: NonNullable<SignInDeps['sendMail']>,
    site: Site,
    { email, page, browser }: { email: string; page: string | null; browser: string },
    lang: Lang,
  ): Promise<void> {
    if (!(await isWithinLimits(site, email))) {
      deps.log.warn({ site: site.id }, 'a code was not mailed: too many of them');
      return;
    }
    const [code, token] = [randomDigits(deps.random), randomName(deps)];
    await sent.keep(nameOf(site.id, email), { email, code: codeHash(site.id, email, code), token }, CODE_FOR);
    await links.keep(JSON.stringify([site.id, token]), { email, browser: nameHash(browser) }, CODE_FOR);
    const link = page === null ? null : `${page.replace(/#.*$/s, '')}#${LINK_FRAGMENT}${token}`;
    const { subject, digits, orLink, linkLabel, ending } = MAIL_TEXT[lang];
    const filled = (text: string): string => text.replace('{site}', () => site.name).replace('{code}', () => code);
    const parts: MailPart[] = [
      { kind: 'text', text: filled(digits) },
      { kind: 'code', code },
      ...(link === null ? [] : [{ kind: 'link', before: filled(orLink), label: linkLabel, url: link } as const]),
      { kind: 'small', text: filled(ending) },
    ];
    await sendMail({ to: email, subject: filled(subject), ...layOut({ lang, title: site.name, parts }) });
  }

  /** The address that is proven; what proves it is used up. */
  async function provenAddress(siteId: SiteId, proof: MailProof): Promise<string> {
    const wrong = new SignInRefused('wrong-code');
    if ('token' in proof) {
      const name = JSON.stringify([siteId, proof.token]);
      const known = await links.look(name);
      if (known !== null && !isSame(known.browser, nameHash(proof.browser))) throw new SignInRefused('link-elsewhere');
      const link = await links.take(name);
      const latest = link === null ? null : await sent.attempt(nameOf(siteId, link.email), TRIES * 2);
      // A newer mail to the address makes this one worth nothing.
      if (link === null || latest === null || !isSame(latest.token, proof.token)) throw wrong;
      if ((await sent.take(nameOf(siteId, link.email))) === null) throw wrong;
      return link.email;
    }
    const latest = await sent.attempt(nameOf(siteId, proof.email), TRIES);
    if (latest === null || !isSame(latest.code, codeHash(siteId, proof.email, proof.code))) throw wrong;
    const taken = await sent.take(nameOf(siteId, proof.email));
    if (taken === null || taken.code !== latest.code) throw wrong;
    await links.take(JSON.stringify([siteId, taken.token]));
    return taken.email;
  }

  const isOn = (site: Site): boolean => site.settings.mailSignIn && deps.sendMail !== null;
  return {
    isOn,
    async send(site, email, page, lang) {
      const { sendMail } = deps;
      if (!isOn(site) || sendMail === null) throw new SignInRefused('mail-off');
      const browser = randomName(deps);
      void sendNow(sendMail, site, { email, page, browser }, lang).catch((error: unknown) =>
        deps.log.warn({ err: error, site: site.id }, 'a code could not be mailed'),
      );
      return browser;
    },
    async confirm(site, proof, name, lang) {
      if (!isOn(site)) throw new SignInRefused('mail-off');
      const email = await provenAddress(site.id, proof);
      const person = { subject: hashEmail(deps.secret, email), name: name ?? '', avatar: null, email, emailVerified: true };
      return enterMember(deps, site, { id: MAIL_WAY, names: [MAIL_TEXT[lang].reader], keepsName: true }, person);
    },
  };
}
