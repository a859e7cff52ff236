import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import type { Site } from '../../domain/types.ts';
import { PUBLIC_CACHING } from '../../page-cache/answer.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

/** What is new on a site, where the page cache has not answered already. */
export function mountFeeds(app: Express, deps: HttpDeps): void {
  const { feeds } = deps;

  /** The site, which the page of the request may read. @throws Problem `not-found`. */
  async function siteOf(id: string, context: Context): Promise<Site> {
    const site = await deps.sites.get(id);
    context.openTo(site);
    return site;
  }

  mount(app, deps, routes.atomFeed, async ({ query }, context) => {
    const { text } = await feeds.atom(await siteOf(query.site, context), query);
    return { status: 200, headers: PUBLIC_CACHING, body: text };
  });

  mount(app, deps, routes.jsonFeed, async ({ query }, context) => {
    const { text } = await feeds.json(await siteOf(query.site, context), query);
    return { status: 200, headers: PUBLIC_CACHING, body: text };
  });

  mount(app, deps, routes.latestComments, async ({ query }, context) => {
    const site = await siteOf(query.site, context);
    return { status: 200, headers: PUBLIC_CACHING, body: await feeds.latest(site, query.limit) };
  });

  mount(app, deps, routes.topThreads, async ({ query }, context) => {
    const site = await siteOf(query.site, context);
    return { status: 200, headers: PUBLIC_CACHING, body: await feeds.top(site, query) };
  });
}
