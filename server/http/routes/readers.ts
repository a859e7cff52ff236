import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import { requireGuests } from '../../comments/require-writer.ts';
import { presentOwn } from '../../presenters/present-comment.ts';
import { presentReader } from '../../presenters/present-people.ts';
import { networkHash } from '../../web/client-network.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

/** Most comments whose votes are in one answer. */
const MOST_VOTES = 500;

/** What concerns one reader alone; never cached. */
export function mountReaders(app: Express, deps: HttpDeps): void {
  const { comments } = deps;

  mount(app, deps, routes.me, async ({ query }, context) => {
    const site = await deps.sites.get(query.site);
    context.openTo(site);
    const reader = await context.reader(site);
    const thread = query.thread === undefined ? null : await comments.findThread(site, query.thread);
    const { held, recent } = thread === null ? { held: [], recent: [] } : await comments.ownInThread(thread, reader);
    const votes = thread === null ? new Map() : await comments.votesIn(thread.id, reader.id, MOST_VOTES);
    return {
      status: 200,
      body: {
        reader: presentReader(reader),
        notify: deps.followers.isOffered(site) ? await deps.followers.wishOf(reader.id) : null,
        votes: Object.fromEntries(votes),
        own: held.map((comment) => presentOwn(comment, context.lang)),
        recent: recent.map((comment) => presentOwn(comment, context.lang)),
      },
    };
  });

  mount(app, deps, routes.makeGuest, async ({ body }, context) => {
    const site = await deps.sites.get(body.site);
    context.openTo(site);
    requireGuests(site);
    await deps.limits.spend('guest', context.network);
    await comments.refuseBanned({ siteId: site.id, reader: null, name: body.name, networks: [networkHash(deps.secret, context.network)] });
    const { reader, readerToken } = await deps.people.makeGuest({ siteId: site.id, name: body.name, email: body.email || undefined });
    return { status: 201, body: { reader: presentReader(reader), readerToken } };
  });
}
