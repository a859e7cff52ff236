import type { Express, Response } from 'express';
import type { InvitedAccount, SessionAnswer } from '../../../contract/account.ts';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { type Permitted, mayGiveScopes, permissionsOf } from '../../domain/permissions.ts';
import type { Staff } from '../../domain/accounts.ts';
import { presentAccount, presentApiToken, presentStaff } from '../../presenters/present-people.ts';
import { type Invited, invitationLink } from '../../people/invitations.ts';
import { wireTime } from '../../presenters/present-comment.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';
import { SESSION_COOKIE, sessionTokenIn } from '../../web/session-cookie.ts';

const COOKIE = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' } as const;

/** Who is signed in, and what they may do. */
function sessionView(actor: Permitted & { staff: Staff }, csrfToken: string): SessionAnswer {
  return { staff: presentStaff(actor.staff), csrfToken, permissions: permissionsOf(actor) };
}

/** Sign-in, set-up, personal API tokens, and the accounts of staff. */
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
    return { status: 201, body: sessionView({ staff: signedIn.staff, scopes: null }, signedIn.csrfToken) };
  });

  mount(app, deps, routes.signIn, async ({ body }, context) => {
    requireOwnPage(context);
    const { email, password } = body;
    const previousSession = sessionTokenIn(context.req.headers.cookie);
    const signedIn = await people.signIn({ email, password, network: context.network, requestId: context.requestId, previousSession });
    setSession(context.res, signedIn.session);
    return { status: 200, body: sessionView({ staff: signedIn.staff, scopes: null }, signedIn.csrfToken) };
  });

  mount(app, deps, routes.whoAmI, async (_input, context) => {
    const actor = context.staff();
    return { status: 200, body: sessionView(actor, actor.csrfToken ?? '') };
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
    if (!mayGiveScopes(actor, body.scopes)) throw new Problem('not-allowed');
    const { apiToken, token } = await people.makeApiToken(actor, body, context.requestId);
    return { status: 201, body: { ...presentApiToken(apiToken), token } };
  });

  mount(app, deps, routes.deleteToken, async ({ params }, context) => {
    if (!(await people.deleteApiToken(context.staff(), params.id, context.requestId))) throw new Problem('not-found');
    return { status: 204 };
  });

  mount(app, deps, routes.listAccounts, async () => ({
    status: 200,
    body: { accounts: (await people.listAccounts()).map(presentAccount) },
  }));

  const knowsSite = async (id: string): Promise<boolean> => (await deps.siteAdmin.get(id)) !== null;
  const invitedView = ({ staff, token, until }: Invited): InvitedAccount => ({
    account: presentAccount(staff),
    invitation: { link: invitationLink(deps.publicUrl(), token), until: wireTime(until) },
  });

  mount(app, deps, routes.inviteStaff, async ({ body }, context) => {
    const input = { ...body, name: body.name ?? '' };
    const invited = await people.inviteStaff(context.staff(), input, knowsSite, context.requestId);
    return { status: 201, body: invitedView(invited) };
  });

  mount(app, deps, routes.resetAccount, async ({ params }, context) => {
    const invited = await people.resetAccount(context.staff(), params.id, context.requestId);
    return { status: 200, body: invitedView(invited) };
  });

  mount(app, deps, routes.removeAccount, async ({ params }, context) => {
    await people.removeAccount(context.staff(), params.id, context.requestId);
    return { status: 204 };
  });

  mount(app, deps, routes.findInvitation, async ({ body }, context) => {
    requireOwnPage(context);
    const { email, name } = await people.findInvitation(body.token);
    return { status: 200, body: { email, name } };
  });

  mount(app, deps, routes.acceptInvitation, async ({ body }, context) => {
    requireOwnPage(context);
    const signedIn = await people.acceptInvitation({ ...body, network: context.network, requestId: context.requestId });
    setSession(context.res, signedIn.session);
    return { status: 201, body: sessionView({ staff: signedIn.staff, scopes: null }, signedIn.csrfToken) };
  });

  mount(app, deps, routes.changeAccount, async ({ params, body }, context) => {
    return {
      status: 200,
      body: presentAccount(await people.changeAccount(context.staff(), params.id, body, knowsSite, context.requestId)),
    };
  });
}
