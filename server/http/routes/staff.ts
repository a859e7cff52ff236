import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { mayGiveScopes } from '../../domain/permissions.ts';
import { presentApiToken } from '../../presenters/present-people.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';
import { sessionTokenIn } from '../../web/session-cookie.ts';
import { passkeyTry } from './passkeys.ts';
import { clearSession, enter, requireOwnPage, sessionView } from './session.ts';

/** Sign-in, set-up and personal API tokens. */
export function mountStaff(app: Express, deps: HttpDeps): void {
  const { people } = deps;

  mount(app, deps, routes.setUp, async ({ body }, context) => {
    requireOwnPage(context);
    const signedIn = await people.setUp({ ...body, ...context.place, requestId: context.requestId });
    return { status: 201, body: enter(deps, context, signedIn) };
  });

  mount(app, deps, routes.signIn, async ({ body }, context) => {
    requireOwnPage(context);
    const previousSession = sessionTokenIn(context.req.headers.cookie);
    const { passkey: credential, ...proof } = body;
    const passkey = credential === undefined ? undefined : { credential, ...passkeyTry(context) };
    const signedIn = await people.signIn({ ...proof, passkey, ...context.place, requestId: context.requestId, previousSession });
    return { status: 200, body: enter(deps, context, signedIn) };
  });

  mount(app, deps, routes.whoAmI, async (_input, context) => {
    const actor = context.staff();
    return { status: 200, body: sessionView(deps, actor, actor.csrfToken ?? '') };
  });

  mount(app, deps, routes.signOut, async (_input, context) => {
    await people.signOut(context.staff());
    clearSession(context.res);
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
}
