/**
 * Why a sign-in came to nothing. `cancelled` by the reader; `expired`: unknown, used or too late; `other-browser`: begun in another one;
 * `unreachable`: the provider gave no answer; `bad-answer`: one that is wrong or that it did not sign; `code-refused`: its code is used or
 * over; `misconfigured`: it does not accept the site; `no-account`: it does not let this person in; `in-wechat-only`; `wrong-code` of a
 * mail; `link-elsewhere`: its link was opened in another browser than the one that asked for it; `mail-off`.
 */
export const SIGN_IN_REFUSALS = [
  'cancelled',
  'expired',
  'other-browser',
  'unreachable',
  'bad-answer',
  'code-refused',
  'misconfigured',
  'no-account',
  'in-wechat-only',
  'wrong-code',
  'link-elsewhere',
  'mail-off',
] as const;
export type SignInRefusal = (typeof SIGN_IN_REFUSALS)[number];

/**
 * Why a member of staff could not sign in by the newsroom's own provider, beside these. `no-group`: none of their groups is anything
 * here; `disabled`; `address-taken`: there is an account with their address, which the provider does not vouch for or another person of
 * the provider has; `no-address`: a new account needs one; `not-recent`: the provider did not ask again who it is; `other-person`: it
 * was somebody else.
 */
export const STAFF_REFUSALS = ['no-group', 'disabled', 'address-taken', 'no-address', 'not-recent', 'other-person'] as const;
export type StaffRefusal = SignInRefusal | (typeof STAFF_REFUSALS)[number];
