import type { Staff } from '../domain/accounts.ts';
import { STAFF_WAY, type TokenHolder } from '../domain/members.ts';
import { may } from '../domain/permissions.ts';
import { visibleName } from '../domain/names.ts';
import type { Ms, Reader, Site, SiteId } from '../domain/types.ts';
import { type AccountActor, accountEffects, type StaffDeps } from './deps.ts';
import { hashToken, makeReaderToken } from './reader-tokens.ts';

/** So long a page of a site may comment as a member of staff. */
const STAFF_TOKEN_FOR: Ms = 30 * 24 * 3_600_000;

type Deps = Pick<StaffDeps, 'store' | 'now' | 'newId' | 'random' | 'secret'>;

/** A token by which a page comments as a member of staff; the token itself is not known any more. */
export interface CommentToken {
  id: string;
  siteId: SiteId;
  createdAt: Ms;
  expiresAt: Ms | null;
}

async function signIn(deps: Deps, staff: Staff, site: Pick<Site, 'id'>, lasts: Ms): Promise<{ reader: Reader; readerToken: string }> {
  const seed = Buffer.from(deps.random(32)).toString('base64url');
  const readerToken = makeReaderToken(deps.secret, JSON.stringify([site.id, 'random', seed]));
  const now = deps.now();
  const reader = await deps.store.readers.signInMember({
    identity: { siteId: site.id, way: STAFF_WAY, subject: staff.id },
    // Names that speak for the site are refused to readers, not to those who do.
    facts: { name: visibleName(staff.name), badge: STAFF_WAY },
    token: { hash: hashToken(readerToken), createdAt: now, expiresAt: now + lasts, way: STAFF_WAY, authorOf: [] },
    newId: deps.newId(),
  });
  return { reader, readerToken };
}

/** Lets a page of the site comment as this person: name and badge are theirs, rights it has none. */
export async function makeCommentToken(
  deps: Deps,
  staff: Staff,
  site: Pick<Site, 'id'>,
  requestId: string | null,
): Promise<{ reader: Reader; readerToken: string }> {
  const made = await signIn(deps, staff, site, STAFF_TOKEN_FOR);
  const actor: AccountActor = { id: staff.id, name: staff.name, requestId };
  await deps.store.accounts.changeStaff(staff.id, {}, accountEffects(deps, actor, 'staff.comment-token', staff.id, { site: site.id }));
  return made;
}

/** As whom the person comments on the site. Where nobody is known yet, or the name is another by now, a token comes with it that is over at once. */
export async function commentsAs(deps: Deps, staff: Staff, site: Pick<Site, 'id'>): Promise<Reader> {
  const known = (await deps.store.readers.staffReaders(staff.id)).find(({ siteId }) => siteId === site.id);
  if (known !== undefined && known.name === visibleName(staff.name)) return known;
  return (await signIn(deps, staff, site, 0)).reader;
}

/** May the member of staff behind a token still comment on its site? Of every other token: yes. */
export async function isInForce({ store }: Pick<StaffDeps, 'store'>, { reader, token }: TokenHolder): Promise<boolean> {
  if (token.way !== STAFF_WAY) return true;
  const own = (await store.readers.identitiesOf(reader.id)).find(({ way }) => way === STAFF_WAY);
  const staff = own === undefined ? null : await store.accounts.staff(own.subject);
  return staff !== null && may({ staff, scopes: null }, 'moderation.decide', reader.siteId);
}

const idOf = (hash: string): string => hash.replaceAll(/[^\w-]/g, '').slice(0, 16);

async function tokensOf({ store }: Pick<StaffDeps, 'store'>, staffId: Staff['id']): Promise<(CommentToken & { hash: string })[]> {
  const readers = await store.readers.staffReaders(staffId);
  const lists = await Promise.all(
    readers.map(async ({ id, siteId }) => (await store.readers.tokensOf(id)).map((token) => ({ ...token, siteId }))),
  );
  return lists
    .flat()
    .filter(({ way }) => way === STAFF_WAY)
    .map(({ hash, siteId, createdAt, expiresAt }) => ({ id: idOf(hash), hash, siteId, createdAt, expiresAt }));
}

/** Where pages may comment as this person, the newest first. */
export async function listCommentTokens(deps: Pick<StaffDeps, 'store'>, staffId: Staff['id']): Promise<CommentToken[]> {
  return (await tokensOf(deps, staffId)).sort((a, b) => b.createdAt - a.createdAt);
}

/** Ends tokens of the person: one, or with null all. One that is not there is not an error. */
export async function endCommentTokens(deps: Pick<StaffDeps, 'store'>, staffId: Staff['id'], id: string | null): Promise<void> {
  for (const token of await tokensOf(deps, staffId)) if (id === null || token.id === id) await deps.store.readers.endToken(token.hash);
}
