import { Problem } from '../domain/problem.ts';
import type { Ms, Id, SiteId } from '../domain/types.ts';
import type { Staff } from '../domain/accounts.ts';
import { orProblem } from '../store/store-problem.ts';
import { type AccountActor, accountEffects, type StaffDeps } from './deps.ts';
import { endAccess } from './end-access.ts';
import { hashPassword, unmatchableHash } from './password.ts';
import { hashToken } from './reader-tokens.ts';
import { mayUsePassword } from './password-use.ts';
import { accountOf, type AccountDeps, checkPassword, grantsText, keepAccount, type NewAccount, wantSites } from './staff-accounts.ts';

/** So long an invitation can be used. */
export const INVITATION_LASTS: Ms = 48 * 3_600_000;

/** An account and the link by which its owner sets a password; the token is given this once. */
export interface Invited {
  staff: Staff;
  token: string;
  until: Ms;
}

/** What the console shows at a link, before the person sets a password. */
export const invitationLink = (url: string, token: string): string => `${url}/admin/#invitation=${token}`;

function newInvitation(deps: Pick<StaffDeps, 'random' | 'now'>): { token: string; invitation: NonNullable<Staff['invitation']> } {
  const token = Buffer.from(deps.random(32)).toString('base64url');
  return { token, invitation: { tokenHash: hashToken(token), until: deps.now() + INVITATION_LASTS } };
}

/**
 * Makes an account whose owner sets the password by a link.
 * @param knowsSite is there a site of this id?
 * @throws Problem `invalid-request` when the address is taken or a site is not there.
 */
export async function inviteStaff(
  deps: AccountDeps,
  actor: AccountActor,
  input: Omit<NewAccount, 'password'>,
  knowsSite: (siteId: SiteId) => Promise<boolean>,
): Promise<Invited> {
  await wantSites(input.grants, knowsSite);
  // The account and its invitation begin in the same moment.
  const at = deps.now();
  const { token, invitation } = newInvitation({ ...deps, now: () => at });
  const account = accountOf({ ...deps, now: () => at }, input, {
    passwordHash: unmatchableHash(deps.random, deps.passwordCost),
    invitation,
  });
  const staff = await keepAccount(deps, actor, account, 'staff.invite');
  return { staff, token, until: invitation.until };
}

/**
 * Takes the password and the passkeys, which sign in alone, away and makes a link for a new one: the person is signed out everywhere and their claims are given back. API
 * tokens stay; who is not to use them either is disabled.
 * @throws Problem `not-found`; `not-allowed` for oneself: one's own password is changed by knowing it.
 */
export async function resetAccount(deps: AccountDeps, actor: AccountActor, staffId: Id): Promise<Invited> {
  if (staffId === actor.id) throw new Problem('not-allowed');
  const { token, invitation } = newInvitation(deps);
  const passwordHash = unmatchableHash(deps.random, deps.passwordCost);
  const effects = accountEffects(deps, actor, 'staff.reset', staffId);
  // Before too: a process that dies in between leaves nobody signed in.
  await deps.store.accounts.endSessionsOf(staffId);
  const staff = await orProblem(deps.store.accounts.changeStaff(staffId, { passwordHash, invitation, passkeys: [] }, effects));
  await endAccess(deps, staffId);
  return { staff, token, until: invitation.until };
}

/**
 * Removes an account with its sessions and API tokens. What the person decided stays under their name.
 * @throws Problem `not-found`, `last-administrator`; `not-allowed` for oneself.
 */
export async function removeAccount(deps: AccountDeps, actor: AccountActor, staffId: Id): Promise<Staff> {
  if (staffId === actor.id) throw new Problem('not-allowed');
  const staff = await deps.store.accounts.staff(staffId);
  if (staff === null) throw new Problem('not-found');
  const facts = { name: staff.name, grants: grantsText(staff.grants) };
  await orProblem(deps.store.accounts.removeStaff(staffId, accountEffects(deps, actor, 'staff.remove', staffId, facts)));
  await endAccess(deps, staffId);
  return staff;
}

/** Whose link it is. @throws Problem `invitation-over` when it was used, replaced or made more than 48 hours ago. */
export async function findInvitation(deps: Pick<StaffDeps, 'store' | 'now'>, token: string): Promise<Staff> {
  const staff = await deps.store.accounts.staffByInvitation(hashToken(token));
  if (staff?.invitation == null || staff.disabled || staff.invitation.until <= deps.now()) throw new Problem('invitation-over');
  return staff;
}

/**
 * Sets the password by a link, which cannot be used again. Of two at once one sets it.
 * @throws Problem `invitation-over`, `weak-password`, `passwords-off`.
 */
export async function acceptInvitation(
  deps: AccountDeps & Pick<StaffDeps, 'passwords'>,
  { token, password, requestId = null }: { token: string; password: string; requestId?: string | null },
): Promise<Staff> {
  const invited = await findInvitation(deps, token);
  if (!mayUsePassword(deps.passwords, invited)) throw new Problem('passwords-off');
  const { id, name, email } = invited;
  checkPassword(password, email);
  const passwordHash = await hashPassword(password, deps.random, deps.passwordCost);
  const effects = accountEffects(deps, { id, name, requestId }, 'staff.accept', id);
  const staff = await deps.store.accounts.acceptInvitation({ tokenHash: hashToken(token), now: deps.now(), passwordHash }, effects);
  if (staff === null) throw new Problem('invitation-over');
  return staff;
}
