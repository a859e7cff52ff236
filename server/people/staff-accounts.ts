import { passwordFault } from '../domain/password-rule.ts';
import { Problem } from '../domain/problem.ts';
import type { AuditEntry, Id, SiteId } from '../domain/types.ts';
import type { Grant, Staff } from '../domain/accounts.ts';
import { ALL_SITES } from '../domain/all-sites.ts';
import { orProblem } from '../store/store-problem.ts';
import { type AccountActor, accountEffects, type StaffDeps } from './deps.ts';
import { endAccess, staffChanged } from './end-access.ts';
import { hashPassword } from './password.ts';
import { normaliseEmail } from './staff.ts';

export type AccountDeps = Pick<StaffDeps, 'store' | 'now' | 'newId' | 'random' | 'passwordCost'>;

export interface NewAccount {
  email: string;
  name: string;
  grants: Grant[];
  password: string;
}

/** What is to be changed of an account; what is left out stays. */
export interface AccountChange {
  name?: string | undefined;
  /** Takes the place of all grants before. */
  grants?: Grant[] | undefined;
  /** The grants that the change was made on: others by now are not overwritten. */
  was?: Grant[] | undefined;
  disabled?: boolean | undefined;
}

/** Grants as the audit log keeps them: `senior@blog moderator@*`. */
export function grantsText(grants: readonly Grant[]): string {
  return grants.map(({ role, site }) => `${role}@${site}`).join(' ');
}

/** @throws Problem `weak-password` when the password is too easy to guess. Every new password comes this way. */
export function checkPassword(password: string, email: string): void {
  const fault = passwordFault(password, email);
  if (fault !== null) throw new Problem('weak-password', { pub: { fault, field: 'password' } });
}

/** The account as it will be stored, with what its owner signs in by. */
export function accountOf(
  deps: Pick<AccountDeps, 'now' | 'newId'>,
  input: Omit<NewAccount, 'password'>,
  proof: Pick<Staff, 'passwordHash' | 'invitation'>,
): Staff {
  const email = normaliseEmail(input.email);
  return {
    id: deps.newId(),
    email,
    name: input.name.trim() || (email.split('@')[0] ?? email),
    grants: input.grants,
    ...proof,
    secondFactor: null,
    passkeys: [],
    identity: null,
    disabled: false,
    createdAt: deps.now(),
  };
}

/** The account with a password that was chosen for it. @throws Problem `weak-password`. */
export async function composeStaff(deps: AccountDeps, input: NewAccount): Promise<Staff> {
  checkPassword(input.password, input.email);
  const passwordHash = await hashPassword(input.password, deps.random, deps.passwordCost);
  return accountOf(deps, input, { passwordHash, invitation: null });
}

/** Stores a new account. @throws Problem `invalid-request` when the address is taken. */
export function keepAccount(deps: AccountDeps, actor: AccountActor, staff: Staff, action: string): Promise<Staff> {
  const effects = accountEffects(deps, actor, action, staff.id, { grants: grantsText(staff.grants) });
  const errors = [{ path: 'email', message: 'there is an account with this address' }];
  return orProblem(deps.store.accounts.createStaff(staff, effects), {
    Duplicate: (cause) => new Problem('invalid-request', { errors, cause }),
  });
}

/**
 * Makes an account.
 * @throws Problem `invalid-request` when the address is taken, `weak-password`.
 */
export async function addStaff(deps: AccountDeps, actor: AccountActor, input: NewAccount): Promise<Staff> {
  return keepAccount(deps, actor, await composeStaff(deps, input), 'staff.create');
}

/** @throws Problem `invalid-request` for a site that is not there. */
export async function wantSites(grants: readonly Grant[], knowsSite: (siteId: SiteId) => Promise<boolean>): Promise<void> {
  for (const [i, { site }] of grants.entries()) {
    if (site === ALL_SITES || (await knowsSite(site))) continue;
    throw new Problem('invalid-request', { errors: [{ path: `grants.${i}.site`, message: site }] });
  }
}

/** All accounts, by address. */
export function listAccounts(deps: Pick<AccountDeps, 'store'>): Promise<Staff[]> {
  return deps.store.accounts.listStaff();
}

/**
 * Changes an account: its name, its grants, whether it is disabled. Disabling ends its sessions, claims and
 * open connections; its API tokens are refused while it lasts. Other grants are in force with the next request. Nobody takes their
 * own rights away, nor the last administrator's.
 * @param knowsSite is there a site of this id?
 * @throws Problem `not-found`; `last-administrator`; `not-allowed` for one's own grants or disabling oneself; `invalid-request` for a site
 * that is not there; `stale-revision` when the grants are others than `was`.
 */
export async function changeAccount(
  deps: Pick<AccountDeps, 'store' | 'now' | 'newId'>,
  actor: AccountActor,
  staffId: Id,
  change: AccountChange,
  knowsSite: (siteId: SiteId) => Promise<boolean>,
): Promise<Staff> {
  const { name, grants, was, disabled } = change;
  if (staffId === actor.id && (grants !== undefined || disabled === true)) throw new Problem('not-allowed');
  await wantSites(grants ?? [], knowsSite);
  const patch = {
    ...(name === undefined ? {} : { name }),
    ...(grants === undefined ? {} : { grants }),
    ...(disabled === undefined ? {} : { disabled }),
  };
  const { events, audit } = accountEffects(deps, actor, actionOf(change), staffId, factsOf(change));
  const effects = { audit, events: [...events, staffChanged(deps, staffId)] };
  const staff = await orProblem(deps.store.accounts.changeStaff(staffId, patch, effects, was === undefined ? {} : { grants: was }));
  if (disabled === true) await endAccess(deps, staffId);
  return staff;
}

/** How the audit log names a change: by the weightiest part of it. */
function actionOf({ grants, disabled }: AccountChange): string {
  if (disabled !== undefined) return disabled ? 'staff.disable' : 'staff.enable';
  return grants === undefined ? 'staff.change' : 'staff.grant';
}

function factsOf({ name, grants }: AccountChange): AuditEntry['data'] {
  return { ...(name === undefined ? {} : { name }), ...(grants === undefined ? {} : { grants: grantsText(grants) }) };
}

/**
 * A person's grants with one changed.
 * @param role the new role on the site (`*`: on all); null takes away what was granted for it.
 */
export function withGrant(grants: readonly Grant[], site: SiteId, role: Grant['role'] | null): Grant[] {
  const others = grants.filter((grant) => grant.site !== site);
  return role === null ? others : [...others, { role, site }];
}
