import type { Response } from 'express';
import type { SessionAnswer } from '../../../contract/account.ts';
import { secondFactorsOf, type Staff } from '../../domain/accounts.ts';
import { type Permitted, permissionsOf } from '../../domain/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import type { SignedIn } from '../../people/staff.ts';
import { presentStaff } from '../../presenters/present-people.ts';
import { SESSION_COOKIE } from '../../web/session-cookie.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';

const COOKIE = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const;

/** Who is signed in, and what they may do. Without the newsroom's provider nobody is sent there. */
export function sessionView({ signIn }: Pick<HttpDeps, 'signIn'>, actor: Permitted & { staff: Staff }, csrfToken: string): SessionAnswer {
  return {
    staff: presentStaff(actor.staff),
    secondFactors: secondFactorsOf(actor.staff),
    secondFactorWanted: actor.wantsSecondFactor === true,
    byProvider: signIn.staff !== null && actor.staff.identity !== null,
    csrfToken,
    permissions: permissionsOf(actor),
  };
}

/** Gives the browser its session; the answer says who is signed in. */
export function enter(
  deps: Pick<HttpDeps, 'signIn'>,
  { res }: Pick<Context, 'res'>,
  { staff, wantsSecondFactor, session, csrfToken }: SignedIn,
): SessionAnswer {
  res.cookie(SESSION_COOKIE, session.token, { ...COOKIE, expires: new Date(session.expiresAt) });
  return sessionView(deps, { staff, scopes: null, wantsSecondFactor }, csrfToken);
}

/** Takes the session from the browser. */
export function clearSession(res: Response): void {
  res.clearCookie(SESSION_COOKIE, COOKIE);
}

/** Sign-in and set-up belong to our own pages: another page's form or script is refused. @throws Problem `origin-not-allowed`. */
export function requireOwnPage({ req }: Pick<Context, 'req'>): void {
  const site = req.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('origin-not-allowed');
}
