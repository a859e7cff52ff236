import type { Express } from 'express';
import type { TwikooCall, WalineQuery } from '../../../contract/compat.ts';
import { routes } from '../../../contract/routes.ts';
import type { z } from 'zod';
import { threadOfPage, websiteOf } from '../../compat/pages.ts';
import { artalkLatest, twikooLatest, valineLatest, walineLatest } from '../../compat/present-latest.ts';
import { Problem } from '../../domain/problem.ts';
import { threadKeyOf } from '../../domain/thread-key.ts';
import type { Site, ThreadId } from '../../domain/types.ts';
import { PUBLIC_CACHING } from '../../page-cache/answer.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

/** So many of the newest comments are looked through where only some of them are wanted. */
const LOOKED_THROUGH = 100;

/** By the browser, for its next pages: sites rarely change their origins. */
const KEPT_A_WHILE = { 'Cache-Control': 'private, max-age=300' } as const;

/** Calls in the form of other comment systems, and which site a page is of. */
export function mountCompat(app: Express, deps: HttpDeps): void {
  mountSiteOfOrigin(app, deps);
  mountValine(app, deps);
  mountWaline(app, deps);
  mountTwikoo(app, deps);
  mountArtalk(app, deps);
}

/** What such a call is about. */
interface Asked {
  site: Site;
  website: string | null;
  avatars: string;
}

/** @throws Problem `too-fast`, `not-found`, `origin-not-allowed`. */
async function asked(deps: HttpDeps, siteId: string, context: Context): Promise<Asked> {
  await deps.limits.spend('compatible', context.network);
  const site = await deps.sites.get(siteId);
  context.openTo(site);
  return { site, website: websiteOf(site, context.req.get('origin')), avatars: avatarsOf(deps) };
}

const avatarsOf = (deps: HttpDeps): string => `${deps.publicUrl()}/compat/avatar/`;

/** Public comments of pages, in their order. */
async function numbersOf(deps: HttpDeps, { site, website }: Asked, pages: readonly string[]): Promise<number[]> {
  if (pages.length === 0) return [];
  const threads = pages.map((page) => threadOfPage(page, website));
  const { counts } = await deps.comments.count(site, threads);
  return threads.map((thread) => counts[thread] ?? 0);
}

function mountSiteOfOrigin(app: Express, deps: HttpDeps): void {
  mount(app, deps, routes.siteOfOrigin, async (_input, context) => {
    await deps.limits.spend('compatible', context.network);
    // A page of the service's own origin sends no `Origin` when it reads.
    const isOwn = context.req.get('sec-fetch-site') === 'same-origin';
    const origin = context.req.get('origin') ?? (isOwn ? context.ownOrigin : '');
    const site = origin === '' ? null : await deps.sites.ofOrigin(origin);
    if (site === null) throw new Problem('not-found');
    context.openTo(site);
    return { status: 200, headers: KEPT_A_WHILE, body: { site: site.id } };
  });
}

function mountValine(app: Express, deps: HttpDeps): void {
  mount(app, deps, routes.valineComments, async ({ params, query }, context) => {
    const about = await asked(deps, params.id, context);
    const results = valineLatest(await deps.comments.latest(about.site, query.limit), about);
    return { status: 200, headers: PUBLIC_CACHING, body: { results } };
  });
}

function mountWaline(app: Express, deps: HttpDeps): void {
  async function dataFor(query: z.output<typeof WalineQuery>, about: Asked): Promise<unknown[]> {
    if (query.type === 'count') return numbersOf(deps, about, query.url ?? []);
    return walineLatest(await deps.comments.latest(about.site, query.count), about);
  }

  mount(app, deps, routes.walineComments, async ({ params, query }, context) => {
    const data = await dataFor(query, await asked(deps, params.id, context));
    return { status: 200, headers: PUBLIC_CACHING, body: { errno: 0, errmsg: '', data } };
  });

  mount(app, deps, routes.walineCommentsBare, async ({ params, query }, context) => {
    const data = await dataFor(query, await asked(deps, params.id, context));
    const isOne = query.type === 'count' && data.length === 1;
    return { status: 200, headers: PUBLIC_CACHING, body: isOne ? data[0] : data };
  });
}

function mountTwikoo(app: Express, deps: HttpDeps): void {
  /** The threads of pages, also of those that are named by an address from before a move. */
  async function threadsOf(pages: readonly string[], { site, website }: Asked): Promise<Set<ThreadId>> {
    const keys = new Set(pages.map((page) => threadKeyOf(threadOfPage(page, website), site.settings.threadKeys)));
    const found = await Promise.all([...keys].map((key) => deps.sites.thread(site.id, key)));
    return new Set(found.flatMap((thread) => thread?.id ?? []));
  }

  async function latest(call: Extract<TwikooCall, { event: 'GET_RECENT_COMMENTS' }>, about: Asked): Promise<unknown[]> {
    const threads = call.urls === undefined ? null : await threadsOf(call.urls, about);
    const isSome = threads !== null || call.includeReply === false;
    const found = await deps.comments.latest(about.site, isSome ? LOOKED_THROUGH : call.pageSize);
    const wanted = found.filter(
      ({ comment }) => (call.includeReply !== false || comment.depth === 0) && (threads?.has(comment.threadId) ?? true),
    );
    return twikooLatest(wanted.slice(0, call.pageSize), about);
  }

  mount(app, deps, routes.twikooCall, async ({ params, body }, context) => {
    const about = await asked(deps, params.id, context);
    if (body.event === 'COUNTER_GET') return { status: 200, body: { code: 0, data: {}, time: 0 } };
    if (body.event === 'GET_RECENT_COMMENTS') return { status: 200, body: { code: 0, data: await latest(body, about) } };
    const numbers = await numbersOf(deps, about, body.urls);
    return { status: 200, body: { code: 0, data: body.urls.map((url, i) => ({ url, count: numbers[i] ?? 0 })) } };
  });
}

function mountArtalk(app: Express, deps: HttpDeps): void {
  mount(app, deps, routes.artalkCounts, async ({ params, query }, context) => {
    const numbers = await numbersOf(deps, await asked(deps, params.id, context), query.page_keys);
    const data = Object.fromEntries(query.page_keys.map((page, i) => [page, numbers[i] ?? 0]));
    return { status: 200, headers: PUBLIC_CACHING, body: { data } };
  });

  mount(app, deps, routes.artalkLatest, async ({ params, query }, context) => {
    const about = await asked(deps, params.id, context);
    const data = artalkLatest(await deps.comments.latest(about.site, query.limit), about);
    return { status: 200, headers: PUBLIC_CACHING, body: { data } };
  });

  mount(app, deps, routes.artalkConf, async ({ params }, context) => {
    const { avatars } = await asked(deps, params.id, context);
    return { status: 200, headers: PUBLIC_CACHING, body: { frontend_conf: { gravatar: { mirror: avatars, params: 'd=mp' } } } };
  });
}
