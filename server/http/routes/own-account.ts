import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { presentSession } from '../../presenters/present-people.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

/** One's own password, sessions and second factor. */
export function mountOwnAccount(app: Express, deps: HttpDeps): void {
  const { people } = deps;

  mount(app, deps, routes.changePassword, async ({ body }, context) => {
    await people.changePassword(context.staff(), context.place, body, context.requestId);
    return { status: 204 };
  });

  mount(app, deps, routes.listSessions, async (_input, context) => ({
    status: 200,
    body: { sessions: (await people.listSessions(context.staff())).map(presentSession) },
  }));

  mount(app, deps, routes.endOtherSessions, async (_input, context) => {
    await people.endSessions(context.staff(), null, context.requestId);
    return { status: 204 };
  });

  mount(app, deps, routes.endSession, async ({ params }, context) => {
    await people.endSessions(context.staff(), params.id, context.requestId);
    return { status: 204 };
  });

  mount(app, deps, routes.confirmIdentity, async ({ body }, context) => {
    await people.confirmIdentity(context.staff(), { ...context.place, origin: context.ownOrigin }, body, context.requestId);
    return { status: 204 };
  });

  mount(app, deps, routes.beginTotp, async (_input, context) => ({
    status: 200,
    body: await people.beginTotp(context.staff(), context.requestId),
  }));

  mount(app, deps, routes.confirmTotp, async ({ body }, context) => ({
    status: 200,
    body: { recoveryCodes: await people.confirmTotp(context.staff(), body.otp, context.requestId) },
  }));

  mount(app, deps, routes.removeTotp, async ({ body }, context) => {
    await people.removeTotp(context.staff(), context.place, body.otp, context.requestId);
    return { status: 204 };
  });
}
