import { hashEmail } from '../domain/email-hash.ts';
import type { Reader, Site } from '../domain/types.ts';
import type { Ms } from '../domain/types.ts';
import { hashToken, makeReaderToken } from '../people/reader-tokens.ts';
import type { SignInDeps } from './deps.ts';
import { memberName } from './member-name.ts';
import type { Person } from './provider.ts';

/** So long a member stays signed in. */
export const MEMBER_TOKEN_FOR: Ms = 90 * 24 * 3_600_000;

/** A member with the token of this browser. */
export interface Entered {
  reader: Reader;
  readerToken: string;
}

/**
 * Signs somebody in whose identity a way has confirmed. Of the address a keyed hash is kept; accounts are joined by it only where the way
 * vouches for it, which is the store's rule.
 * @param way.names what the person is called where the way says nothing that may be shown.
 * @param way.keepsName a member who is known keeps the name.
 */
export async function enterMember(
  deps: Pick<SignInDeps, 'store' | 'secret' | 'now' | 'newId' | 'random'>,
  site: Pick<Site, 'id'>,
  way: { id: string; names: readonly string[]; keepsName: boolean },
  person: Person,
): Promise<Entered> {
  const seed = Buffer.from(deps.random(32)).toString('base64url');
  const readerToken = makeReaderToken(deps.secret, JSON.stringify([site.id, 'random', seed]));
  const now = deps.now();
  const reader = await deps.store.readers.signInMember({
    identity: { siteId: site.id, way: way.id, subject: person.subject },
    facts: {
      name: memberName(person.name, way.names),
      keepsName: way.keepsName,
      ...(person.avatar === null ? {} : { avatar: person.avatar }),
      ...(person.email === null ? {} : { email: { hash: hashEmail(deps.secret, person.email), isVerified: person.emailVerified } }),
    },
    token: { hash: hashToken(readerToken), createdAt: now, expiresAt: now + MEMBER_TOKEN_FOR, way: way.id, authorOf: [] },
    newId: deps.newId(),
  });
  return { reader, readerToken };
}
