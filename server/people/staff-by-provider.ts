import { type Grant, STAFF_ROLES, type Staff } from '../domain/accounts.ts';
import { ALL_SITES } from '../domain/all-sites.ts';
import { NAME_LIMIT } from '../domain/name-limit.ts';
import { firstGraphemes } from '../domain/graphemes.ts';
import { visibleName } from '../domain/names.ts';
import { Duplicate, LastAdministrator, StaleRevision } from '../store/port.ts';
import { type AccountActor, accountEffects, type StaffDeps } from './deps.ts';
import { endAccess, staffChanged } from './end-access.ts';
import { unmatchableHash } from './password.ts';
import { accountOf, grantsText } from './staff-accounts.ts';
import { StaffRefused } from './staff-refused.ts';
import { normaliseEmail, openSession, type Place, type SignedIn } from './staff.ts';

/** Who the newsroom's provider says it is. */
export interface ProvedPerson {
  /** Issuer and subject. */
  subject: string;
  name: string;
  email: string | null;
  emailVerified: boolean;
  groups: readonly string[];
}

/** What a group of the provider is here. */
export interface GroupRule extends Grant {
  group: string;
}

type ProviderDeps = StaffDeps;

/** The grants of somebody in these groups: of each site the most trusted role. */
export function grantsOfGroups(rules: readonly GroupRule[], groups: readonly string[]): Grant[] {
  const mine = rules.filter(({ group }) => groups.includes(group));
  const sites = [...new Set(mine.map(({ site }) => site))].sort();
  return sites.flatMap((site) => {
    const role = STAFF_ROLES.find((one) => mine.some((rule) => rule.site === site && rule.role === one));
    return role === undefined ? [] : [{ role, site }];
  });
}

const actorOf = ({ id, name }: Staff, requestId: string | null): AccountActor => ({ id, name, requestId });

/** The account with the grants of the groups; the last administrator stays one. */
async function followGroups(deps: ProviderDeps, staff: Staff, grants: Grant[], requestId: string | null): Promise<Staff> {
  const isSame = grantsText(sorted(staff.grants)) === grantsText(sorted(grants));
  if (isSame) return staff;
  const change = async (to: Grant[], isLast: boolean): Promise<Staff> => {
    const facts = { grants: grantsText(to), ...(isLast ? { kept: 'last-administrator' } : {}) };
    const { events, audit } = accountEffects(deps, actorOf(staff, requestId), 'staff.groups', staff.id, facts);
    const effects = { audit, events: [...events, staffChanged(deps, staff.id)] };
    return deps.store.accounts.changeStaff(staff.id, { grants: to }, effects);
  };
  try {
    return await change(grants, false);
  } catch (error) {
    if (!(error instanceof LastAdministrator)) throw error;
    const others = grants.filter(({ site }) => site !== ALL_SITES);
    const kept: Grant[] = [...others, { role: 'administrator', site: ALL_SITES }];
    return grantsText(sorted(staff.grants)) === grantsText(sorted(kept)) ? staff : change(kept, true);
  }
}

const sorted = (grants: readonly Grant[]): Grant[] => [...grants].sort((a, b) => (a.site < b.site ? -1 : a.site > b.site ? 1 : 0));

/** Somebody whom the provider knows, but in no group that is anything here any more: they lose what they had. @throws StaffRefused. */
async function refuseWithoutGroup(deps: ProviderDeps, known: Staff | null, requestId: string | null): Promise<never> {
  if (known !== null && known.grants.length > 0) {
    await followGroups(deps, known, [], requestId);
    await endAccess(deps, known.id);
  }
  throw new StaffRefused('no-group');
}

/** Joins an account that was invited, or is there already, to the person. @throws StaffRefused `address-taken`, `disabled`. */
async function join(deps: ProviderDeps, account: Staff, person: ProvedPerson, requestId: string | null): Promise<Staff> {
  if (account.disabled) throw new StaffRefused('disabled');
  if (!person.emailVerified || account.identity !== null) throw new StaffRefused('address-taken');
  const effects = accountEffects(deps, actorOf(account, requestId), 'staff.join-provider', account.id);
  try {
    // The link of an invitation has done its work: it sets no password any more.
    const patch = { identity: person.subject, invitation: null };
    return await deps.store.accounts.changeStaff(account.id, patch, effects, { identity: null });
  } catch (cause) {
    if (cause instanceof StaleRevision || cause instanceof Duplicate) throw new StaffRefused('address-taken', { cause });
    throw cause;
  }
}

/** Makes an account for somebody who has none. @throws StaffRefused `no-address`, `address-taken`. */
async function create(deps: ProviderDeps, person: ProvedPerson, grants: Grant[], requestId: string | null): Promise<Staff> {
  if (person.email === null || person.email.length > 254 || !person.email.includes('@')) throw new StaffRefused('no-address');
  const name = firstGraphemes(visibleName(person.name.slice(0, 1_000)), NAME_LIMIT);
  const proof = { passwordHash: unmatchableHash(deps.random, deps.passwordCost), invitation: null };
  const account: Staff = { ...accountOf(deps, { email: person.email, name, grants }, proof), identity: person.subject };
  const effects = accountEffects(deps, actorOf(account, requestId), 'staff.create', account.id, { grants: grantsText(grants) });
  try {
    return await deps.store.accounts.createStaff(account, effects);
  } catch (cause) {
    if (cause instanceof Duplicate) throw new StaffRefused('address-taken', { cause });
    throw cause;
  }
}

/**
 * Signs in whom the newsroom's provider has proved: matched by issuer and subject, the first time by an address that it vouches for, or
 * as a new account. What they may do follows their groups, each time.
 * @throws StaffRefused `no-group`, `disabled`, `address-taken`, `no-address`.
 */
export async function signInByProvider(
  deps: ProviderDeps,
  rules: readonly GroupRule[],
  person: ProvedPerson,
  from: Place & { requestId: string | null },
): Promise<SignedIn> {
  const { requestId } = from;
  const grants = grantsOfGroups(rules, person.groups);
  const known = await deps.store.accounts.staffByIdentity(person.subject);
  if (known?.disabled === true) throw new StaffRefused('disabled');
  if (grants.length === 0) return refuseWithoutGroup(deps, known, requestId);
  const account = known ?? (person.email === null ? null : await deps.store.accounts.staffByEmail(normaliseEmail(person.email)));
  const joined =
    account === null
      ? await create(deps, person, grants, requestId)
      : known === null
        ? await join(deps, account, person, requestId)
        : account;
  const staff = await followGroups(deps, joined, grants, requestId);
  const signedIn = await openSession(deps, staff, from, requestId);
  // Meanwhile the account may have been disabled or removed, which ended the sessions that there were.
  const now = await deps.store.accounts.staff(staff.id);
  if (now !== null && !now.disabled && now.identity === person.subject) return signedIn;
  await endAccess(deps, staff.id);
  throw new StaffRefused('disabled');
}

/**
 * Notes that somebody who is signed in has proved it again at the provider. The session may have ended meanwhile: then nothing is noted.
 * @throws StaffRefused `other-person`, `disabled`.
 */
export async function confirmByProvider(
  deps: ProviderDeps,
  person: Pick<ProvedPerson, 'subject'>,
  asked: { staffId: Staff['id']; sessionHash: string },
): Promise<void> {
  const staff = await deps.store.accounts.staff(asked.staffId);
  if (staff === null || staff.disabled) throw new StaffRefused('disabled');
  if (staff.identity !== person.subject) throw new StaffRefused('other-person');
  await deps.store.accounts.confirmSession(asked.sessionHash, deps.now());
}
