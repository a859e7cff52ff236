import express, { type Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { requireGuests } from '../../comments/require-writer.ts';
import { presentReader } from '../../presenters/present-people.ts';
import { networkHash } from '../../web/client-network.ts';
import type { HttpDeps } from '../deps.ts';
import { expressPath, mount } from '../route.ts';

/** Most bytes of what a verifier brings. */
const CALL_LIMIT = 64 * 1024;

/** Readers prove who they are to the site's verifier; what it signs is the body as it comes. */
export function mountVerification(app: Express, deps: HttpDeps): void {
  mount(app, deps, routes.verifyMe, async (_input, context) => {
    const { holder, site } = await context.holderAndSite();
    const { reader } = holder;
    // Before anything is asked outside.
    await deps.limits.spend('post', context.network);
    await deps.limits.spend('verification', context.network);
    await deps.comments.refuseBanned({ siteId: site.id, reader, networks: [networkHash(deps.secret, context.network)] });
    if (reader.kind !== 'member') requireGuests(site);
    const found = await deps.signIn.verification.start(site, holder);
    return { status: 200, body: 'url' in found ? { reader: null, url: found.url } : { reader: presentReader(found.reader), url: null } };
  });

  app.post(
    expressPath(routes.bringVerification),
    express.raw({ type: () => true, limit: CALL_LIMIT, inflate: false }),
    async (req, res) => {
      const body: unknown = req.body;
      const headers = {
        id: req.get('webhook-id') ?? '',
        timestamp: req.get('webhook-timestamp') ?? '',
        signature: req.get('webhook-signature') ?? '',
      };
      await deps.signIn.verification.finish(headers, body instanceof Uint8Array ? body : new Uint8Array());
      res.set('Cache-Control', 'no-store').status(204).end();
    },
  );
}
