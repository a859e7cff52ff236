import { parse } from 'node:querystring';
import type { z } from 'zod';
import { countComments } from '../comments/count-comments.ts';
import { type LiveTransport, listComments } from '../comments/list-comments.ts';
import { CountsQuery, ListQuery } from '../../contract/comment.ts';
import { FeedQuery, LatestQuery, TopQuery } from '../../contract/feeds.ts';
import type { RouteRow } from '../../contract/route-row.ts';
import { routes } from '../../contract/routes.ts';
import { Problem } from '../domain/problem.ts';
import type { Site, ThreadId } from '../domain/types.ts';
import type { Feeds } from '../feeds/feeds.ts';
import type { SiteDirectory } from '../sites/site-directory.ts';
import type { Store } from '../store/port.ts';

export interface ReadDeps {
  store: Pick<Store, 'comments' | 'threads' | 'events'>;
  sites: Pick<SiteDirectory, 'find'>;
  /** How readers who come now are to follow their thread. */
  liveTransport: () => LiveTransport;
  feeds: Feeds;
}

/** What a page was asked for. */
export type PageRequest =
  | { kind: 'comments'; siteId: string; query: z.output<typeof ListQuery> }
  | { kind: 'counts'; siteId: string; query: z.output<typeof CountsQuery> }
  | { kind: 'atom' | 'json-feed'; siteId: string; query: FeedQuery }
  | { kind: 'latest'; siteId: string; query: z.output<typeof LatestQuery> }
  | { kind: 'top'; siteId: string; query: TopQuery };
export type PageKind = PageRequest['kind'];

/** What was read for a page, and what it rests on. */
export interface Reading {
  site: Site;
  text: string;
  /** The thread whose comments are in it, and the number of its last event at that moment; null: any thread of the site. */
  thread: { id: ThreadId; seq: number } | null;
}

/** The row of the contract whose answers are kept as ready pages, by what is asked for. */
export const PAGE_ROUTES = {
  comments: routes.listComments,
  counts: routes.countComments,
  atom: routes.atomFeed,
  'json-feed': routes.jsonFeed,
  latest: routes.latestComments,
  top: routes.topThreads,
} as const satisfies Record<PageKind, RouteRow>;
export const PAGE_KINDS = ['comments', 'counts', 'atom', 'json-feed', 'latest', 'top'] as const satisfies readonly PageKind[];

const BEGINNINGS = PAGE_KINDS.map((kind) => [`${PAGE_ROUTES[kind].path}?`, kind] as const);

/** What is asked for by an address that begins like one of ours; undefined for all others. Cheap, for every request. */
function kindOf(url: string): PageKind | undefined {
  for (const [beginning, kind] of BEGINNINGS) if (url.startsWith(beginning)) return kind;
  return undefined;
}

/** Does the address begin like one of ours? */
export const isPageUrl = (url: string): boolean => kindOf(url) !== undefined;

/** Is it a feed, whose readers may ask by time (RFC 9110, 13.1.3)? */
export const isFeed = ({ kind }: Pick<PageRequest, 'kind'>): boolean => kind === 'atom' || kind === 'json-feed';

/** The query of an address under its schema, with the site that it names; null when it is refused. */
function queryOf<Q extends { site: string }>(schema: z.ZodType<Q>, given: unknown): { siteId: string; query: Q } | null {
  const { data } = schema.safeParse(given);
  return data === undefined ? null : { siteId: data.site, query: data };
}

/** The request that an address stands for, by the contract's own schemas; null for whatever they refuse. */
export function pageRequestOf(url: string): PageRequest | null {
  const kind = kindOf(url);
  const given = { ...parse(url.slice(url.indexOf('?') + 1)) };
  switch (kind) {
    case 'comments': {
      const asked = queryOf(ListQuery, given);
      return asked && { kind, ...asked };
    }
    case 'counts': {
      const asked = queryOf(CountsQuery, given);
      return asked && { kind, ...asked };
    }
    case 'latest': {
      const asked = queryOf(LatestQuery, given);
      return asked && { kind, ...asked };
    }
    case 'top': {
      const asked = queryOf(TopQuery, given);
      return asked && { kind, ...asked };
    }
    case 'atom':
    case 'json-feed': {
      const asked = queryOf(FeedQuery, given);
      return asked && { kind, ...asked };
    }
    case undefined:
      return null;
  }
}

/** What one request reads. @throws Problem where there is none to give. */
async function readOf(deps: ReadDeps, site: Site, request: PageRequest, known: ThreadId | null): Promise<Omit<Reading, 'site'>> {
  const { kind, query } = request;
  switch (kind) {
    case 'counts':
      return { text: JSON.stringify(await countComments(deps.store, site, query.thread)), thread: null };
    case 'latest':
      return { text: JSON.stringify(await deps.feeds.latest(site, query.limit)), thread: null };
    case 'top':
      return { text: JSON.stringify(await deps.feeds.top(site, query)), thread: null };
    case 'atom':
      return deps.feeds.atom(site, query);
    case 'json-feed':
      return deps.feeds.json(site, query);
    case 'comments': {
      const { thread: threadKey, ...rest } = query;
      const answer = await listComments(deps.store, site, { ...rest, threadKey }, deps.liveTransport(), known);
      const { id, seq } = answer.thread;
      return { text: JSON.stringify(answer), thread: id === null ? null : { id, seq } };
    }
  }
}

/**
 * Reads a page from the store; null where there is none to give, which the route then explains.
 * @param known the thread that the page had when it was last read.
 */
export async function readPage(deps: ReadDeps, request: PageRequest, known: ThreadId | null = null): Promise<Reading | null> {
  const site = await deps.sites.find(request.siteId);
  if (site === null) return null;
  try {
    return { site, ...(await readOf(deps, site, request, known)) };
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
