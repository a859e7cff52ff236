import { passwordFault } from '../domain/password-rule.ts';
import { Problem } from '../domain/problem.ts';
import type { AuditEntry, Id, SiteId } from '../domain/types.ts';
import type { Grant, Staff } from '../domain/accounts.ts';
import { ALL_SITES } from '../domain/all-sites.ts';
import { orProblem } from '../store/store-problem.ts';
import { type AccountActor, accountEffects, type StaffDeps } from './deps.ts';
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
  disabled?: boolean | undefined;
}

/** Grants as the audit log keeps them: `senior@blog moderator@*`. */
export function grantsText(grants: readonly Grant[]): string {
  return grants.map(({ role, site }) => `${role}@${site}`).join(' ');
}

/**
 * The account as it will be stored. Every new password comes this way: by the set-up link, from the settings, from the
 * command line.
 * @throws Problem `weak-password` when the password is too easy to guess.
 */
export async function composeStaff(deps: AccountDeps, input: NewAccount): Promise<Staff> {
  const fault = passwordFault(input.password, input.email);
  if (fault !== null) {
    throw new Problem('weak-password', { pub: { fault, field: 'password' } });
  }
  const email = normaliseEmail(input.email);
  return {
    id: deps.newId(),
    email,
    name: input.name.trim() || (email.split('@')[0] ?? email),
    grants: input.grants,
    passwordHash: await hashPassword(input.password, deps.random, deps.passwordCost),
    disabled: false,
    createdAt: deps.now(),
  };
}

/**
 * Makes an account.
 * @throws Problem `invalid-request` when the address is taken, `weak-password`.
 */
export async function addStaff(deps: AccountDeps, actor: AccountActor, input: NewAccount): Promise<Staff> {
  const staff = await composeStaff(deps, input);
  const effects = accountEffects(deps, actor, 'staff.create', staff.id, { grants: grantsText(staff.grants) });
  const errors = [{ path: 'email', message: 'there is an account with this address' }];
  return orProblem(deps.store.accounts.createStaff(staff, effects), {
    Duplicate: (cause) => new Problem('invalid-request', { errors, cause }),
  });
}

/** All accounts, by address. */
export function listAccounts(deps: Pick<AccountDeps, 'store'>): Promise<Staff[]> {
  return deps.store.accounts.listStaff();
}

/**
 * Changes an account: its name, its grants, whether it is disabled. Disabling ends its sessions; its API tokens are
 * refused while it lasts. Other grants are in force with the next request. Nobody takes their own rights away: there
 * is always somebody left who keeps the accounts.
 * @param knowsSite is there a site of this id?
 * @throws Problem `not-found`; `not-allowed` for one's own grants or disabling oneself; `invalid-request` for a site
 * that is not there.
 */
export async function changeAccount(
  deps: Pick<AccountDeps, 'store' | 'now' | 'newId'>,
  actor: AccountActor,
  staffId: Id,
  change: AccountChange,
  knowsSite: (siteId: SiteId) => Promise<boolean>,
): Promise<Staff> {
  const { name, grants, disabled } = change;
  if (staffId === actor.id && (grants !== undefined || disabled === true)) throw new Problem('not-allowed');
  for (const [i, { site }] of (grants ?? []).entries()) {
    if (site === ALL_SITES || (await knowsSite(site))) continue;
    throw new Problem('invalid-request', { errors: [{ path: `grants.${i}.site`, message: site }] });
  }
  const patch = {
    ...(name === undefined ? {} : { name }),
    ...(grants === undefined ? {} : { grants }),
    ...(disabled === undefined ? {} : { disabled }),
  };
  const effects = accountEffects(deps, actor, actionOf(change), staffId, factsOf(change));
  const staff = await orProblem(deps.store.accounts.changeStaff(staffId, patch, effects));
  if (disabled === true) await deps.store.accounts.endSessionsOf(staffId);
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
