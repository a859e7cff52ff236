import type { z } from 'zod';
import type { OwnSession, OwnSessionList, RecoveryCodes, TotpBegun } from '../contract/account.ts';
import { call } from './api.ts';

export type { OwnSession };

export const changePassword = (current: string, password: string): Promise<void> =>
  call('/staff/password', { method: 'PUT', body: { current, password } });

const SESSIONS = '/staff/sessions';
export const getSessions = (): Promise<z.infer<typeof OwnSessionList>> => call(SESSIONS);
export const endSession = (id: string): Promise<void> => call(`${SESSIONS}/${encodeURIComponent(id)}`, { method: 'DELETE' });
export const endOtherSessions = (): Promise<void> => call(SESSIONS, { method: 'DELETE' });

const TOTP = '/staff/totp';
export const beginTotp = (): Promise<z.infer<typeof TotpBegun>> => call(TOTP, { method: 'POST' });
export const confirmTotp = (otp: string): Promise<z.infer<typeof RecoveryCodes>> =>
  call(`${TOTP}/confirm`, { method: 'POST', body: { otp } });
export const removeTotp = (otp: string): Promise<void> => call(TOTP, { method: 'DELETE', body: { otp } });

/** Proves again who is signed in. @throws Refused: `wrong-password`, `wrong-code`, `wrong-passkey`. */
export const confirmIdentity = (proof: { password?: string; otp?: string; passkey?: object }): Promise<void> =>
  call('/staff/session/confirm', { method: 'POST', body: proof });
