import type { Express } from 'express';
import { routes } from '../../../contract/routes.ts';
import type { Comment } from '../../domain/types.ts';
import { presentOwn, presentPublic, wireTime } from '../../presenters/present-comment.ts';
import { presentReader } from '../../presenters/present-people.ts';
import { networkHash } from '../../web/client-network.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

/** Members: how they sign in and out, and what is theirs; never cached. */
export function mountMembers(app: Express, deps: HttpDeps): void {
  const { members, people, comments } = deps;

  mount(app, deps, routes.ssoSignIn, async ({ body }, context) => {
    const site = await deps.sites.get(body.site);
    context.openTo(site);
    // Before anything is computed or asked outside.
    await deps.limits.spend('member', context.network);
    const { reader, readerToken } = await members.signInBySso(site, body.token);
    return { status: 200, body: { reader: presentReader(reader), readerToken } };
  });

  mount(app, deps, routes.readerSignOut, async (_input, context) => {
    await context.readerAndSite();
    await people.endReaderToken(context.bearer ?? '');
    return { status: 204 };
  });

  mount(app, deps, routes.changeMe, async ({ body }, context) => {
    const { reader, site } = await context.readerAndSite();
    await deps.limits.spend('member', context.network);
    const { name = reader.name, notify } = body;
    const networks = [networkHash(deps.secret, context.network)];
    await comments.refuseBanned({ siteId: site.id, reader: { ...reader, name }, networks });
    // What may be refused comes before anything is stored.
    if (notify?.mail === true) {
      await deps.limits.spend('mail', context.network);
      await deps.followers.ask(site, reader, notify.email, context.lang);
    } else if (notify?.mail === false) await deps.followers.end(reader.id);
    const renamed = body.name === undefined ? reader : await people.renameReader(reader, name);
    const wish = deps.followers.isOffered(site) ? await deps.followers.wishOf(reader.id) : null;
    return { status: 200, body: { reader: presentReader(renamed), notify: wish } };
  });

  mount(app, deps, routes.myComments, async ({ query }, context) => {
    const site = await deps.sites.get(query.site);
    context.openTo(site);
    const reader = await context.reader(site);
    const { items, nextCursor } = await comments.ofReader({ readerId: reader.id, limit: query.limit, cursor: query.cursor });
    const threads = [...(await comments.threadsOf([...new Set(items.map(({ threadId }: Comment) => threadId))])).values()];
    return {
      status: 200,
      body: {
        comments: items.map((comment) => presentOwn(comment, context.lang)),
        threads: threads.map(({ key, url, title }) => ({ key, url: url || null, title: title || null })),
        nextCursor,
      },
    };
  });

  mount(app, deps, routes.joinGuest, async ({ body }, context) => {
    const { reader, site } = await context.readerAndSite();
    await deps.limits.spend('member', context.network);
    const joined =
      'readerToken' in body ? await members.joinGuest(reader, body.readerToken) : await members.joinImported(site, reader, body.count);
    return { status: joined.done ? 200 : 202, body: joined };
  });

  mount(app, deps, routes.pinComment, async ({ params, body }, context) => {
    const { reader, site } = await context.readerAndSite();
    const comment = await comments.get(params.id);
    await deps.limits.spend('member', context.network);
    await comments.refuseBanned({ siteId: site.id, reader, networks: [networkHash(deps.secret, context.network)] });
    return { status: 200, body: { comment: presentPublic(await comments.pin(reader, comment, body.pinned)) } };
  });

  mount(app, deps, routes.refusedTokens, async (_input, context) => {
    const refused = await members.refusedTokens(context.site().id);
    return { status: 200, body: { refused: refused.map(({ at, reason, claims }) => ({ at: wireTime(at), reason, claims })) } };
  });
}
