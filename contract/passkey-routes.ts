import * as account from './account.ts';
import * as passkeys from './passkeys.ts';
import { ById, type RouteRows } from './route-row.ts';

const OWN = { tag: 'staff', who: 'staff', action: 'account.own', on: 'self' } as const;

/** Passkeys of staff (WebAuthn): adding, removing, and proving by one who one is. */
export const passkeyRoutes = {
  listPasskeys: {
    ...OWN,
    method: 'get',
    path: '/api/v1/staff/passkeys',
    summary: 'One’s own passkeys.',
    replies: { 200: passkeys.PasskeyList },
    problems: [],
  },
  beginPasskey: {
    ...OWN,
    method: 'post',
    path: '/api/v1/staff/passkeys/options',
    confirms: true,
    summary: 'What the browser needs to make a passkey; good for once within five minutes, in this session.',
    replies: { 200: passkeys.PasskeyCreation },
    problems: ['confirm-identity', 'invalid-transition'],
  },
  addPasskey: {
    ...OWN,
    method: 'post',
    path: '/api/v1/staff/passkeys',
    confirms: true,
    summary: 'Adds a passkey that the browser has made.',
    body: passkeys.AddPasskey,
    replies: { 201: passkeys.PasskeyView },
    problems: ['confirm-identity', 'wrong-passkey', 'invalid-transition'],
  },
  removePasskey: {
    ...OWN,
    method: 'delete',
    path: '/api/v1/staff/passkeys/{id}',
    confirms: true,
    summary: 'Removes one of one’s passkeys; none of this id is not an error.',
    params: ById,
    replies: { 204: null },
    problems: ['confirm-identity', 'second-factor-wanted'],
  },
  beginConfirmByPasskey: {
    ...OWN,
    method: 'post',
    path: '/api/v1/staff/session/confirm/options',
    summary: 'What the browser needs to prove again by a passkey who one is.',
    replies: { 200: passkeys.PasskeyRequest },
    problems: [],
  },
  beginSignInByPasskey: {
    method: 'post',
    path: '/api/v1/staff/session/passkey/options',
    tag: 'staff',
    who: 'anyone',
    summary: 'What the browser needs to sign in by a passkey, alone or after the password; good for this browser, by a cookie.',
    replies: { 200: passkeys.PasskeyRequest },
    problems: ['too-many-sign-ins'],
  },
  signInByPasskey: {
    method: 'post',
    path: '/api/v1/staff/session/passkey',
    tag: 'staff',
    who: 'anyone',
    summary: 'Signs a member of staff in by a passkey alone, which counts as both factors.',
    body: passkeys.SignInByPasskey,
    replies: { 200: account.SessionAnswer },
    problems: ['wrong-passkey', 'passwords-off', 'too-many-sign-ins'],
  },
} as const satisfies RouteRows;
