import type { Id, Ms, Reader, ReaderId, SiteId, ThreadKey } from './types.ts';

/** Most tokens of a reader: a new one beyond that ends the oldest. */
export const MOST_READER_TOKENS = 100;

/** Readers who are one person are counted to this. */
export const MOST_PEN_NAMES = 100;

/** The way of a site's own sign-on. */
export const SSO = 'sso';

/** The way of staff who comment as themselves: its subject is the id of their account. */
export const STAFF_WAY = 'staff';

/** By whom a member is known, and as what. The same in a site leads to one member. */
export interface Identity {
  siteId: SiteId;
  /** `sso`, `mail`, `staff`, or the id of one of the site's ways to sign in. */
  way: string;
  /** What that way knows the person by: `sub`, an id, the keyed hash of an address. */
  subject: string;
}

/** An identity as it is stored. */
export interface KnownIdentity extends Identity {
  readerId: ReaderId;
  createdAt: Ms;
}

/** A reader's token, of which only the hash is kept. */
export interface ReaderToken {
  hash: string;
  createdAt: Ms;
  /** null for guests: theirs do not end by themselves. */
  expiresAt: Ms | null;
  /** How the reader came by it: `guest`, or the way of an identity. */
  way: string;
  /** Keys of the threads that the person is the author of. */
  authorOf: ThreadKey[];
}

/** Whom a token stands for. */
export interface TokenHolder {
  reader: Reader;
  token: ReaderToken;
}

/** A reader who has shown a token. */
export type SignedInReader = Reader &
  Pick<ReaderToken, 'authorOf'> & {
    /** A member of staff who comments as themselves, and may do so at this moment. */
    isStaff?: boolean;
  };

/** What a way to sign in says of a person; what it does not say (undefined) stays as it was. */
export interface MemberFacts extends Partial<Pick<Reader, 'avatar' | 'url' | 'badge' | 'verified' | 'isMinor'>> {
  name: string;
  /** The name is only for a member who is made now; one who is known keeps theirs. */
  keepsName?: boolean | undefined;
  email?: { hash: string; isVerified: boolean } | undefined;
}

/** A sign-in of a member. */
export interface MemberSignIn {
  identity: Identity;
  facts: MemberFacts;
  token: ReaderToken;
  /** The member's id when one has to be made. */
  newId: Id;
  /** When the way stated `facts`: older ones than the member has are not taken over. Left out: they are the newest. */
  factsAt?: Ms | undefined;
}

/** A guest's token: it does not end by itself. */
export function guestToken(hash: string, createdAt: Ms): ReaderToken {
  return { hash, createdAt, expiresAt: null, way: 'guest', authorOf: [] };
}

/** What only members have, as it is for a guest. */
export const NO_PROFILE = {
  emailVerified: false,
  avatar: null,
  url: null,
  badge: null,
  verified: null,
  isMinor: false,
  acceptedTerms: [],
} as const satisfies Partial<Reader>;

/**
 * The member after a sign-in: what the way says is taken over. An address that nobody vouches for takes the place of none
 * that somebody did.
 * @param before null for one who is made now.
 */
export function memberAfter(before: Reader | null, id: ReaderId, { identity, facts, token }: MemberSignIn): Reader {
  const known: Reader = before ?? {
    id,
    siteId: identity.siteId,
    kind: 'member',
    name: facts.name,
    emailHash: null,
    email: null,
    ...NO_PROFILE,
    createdAt: token.createdAt,
  };
  const { avatar = known.avatar, url = known.url, badge = known.badge, isMinor = known.isMinor, email } = facts;
  const verified = facts.verified ?? keptVerification(known.verified, facts);
  const takesEmail = email !== undefined && (email.isVerified || !known.emailVerified);
  return {
    ...known,
    name: before !== null && facts.keepsName === true ? known.name : facts.name,
    ...(takesEmail ? { emailHash: email.hash, emailVerified: email.isVerified } : {}),
    ...{ avatar, url, badge, isMinor, verified: isSame(known.verified, verified) ? known.verified : verified },
  };
}

/**
 * Does the member have newer facts than the sign-in brings?
 * @param lastAt when those were stated that the member has; null: nobody knows.
 */
export function isOutdated({ factsAt }: Pick<MemberSignIn, 'factsAt'>, lastAt: Ms | null): boolean {
  return factsAt !== undefined && lastAt !== null && factsAt < lastAt;
}

/** A way that states no verification ends what it has stated itself; what the site's verifier has found stays. */
const keptVerification = (before: Reader['verified'], facts: MemberFacts): Reader['verified'] =>
  facts.verified === undefined || before?.isByVerifier === true ? before : null;

/** The same verification again: it keeps its time. */
const isSame = (before: Reader['verified'], now: Reader['verified']): boolean =>
  before?.kind === now?.kind && before?.person === now?.person;

/** What a step of a join came to. */
export interface JoinStep {
  /** Is there nothing left to move? */
  isDone: boolean;
}
