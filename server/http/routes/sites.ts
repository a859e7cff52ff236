import type { Express } from 'express';
import type { ReviewerSettings } from '../../domain/reviewer-settings.ts';
import { routes } from '../../../contract/routes.ts';
import { may } from '../../domain/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import { presentThread } from '../../presenters/present-comment.ts';
import { presentSite } from '../../presenters/present-site.ts';
import { changeSite } from '../../sites/change-site.ts';
import type { SiteActor } from '../../sites/deps.ts';
import { makeSite } from '../../sites/make-site.ts';
import { encryptedReviewers } from '../../sites/encrypted-reviewers.ts';
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

  /** What was sent, with the secrets of reviewers closed. */
  function withEncrypted<T extends { reviewers?: ReviewerSettings[] | undefined }>(sent: T, siteId: string, stored: ReviewerSettings[]): T {
    return sent.reviewers === undefined ? sent : { ...sent, reviewers: encryptedReviewers(deps.seal, siteId, sent.reviewers, stored) };
  }

  mount(app, deps, routes.listSites, async (_input, context) => {
    const sites = await store.sites.list();
    return { status: 200, body: { sites: sites.filter(({ id }) => may(context.staff(), routes.listSites.action, id)).map(presentSite) } };
  });

  mount(app, deps, routes.makeSite, async ({ body }, context) => {
    const site = await makeSite(siteDeps, siteActorOf(context), withEncrypted(body, body.id, []));
    return { status: 201, body: presentSite(site) };
  });

  mount(app, deps, routes.findSite, async (_input, context) => ({ status: 200, body: presentSite(context.site()) }));

  mount(app, deps, routes.changeSite, async ({ params, body }, context) => {
    const site = await store.sites.get(params.id);
    if (site === null) throw new Problem('not-found');
    const changed = await changeSite(siteDeps, siteActorOf(context), site, withEncrypted(body, site.id, site.settings.reviewers));
    return { status: 200, body: presentSite(changed) };
  });

  mount(app, deps, routes.changeThread, async ({ params, body }, context) => {
    const thread = (await store.threads.get([params.id])).get(params.id);
    if (thread === undefined) throw new Problem('not-found');
    const site = context.site();
    if (body.url && !isAddressOf(site, context.ownOrigin, body.url)) throw foreignAddress(body.url);
    const changed = await changeThread(siteDeps, siteActorOf(context), thread, body);
    return { status: 200, body: presentThread(site, changed.key, changed, await store.events.head(`thread:${changed.id}`)) };
  });
}
