import type { Express } from 'express';
import type { ReviewerSettings } from '../../domain/reviewer-settings.ts';
import { routes } from '../../../contract/routes.ts';
import { Problem } from '../../domain/problem.ts';
import { allowsScope, mayAdministrate, worksFor } from '../../people/staff.ts';
import { presentThread } from '../../presenters/present-comment.ts';
import { presentSite } from '../../presenters/present-site.ts';
import { changeSite } from '../../sites/change-site.ts';
import type { SiteActor } from '../../sites/deps.ts';
import { makeSite } from '../../sites/make-site.ts';
import { sealedReviewers } from '../../sites/sealed-reviewers.ts';
import { changeThread } from '../../threads/change-thread.ts';
import { foreignAddress, isAddressOf } from '../../threads/thread-address.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

export function siteActorOf(context: Context): SiteActor {
  const { staff } = context.staff();
  return { id: staff.id, name: staff.name, requestId: context.requestId };
}

/** Sites and their threads. */
export function mountSites(app: Express, deps: HttpDeps): void {
  const { siteDeps, store } = deps;

  async function ownSite(context: Context, id: string) {
    if (!worksFor(context.staff(), id)) throw new Problem('not-found');
    return deps.sites.get(id);
  }

  /** What was sent, with the secrets of reviewers closed. */
  function withSealed<T extends { reviewers?: ReviewerSettings[] | undefined }>(sent: T, siteId: string, stored: ReviewerSettings[]): T {
    return sent.reviewers === undefined ? sent : { ...sent, reviewers: sealedReviewers(deps.seal, siteId, sent.reviewers, stored) };
  }

  mount(app, deps, routes.listSites, async (_input, context) => {
    const sites = await store.sites.list();
    return { status: 200, body: { sites: sites.filter(({ id }) => worksFor(context.staff(), id)).map(presentSite) } };
  });

  mount(app, deps, routes.makeSite, async ({ body }, context) => {
    if (!mayAdministrate(context.staff(), null)) throw new Problem('not-allowed');
    const site = await makeSite(siteDeps, siteActorOf(context), withSealed(body, body.id, []));
    return { status: 201, body: presentSite(site) };
  });

  mount(app, deps, routes.findSite, async ({ params }, context) => ({
    status: 200,
    body: presentSite(await ownSite(context, params.id)),
  }));

  mount(app, deps, routes.changeSite, async ({ params, body }, context) => {
    await ownSite(context, params.id);
    if (!mayAdministrate(context.staff(), params.id)) throw new Problem('not-allowed');
    const site = await store.sites.get(params.id);
    if (site === null) throw new Problem('not-found');
    const changed = await changeSite(siteDeps, siteActorOf(context), site, withSealed(body, site.id, site.settings.reviewers));
    return { status: 200, body: presentSite(changed) };
  });

  mount(app, deps, routes.changeThread, async ({ params, body }, context) => {
    const thread = (await store.threads.get([params.id])).get(params.id);
    if (thread === undefined || !worksFor(context.staff(), thread.siteId)) throw new Problem('not-found');
    if (!allowsScope(context.staff(), 'moderate')) throw new Problem('not-allowed');
    const site = await deps.sites.get(thread.siteId);
    if (body.url && !isAddressOf(site, context.ownOrigin, body.url)) throw foreignAddress(body.url);
    const changed = await changeThread(siteDeps, siteActorOf(context), thread, body);
    return { status: 200, body: presentThread(site, changed.key, changed, await store.events.head(`thread:${changed.id}`)) };
  });
}
