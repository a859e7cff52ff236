import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { CHALLENGE_LASTS } from '../../people/passkey-challenge.ts';
import type { PasskeyTry } from '../../people/staff.ts';
import { presentPasskey } from '../../presenters/present-people.ts';
import { passkeyBrowserIn, passkeyCookie } from '../../web/passkey-cookie.ts';
import { sessionTokenIn } from '../../web/session-cookie.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';
import { enter, requireOwnPage } from './session.ts';

/** The browser of a request as it was named when it asked for a challenge. */
export const passkeyTry = ({ req, ownOrigin }: Pick<Context, 'req' | 'ownOrigin'>): PasskeyTry => ({
  browserName: passkeyBrowserIn(req.headers.cookie),
  origin: ownOrigin,
});

/** Passkeys: one's own, and signing in by one. */
export function mountPasskeys(app: Express, deps: HttpDeps): void {
  const { people } = deps;

  mount(app, deps, routes.listPasskeys, async (_input, context) => ({
    status: 200,
    body: { passkeys: context.staff().staff.passkeys.map(presentPasskey) },
  }));

  mount(app, deps, routes.beginPasskey, async (_input, context) => ({
    status: 200,
    body: await people.beginPasskey(context.staff(), context.ownOrigin),
  }));

  mount(app, deps, routes.addPasskey, async ({ body }, context) => ({
    status: 201,
    body: presentPasskey(await people.addPasskey(context.staff(), context.ownOrigin, body, context.requestId)),
  }));

  mount(app, deps, routes.removePasskey, async ({ params }, context) => {
    await people.removePasskey(context.staff(), params.id, context.requestId);
    return { status: 204 };
  });

  mount(app, deps, routes.beginConfirmByPasskey, async (_input, context) => ({
    status: 200,
    body: await people.beginConfirmByPasskey(context.staff(), context.ownOrigin),
  }));

  mount(app, deps, routes.beginSignInByPasskey, async (_input, context) => {
    requireOwnPage(context);
    const { browserName, origin } = passkeyTry(context);
    // Two tabs of a browser share its name: neither ends the try of the other.
    const browser = browserName ?? randomBytes(32).toString('base64url');
    const body = await people.beginSignInByPasskey({ browserName: browser, origin, network: context.network });
    context.res.append('Set-Cookie', passkeyCookie(browser, CHALLENGE_LASTS / 1_000));
    return { status: 200, body };
  });

  mount(app, deps, routes.signInByPasskey, async ({ body }, context) => {
    requireOwnPage(context);
    const previousSession = sessionTokenIn(context.req.headers.cookie);
    const at = { ...context.place, ...passkeyTry(context), requestId: context.requestId, previousSession };
    return { status: 200, body: enter(deps, context, await people.signInByPasskey({ ...body, ...at })) };
  });
}
