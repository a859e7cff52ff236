import type { z } from 'zod';
import type {
  ChangeStaffAccount,
  InvitationAnswer,
  InvitedAccount,
  InviteStaff,
  StaffAccount,
  StaffAccountList,
} from '../contract/account.ts';
import { call } from './api.ts';

/** Whose account a one-time link is for. @throws Refused: `invitation-over`. */
export const findInvitation = (token: string): Promise<InvitationAnswer> => call('/staff/invitation', { method: 'POST', body: { token } });

const ACCOUNTS = '/staff/accounts';
const pathOf = (id: string): string => `${ACCOUNTS}/${encodeURIComponent(id)}`;

export const getAccounts = (): Promise<z.infer<typeof StaffAccountList>> => call(ACCOUNTS);
export const inviteStaff = (body: z.infer<typeof InviteStaff>): Promise<InvitedAccount> => call(ACCOUNTS, { method: 'POST', body });
export const changeAccount = (id: string, body: z.infer<typeof ChangeStaffAccount>): Promise<StaffAccount> =>
  call(pathOf(id), { method: 'PATCH', body });
export const resetAccount = (id: string): Promise<InvitedAccount> => call(`${pathOf(id)}/reset`, { method: 'POST' });
export const removeAccount = (id: string): Promise<void> => call(pathOf(id), { method: 'DELETE' });
