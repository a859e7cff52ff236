import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { presentReader } from '../../presenters/present-people.ts';
import { allowsOrigin } from '../../sites/origins.ts';
import { networkHash } from '../../web/client-network.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';
import { refusalAsProblem } from './sign-in.ts';

/** Readers sign in by mail. */
export function mountMailSignIn(app: Express, deps: HttpDeps): void {
  mount(app, deps, routes.mailCode, async ({ body }, context) => {
    const site = await deps.sites.get(body.site);
    context.openTo(site);
    const { page } = body;
    // A link of ours must lead to no page but the site's.
    if (page !== undefined && !allowsOrigin(site.origins, new URL(page).origin) && new URL(page).origin !== context.ownOrigin) {
      throw new Problem('origin-not-allowed', { pub: { origin: new URL(page).origin } });
    }
    await deps.limits.spend('mail', context.network);
    await deps.comments.refuseBanned({ siteId: site.id, reader: null, networks: [networkHash(deps.secret, context.network)] });
    const browser = await deps.signIn.mail.send(site, body.email, page ?? null, context.lang).catch(refusalAsProblem);
    return { status: 202, body: { accepted: true, browser } };
  });

  mount(app, deps, routes.confirmMail, async ({ body }, context) => {
    const site = await deps.sites.get(body.site);
    context.openTo(site);
    await deps.limits.spend('sign-in', context.network);
    const { code = '', email = '', token, browser = '', name } = body;
    const proof = token === undefined ? { code, email } : { token, browser };
    const { reader, readerToken } = await deps.signIn.mail.confirm(site, proof, name, context.lang).catch(refusalAsProblem);
    return { status: 200, body: { reader: presentReader(reader), readerToken } };
  });
}
