import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ms, Site } from '../domain/types.ts';
import { typeOf } from '../../contract/route-row.ts';
import { allowsOrigin } from '../sites/origins.ts';
import { requestIdOf } from '../web/request-id.ts';
import { PUBLIC_CACHING, sendPage } from './answer.ts';
import type { CachedPage, PagesDeps, PagesReport } from './cached-page.ts';
import { encodingFor } from './encoding.ts';
import type { PageCache } from './page-cache.ts';
import { PAGE_KINDS, PAGE_ROUTES, type PageKind } from './read-page.ts';

/** Sends cached pages, and counts them. */
export interface PageSender {
  /**
   * Sends the page; false when the router has to answer: a page that the site has not allowed is refused there, or is one of our own.
   * @param began when the request came, where it had to wait.
   */
  send(req: IncomingMessage, res: ServerResponse, cached: CachedPage, began: Ms | null): boolean;
  /** Sends the page as it was last, marked as old (RFC 9111, 4.2.4, and RFC 9211); false when there is none. */
  sendLast(req: IncomingMessage, res: ServerResponse, url: string, began: Ms | null): boolean;
  /** How many answers were sent since the last call. */
  takeCounts(): PagesReport['answered'];
}

/** Which origin may read a site's answers, remembered with the site as it was read. */
const verdicts = new WeakMap<Site, Map<string, boolean>>();
const MOST_ORIGINS = 1_000;

function siteAllows(site: Site, origin: string): boolean {
  const known = verdicts.get(site) ?? new Map<string, boolean>();
  verdicts.set(site, known);
  const verdict = known.get(origin) ?? allowsOrigin(site.origins, origin);
  if (known.size < MOST_ORIGINS) known.set(origin, verdict);
  return verdict;
}

/** Makes the same for each kind of page. */
function byKind<T>(make: (kind: PageKind) => T): Record<PageKind, T> {
  return {
    comments: make('comments'),
    counts: make('counts'),
    atom: make('atom'),
    'json-feed': make('json-feed'),
    latest: make('latest'),
    top: make('top'),
  };
}

export function createPageSender(
  deps: Pick<PagesDeps, 'headers' | 'log' | 'now'>,
  cache: Pick<PageCache, 'last' | 'wantsBrotli' | 'grown'>,
): PageSender {
  const { now, log } = deps;
  const shared = [...deps.headers, ...Object.entries(PUBLIC_CACHING).flat(), 'Vary', 'Origin, Accept-Encoding'];
  const common = byKind((kind) => [...shared, 'Content-Type', `${typeOf(PAGE_ROUTES[kind])}; charset=utf-8`]);
  const counts = byKind(() => ({ 200: 0, 304: 0 }));
  function send(req: IncomingMessage, res: ServerResponse, cached: CachedPage, began: Ms | null): boolean {
    const { headers } = req;
    const { origin } = headers;
    if (origin !== undefined && !siteAllows(cached.site, origin)) return false;
    const { page } = cached;
    const hadIdentity = page.identity !== null;
    const encoding = encodingFor(headers['accept-encoding']);
    const requestId = requestIdOf(headers['x-request-id']);
    const status = sendPage(res, page, common[cached.request.kind], {
      isHead: req.method === 'HEAD',
      encoding,
      ifNoneMatch: headers['if-none-match'],
      ifModifiedSince: headers['if-modified-since'],
      requestId,
      reader: origin ?? null,
    });
    counts[cached.request.kind][status]++;
    if (encoding === 'br' && page.brotli === null) cache.wantsBrotli(cached);
    if (!hadIdentity && page.identity !== null) cache.grown(cached);
    if (log.isLevelEnabled('debug')) {
      const ms = began === null ? 0 : Math.round((now() - began) * 100) / 100;
      log.debug({ requestId, method: req.method, path: req.url?.split('?')[0], status, ms }, 'request');
    }
    return true;
  }

  function sendLast(req: IncomingMessage, res: ServerResponse, url: string, began: Ms | null): boolean {
    const cached = cache.last(url);
    if (cached === null) return false;
    res.setHeader('Age', String(Math.max(0, Math.floor((now() - cached.checkedAt) / 1_000))));
    res.setHeader('Cache-Status', 'liangju; fwd=stale; detail=store-unavailable');
    if (send(req, res, cached, began)) return true;
    res.removeHeader('Age');
    res.removeHeader('Cache-Status');
    return false;
  }

  return {
    send,
    sendLast,
    takeCounts() {
      const statuses = [200, 304] as const;
      return PAGE_KINDS.flatMap((kind) => {
        const ofKind = counts[kind];
        counts[kind] = { 200: 0, 304: 0 };
        return statuses.map((status) => ({ route: PAGE_ROUTES[kind].path, status, count: ofKind[status] }));
      });
    },
  };
}
