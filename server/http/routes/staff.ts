import type { Express, Response } from 'express';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { allowsScope } from '../../people/staff.ts';
import { presentApiToken, presentStaff } from '../../presenters/present-people.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';
import { SESSION_COOKIE, sessionTokenIn } from '../../web/session-cookie.ts';

const COOKIE = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const;

/** Sign-in, set-up and personal API tokens. */
export function mountStaff(app: Express, deps: HttpDeps): void {
  const { people } = deps;

  function setSession(res: Response, session: { token: string; expiresAt: number }): void {
    res.cookie(SESSION_COOKIE, session.token, { ...COOKIE, expires: new Date(session.expiresAt) });
  }

  /** Sign-in and set-up belong to our own pages: another page's form or script is refused. */
  function requireOwnPage(context: Context): void {
    const site = context.req.get('sec-fetch-site');
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Problem('origin-not-allowed');
  }

  mount(app, deps, routes.setUp, async ({ body }, context) => {
    requireOwnPage(context);
    const signedIn = await people.setUp({ ...body, network: context.network, requestId: context.requestId });
    setSession(context.res, signedIn.session);
    return { status: 201, body: { staff: presentStaff(signedIn.staff), csrfToken: signedIn.csrfToken } };
  });

  mount(app, deps, routes.signIn, async ({ body }, context) => {
    requireOwnPage(context);
    const { email, password } = body;
    const previousSession = sessionTokenIn(context.req.headers.cookie);
    const signedIn = await people.signIn({ email, password, network: context.network, requestId: context.requestId, previousSession });
    setSession(context.res, signedIn.session);
    return { status: 200, body: { staff: presentStaff(signedIn.staff), csrfToken: signedIn.csrfToken } };
  });

  mount(app, deps, routes.whoAmI, async (_input, context) => {
    const { staff, csrfToken } = context.staff();
    return { status: 200, body: { staff: presentStaff(staff), csrfToken: csrfToken ?? '' } };
  });

  mount(app, deps, routes.signOut, async (_input, context) => {
    await people.signOut(context.staff());
    context.res.clearCookie(SESSION_COOKIE, COOKIE);
    return { status: 204 };
  });

  mount(app, deps, routes.listTokens, async (_input, context) => {
    const tokens = await people.listApiTokens(context.staff());
    return { status: 200, body: { tokens: tokens.map(presentApiToken) } };
  });

  mount(app, deps, routes.makeToken, async ({ body }, context) => {
    const actor = context.staff();
    // A token makes none that may do more than itself.
    if (!body.scopes.every((scope) => allowsScope(actor, scope))) throw new Problem('not-allowed');
    const { apiToken, token } = await people.makeApiToken(actor, body, context.requestId);
    return { status: 201, body: { ...presentApiToken(apiToken), token } };
  });

  mount(app, deps, routes.deleteToken, async ({ params }, context) => {
    if (!(await people.deleteApiToken(context.staff(), params.id, context.requestId))) throw new Problem('not-found');
    return { status: 204 };
  });
}
