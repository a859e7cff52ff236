import * as account from './account.ts';
import { ById, type RouteRows } from './route-row.ts';

const OWN = { tag: 'staff', who: 'staff', action: 'account.own', on: 'self' } as const;

/** One's own account: password, sessions, second factor. */
export const ownAccountRoutes = {
  changePassword: {
    ...OWN,
    method: 'put',
    path: '/api/v1/staff/password',
    summary: 'Changes one’s own password and ends all other sessions.',
    body: account.ChangePassword,
    replies: { 204: null },
    problems: ['wrong-password', 'weak-password', 'passwords-off', 'too-many-sign-ins'],
  },
  listSessions: {
    ...OWN,
    method: 'get',
    path: '/api/v1/staff/sessions',
    summary: 'Where one is signed in.',
    replies: { 200: account.OwnSessionList },
    problems: [],
  },
  endOtherSessions: {
    ...OWN,
    method: 'delete',
    path: '/api/v1/staff/sessions',
    summary: 'Ends all of one’s sessions but the one that asks.',
    replies: { 204: null },
    problems: [],
  },
  endSession: {
    ...OWN,
    method: 'delete',
    path: '/api/v1/staff/sessions/{id}',
    summary: 'Ends one of one’s sessions; none of this id is not an error.',
    params: ById,
    replies: { 204: null },
    problems: [],
  },
  confirmIdentity: {
    ...OWN,
    method: 'post',
    path: '/api/v1/staff/session/confirm',
    summary: 'Proves again who one is: what was refused by `confirm-identity` is allowed for ten minutes.',
    body: account.ConfirmIdentity,
    replies: { 204: null },
    problems: ['wrong-password', 'wrong-code', 'passwords-off', 'too-many-sign-ins'],
  },
  beginTotp: {
    ...OWN,
    method: 'post',
    path: '/api/v1/staff/totp',
    confirms: true,
    summary: 'A new secret for an authenticator app; it counts once a code was confirmed.',
    replies: { 200: account.TotpBegun },
    problems: ['confirm-identity', 'invalid-transition'],
  },
  confirmTotp: {
    ...OWN,
    method: 'post',
    path: '/api/v1/staff/totp/confirm',
    summary: 'Turns the second factor on by a first code; gives the recovery codes.',
    body: account.TotpCode,
    replies: { 200: account.RecoveryCodes },
    problems: ['wrong-code', 'invalid-transition'],
  },
  removeTotp: {
    ...OWN,
    method: 'delete',
    path: '/api/v1/staff/totp',
    confirms: true,
    summary: 'Turns the second factor off, by a code of it.',
    body: account.TotpCode,
    replies: { 204: null },
    problems: ['confirm-identity', 'wrong-code', 'too-many-sign-ins'],
  },
} as const satisfies RouteRows;
