import { passwordFault } from '../domain/password-rule.ts';
import { Problem } from '../domain/problem.ts';
import type { Id, SiteId, StaffRole } from '../domain/types.ts';
import type { Staff } from '../domain/accounts.ts';
import { orProblem } from '../store/store-problem.ts';
import { type AccountActor, accountEffects, type StaffDeps } from './deps.ts';
import { hashPassword } from './password.ts';
import { normaliseEmail } from './staff.ts';

export type AccountDeps = Pick<StaffDeps, 'store' | 'now' | 'newId' | 'random'>;

export interface NewAccount {
  email: string;
  name: string;
  role: StaffRole;
  /** null = all sites. */
  siteIds: SiteId[] | null;
  password: string;
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
    role: input.role,
    siteIds: input.siteIds,
    passwordHash: await hashPassword(input.password, deps.random),
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
  const effects = accountEffects(deps, actor, 'staff.create', staff.id, { role: staff.role });
  const errors = [{ path: 'email', message: 'there is an account with this address' }];
  return orProblem(deps.store.accounts.createStaff(staff, effects), {
    Duplicate: (cause) => new Problem('invalid-request', { errors, cause }),
  });
}

/**
 * Disables an account or enables it again. Disabling ends its sessions; its API tokens are refused while it lasts.
 * @throws Problem `not-found`.
 */
export async function setDisabled(deps: AccountDeps, actor: AccountActor, staffId: Id, disabled: boolean): Promise<Staff> {
  const effects = accountEffects(deps, actor, disabled ? 'staff.disable' : 'staff.enable', staffId);
  const staff = await orProblem(deps.store.accounts.changeStaff(staffId, { disabled }, effects));
  if (disabled) await deps.store.accounts.endSessionsOf(staffId);
  return staff;
}
