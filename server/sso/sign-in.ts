import type { SsoClaims } from '../../contract/sso.ts';
import { hashEmail } from '../domain/email-hash.ts';
import { type MemberFacts, SSO } from '../domain/members.ts';
import { hashPerson } from '../domain/person-hash.ts';
import { Problem } from '../domain/problem.ts';
import type { RefusedToken } from '../domain/refused-tokens.ts';
import { threadKeyOf } from '../domain/thread-key.ts';
import type { Id, Reader, Site } from '../domain/types.ts';
import { hashToken, makeReaderToken } from '../people/reader-tokens.ts';
import type { Store } from '../store/port.ts';
import { TokenRefused } from './token-refused.ts';
import { type VerifyDeps, verifyToken } from './verify-token.ts';

export interface SsoDeps extends VerifyDeps {
  store: Pick<Store, 'readers'>;
  newId: () => Id;
  /** The server's secret. */
  secret: string;
  /** The name as it may be shown. @throws Problem `name-not-allowed`. */
  cleanName: (name: string) => string;
}

/**
 * Signs in the member whom a token of the site's own sign-on names. The same token again gives the same reader's token, which ends
 * when that token does, and changes nothing; an older one than the member's last changes nothing of what is known of them. Why one is refused stands in the site's log alone.
 * @throws Problem `invalid-token`, the same for whatever is wrong.
 */
export async function signInBySso(deps: SsoDeps, site: Site, token: string): Promise<{ reader: Reader; readerToken: string }> {
  const noted: RefusedToken['claims'] = {};
  try {
    const claims = await verifyToken(deps, site, token, noted);
    const facts = factsOf(deps, site, claims);
    const readerToken = makeReaderToken(deps.secret, JSON.stringify([site.id, SSO, token]));
    const hash = hashToken(readerToken);
    const holder = await deps.store.readers.byToken(hash);
    if (holder !== null) return { reader: holder.reader, readerToken };
    const reader = await deps.store.readers.signInMember({
      identity: { siteId: site.id, way: SSO, subject: claims.sub },
      facts,
      token: {
        hash,
        createdAt: deps.now(),
        expiresAt: Math.floor(claims.exp * 1_000),
        way: SSO,
        authorOf: [...new Set((claims.authorOf ?? []).map((key) => threadKeyOf(key, site.settings.threadKeys)))],
      },
      newId: deps.newId(),
      factsAt: Math.floor(claims.iat * 1_000),
    });
    return { reader, readerToken };
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    await deps.store.readers.noteRefusedToken(site.id, { at: deps.now(), reason: error.reason, claims: noted });
    throw new Problem('invalid-token');
  }
}

function factsOf(deps: SsoDeps, site: Site, claims: SsoClaims): MemberFacts {
  const { avatar = null, url = null, badge = null, verified, minor = false, email } = claims;
  const isVerified = claims.email_verified === true;
  return {
    name: nameOf(deps, claims.name),
    ...{ avatar, url, badge, isMinor: minor },
    verified: verified === undefined ? null : { kind: verified, at: deps.now(), person: personOf(deps, site, claims.person) },
    ...(email === undefined ? {} : { email: { hash: hashEmail(deps.secret, email), isVerified } }),
  };
}

/** @throws TokenRefused `name` for one that shows nothing, is too long or speaks for the site. */
function nameOf({ cleanName }: SsoDeps, name: string): string {
  try {
    return cleanName(name);
  } catch (error) {
    if (error instanceof Problem) throw new TokenRefused('name', error);
    throw error;
  }
}

function personOf({ secret }: SsoDeps, { id }: Site, person: string | undefined): string | null {
  return person === undefined ? null : hashPerson(secret, id, person);
}
