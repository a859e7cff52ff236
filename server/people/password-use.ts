import { keepsAccounts, type Staff, wantsSecondFactor } from '../domain/accounts.ts';
import type { StaffDeps } from './deps.ts';

/**
 * May this person sign in here by what they have of their own, a password or a passkey? Otherwise the newsroom's provider alone lets them in.
 * @param passwords the operator's setting: everybody, nobody, or one administrator.
 */
export function mayUsePassword(passwords: StaffDeps['passwords'], staff: Pick<Staff, 'email' | 'grants' | 'disabled'>): boolean {
  if (passwords === undefined || passwords === 'on') return true;
  return passwords !== 'off' && passwords.email === staff.email && keepsAccounts(staff);
}

/** Has the person to set up a second factor first? Of those who come by the provider alone it is the provider's matter. */
export const mustSetUpFactor = ({ passwords, requireSecondFactor }: Pick<StaffDeps, 'passwords' | 'requireSecondFactor'>, staff: Staff) =>
  mayUsePassword(passwords, staff) && wantsSecondFactor(staff, requireSecondFactor);
