import type { Express } from 'express';
import type { ThreadView } from '../../../contract/comment.ts';
import { routes } from '../../../contract/routes.ts';
import { PRESET_IDS } from '../../domain/enumerations.ts';
import { presetFor } from '../../domain/presets.ts';
import type { SiteSettingsChange } from '../../domain/site-settings.ts';
import type { Site, Thread } from '../../domain/types.ts';
import { may } from '../../domain/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import { bringsOwnAddress } from '../../domain/way-addresses.ts';
import { presentThread } from '../../presenters/present-comment.ts';
import { presentSite } from '../../presenters/present-site.ts';
import type { SiteActor } from '../../sites/deps.ts';
import { foreignAddress, isAddressOf } from '../../threads/thread-address.ts';
import { keyChange } from '../../threads/thread-key-change.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

export function siteActorOf(context: Context): SiteActor {
  const { staff } = context.staff();
  return { id: staff.id, name: staff.name, requestId: context.requestId };
}

/** Settings with addresses and secrets: who changes them has confirmed who they are. */
const CONFIRMED = ['reviewers', 'signIn', 'sso', 'verifier'] as const;

/** Sites and their threads. */
export function mountSites(app: Express, deps: HttpDeps): void {
  const { siteAdmin, people } = deps;

  /** With these settings come addresses and secrets. @throws Problem `confirm-identity`. */
  function wantConfirmedFor(context: Context, sent: Pick<SiteSettingsChange, (typeof CONFIRMED)[number]>): void {
    if (CONFIRMED.some((name) => sent[name] !== undefined)) people.wantConfirmed(context.staff());
  }

  /** @throws Problem `not-allowed` for who may act on this site alone. */
  function wantAllowedAddresses(context: Context, stored: Site, { signIn }: Pick<SiteSettingsChange, 'signIn'>): void {
    if (signIn === undefined || !bringsOwnAddress(signIn, stored.settings.signIn)) return;
    if (!may(context.staff(), 'sign-in.address', null)) throw new Problem('not-allowed');
  }

  const present = async (site: Site, thread: Thread): Promise<ThreadView> =>
    presentThread(site, thread.key, thread, await siteAdmin.lastEvent(thread.id));

  mount(app, deps, routes.listSites, async (_input, context) => {
    const sites = await siteAdmin.list();
    return { status: 200, body: { sites: sites.filter(({ id }) => may(context.staff(), routes.listSites.action, id)).map(presentSite) } };
  });

  mount(app, deps, routes.makeSite, async ({ body }, context) => {
    wantConfirmedFor(context, body);
    const site = await siteAdmin.make(siteActorOf(context), siteAdmin.encrypted(body.id, body, null));
    return { status: 201, body: presentSite(site) };
  });

  mount(app, deps, routes.findSite, async (_input, context) => ({ status: 200, body: presentSite(context.site()) }));

  mount(app, deps, routes.listPresets, async (_input, context) => {
    const presets = PRESET_IDS.map((id) => presetFor(id, context.site(), deps.retention));
    return { status: 200, body: { presets } };
  });

  mount(app, deps, routes.changeSite, async ({ params, body }, context) => {
    const site = await siteAdmin.get(params.id);
    if (site === null) throw new Problem('not-found');
    wantConfirmedFor(context, body);
    wantAllowedAddresses(context, site, body);
    const changed = await siteAdmin.change(siteActorOf(context), site, siteAdmin.encrypted(site.id, body, site.settings));
    return { status: 200, body: presentSite(changed) };
  });

  mount(app, deps, routes.changeThread, async ({ params, body }, context) => {
    const thread = await siteAdmin.thread(params.id);
    if (thread === null) throw new Problem('not-found');
    const site = context.site();
    const named = body.key === undefined ? {} : keyChange(site, context.ownOrigin, { key: body.key, url: body.url });
    if (body.url && !isAddressOf(site, context.ownOrigin, body.url)) throw foreignAddress(body.url);
    const changed = await siteAdmin.changeThread(siteActorOf(context), thread, { ...body, ...named });
    return { status: 200, body: await present(site, changed) };
  });

  mount(app, deps, routes.mergeThread, async ({ params, body }, context) => {
    const site = context.site();
    const [thread, into] = await Promise.all([siteAdmin.thread(params.id), siteAdmin.thread(body.into)]);
    if (thread === null || into === null || into.siteId !== site.id) throw new Problem('not-found');
    return { status: 200, body: await present(site, await siteAdmin.mergeThreads(siteActorOf(context), thread, into)) };
  });

  mount(app, deps, routes.listThreads, async ({ query }, context) => {
    const site = context.site();
    const text = query.q?.trim() || undefined;
    const { items, nextCursor } = await siteAdmin.threads({ siteId: site.id, text, limit: query.limit, cursor: query.cursor });
    return { status: 200, body: { threads: items.map((thread) => presentThread(site, thread.key, thread, 0)), nextCursor } };
  });
}
