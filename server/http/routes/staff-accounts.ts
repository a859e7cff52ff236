import type { Express } from 'express';
import type { InvitedAccount } from '../../../contract/account.ts';
import { routes } from '../../../contract/routes.ts';
import { type Invited, invitationLink } from '../../people/invitations.ts';
import { wireTime } from '../../presenters/present-comment.ts';
import { presentAccount } from '../../presenters/present-people.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';
import { enter, requireOwnPage } from './session.ts';

/** The accounts of staff, and the links by which their owners set a password. */
export function mountStaffAccounts(app: Express, deps: HttpDeps): void {
  const { people } = deps;

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
    const signedIn = await people.acceptInvitation({ ...body, ...context.place, requestId: context.requestId });
    return { status: 201, body: enter(deps, context, signedIn) };
  });

  mount(app, deps, routes.changeAccount, async ({ params, body }, context) => {
    return {
      status: 200,
      body: presentAccount(await people.changeAccount(context.staff(), params.id, body, knowsSite, context.requestId)),
    };
  });
}
