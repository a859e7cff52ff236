import { hashEmail } from '../domain/email-hash.ts';
import { NO_PROFILE, type SignedInReader, STAFF_WAY, type TokenHolder } from '../domain/members.ts';
import { Problem } from '../domain/problem.ts';
import type { Reader, SiteId } from '../domain/types.ts';
import { orProblem } from '../store/store-problem.ts';
import type { NameField } from './clean-name.ts';
import type { GuestDeps } from './deps.ts';
import { hashToken, isReaderToken, makeReaderToken } from './reader-tokens.ts';

/** A guest that need not be stored yet, with its token. */
export interface ComposedGuest {
  reader: Reader;
  readerToken: string;
  /** Is it the reader whom the token belongs to already? */
  isKnown: boolean;
}

interface GuestFacts {
  siteId: SiteId;
  name: string;
  nameField?: NameField;
  email?: string | undefined;
  /** The same in the same site gives the same token, and the reader made first. */
  seed?: string | undefined;
}

/**
 * A guest with its token; nothing is stored. Of the address only a keyed hash is kept.
 * @throws Problem `name-not-allowed`.
 */
export async function composeGuest(deps: GuestDeps, guest: GuestFacts): Promise<ComposedGuest> {
  const seed = guest.seed ?? Buffer.from(deps.random(32)).toString('base64url');
  const readerToken = makeReaderToken(deps.secret, JSON.stringify([guest.siteId, guest.seed === undefined ? 'random' : 'request', seed]));
  const name = deps.cleanName(guest.name, guest.nameField);
  const known = guest.seed === undefined ? null : await deps.store.readers.byToken(hashToken(readerToken));
  if (known !== null) return { reader: known.reader, readerToken, isKnown: true };
  const reader: Reader = {
    id: deps.newId(),
    siteId: guest.siteId,
    kind: 'guest',
    name,
    emailHash: guest.email === undefined || guest.email === '' ? null : hashEmail(deps.secret, guest.email),
    email: null,
    ...NO_PROFILE,
    createdAt: deps.now(),
  };
  return { reader, readerToken, isKnown: false };
}

/** Stores a guest with its token; gives the one made first where two were made of one seed. */
export function keepGuest(deps: Pick<GuestDeps, 'store'>, { reader, readerToken, isKnown }: ComposedGuest): Promise<Reader> {
  return isKnown ? Promise.resolve(reader) : deps.store.readers.createGuest(reader, hashToken(readerToken));
}

/**
 * Makes a guest with its token. The same seed in the same site again gives the same token and the reader made first.
 * @throws Problem `name-not-allowed`.
 */
export async function makeGuest(deps: GuestDeps, guest: GuestFacts): Promise<{ reader: Reader; readerToken: string }> {
  const composed = await composeGuest(deps, guest);
  return { reader: await keepGuest(deps, composed), readerToken: composed.readerToken };
}

/**
 * The reader whom a token belongs to.
 * @param find whom a token stands for.
 * @param bearer the token as it came in the request.
 * @throws Problem `invalid-token` when it has not the form of one, is unknown or is another site's: which of
 * these stays open.
 */
export async function identifyReader(
  find: (bearer: string) => Promise<TokenHolder | null>,
  siteId: SiteId,
  bearer: string,
): Promise<SignedInReader> {
  const holder = await find(bearer);
  if (holder === null || holder.reader.siteId !== siteId) throw new Problem('invalid-token');
  return signedIn(holder);
}

/** The reader whom a token stands for, with what the token says. */
export function signedIn({ reader, token }: TokenHolder): SignedInReader {
  return { ...reader, authorOf: token.authorOf, ...(token.way === STAFF_WAY ? { isStaff: true } : {}) };
}

/** Whom a token stands for, of whichever site; null when it has not the form of one, is unknown or has ended. */
export async function holderOf(deps: Pick<GuestDeps, 'store'>, bearer: string): Promise<TokenHolder | null> {
  return isReaderToken(bearer) ? deps.store.readers.byToken(hashToken(bearer)) : null;
}

/**
 * Gives a guest another name; a member's comes from the site. Earlier comments keep the name they were
 * written under.
 * @throws Problem `name-not-allowed`, `not-allowed` for a member, `invalid-token` when the reader is gone.
 */
export async function renameReader(deps: Pick<GuestDeps, 'store' | 'cleanName'>, reader: Reader, name: string): Promise<Reader> {
  if (reader.kind === 'member') throw new Problem('not-allowed');
  const clean = deps.cleanName(name);
  if (clean === reader.name) return reader;
  return orProblem(deps.store.readers.rename(reader.id, clean), { NotFound: (cause) => new Problem('invalid-token', { cause }) });
}
