import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Ms, Site } from '../domain/types.ts';
import type { ChangeNote } from '../domain/events.ts';
import { requestIdOf } from '../web/request-id.ts';
import { allowsOrigin } from '../sites/origins.ts';
import { PUBLIC_CACHING, sendPage } from './answer.ts';
import { encodingFor } from './encoding.ts';
import { isPageUrl, type PageRequest, type ReadDeps } from './read-page.ts';
import { createPageCache, type CachedPage } from './page-cache.ts';
import { StoreBusy } from '../store/port.ts';

/** What the room has done since it was last asked, and what it holds. */
export interface PagesReport {
  /** Answers by what was asked for and their status. */
  answered: { kind: PageRequest['kind']; status: 200 | 304; count: number }[];
  /** Answered from ready bytes at once, and after making or checking them. */
  hits: number;
  misses: number;
  pages: number;
  bytes: number;
}

export interface Pages {
  /** Answers a request for a public page; whatever it cannot answer goes on to `next` untouched. */
  answer(req: IncomingMessage, res: ServerResponse, next: (req: IncomingMessage, res: ServerResponse) => void): void;
  /** Something public changed in this process. */
  changed(changes: readonly ChangeNote[]): void;
  /** What was done since the last report. */
  report(): PagesReport;
}

export type PagesDeps = ReadDeps & {
  now: () => Ms;
  /** Memory for ready bytes; 0: every request goes on to `next`. */
  mostBytes: number;
  /** Headers that every answer of the house has, as pairs. */
  headers: readonly string[];
  /** Told how long it took, in seconds, to make or to check a page that was not ready. */
  observe?: (seconds: number) => void;
  log: Pick<Logger, 'debug' | 'warn' | 'isLevelEnabled'>;
};

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

/** A store that did not answer is not asked again for a page that can be had for so long. */
const AWAY: Ms = 1_000;
/** So long somebody waits for news of a page that can be had as it was. */
const PATIENCE: Ms = 1_000;
const LATE = 'late' as const;

const failures = new WeakMap<IncomingMessage, unknown>();
/** Why no page could be read for this request; undefined when nothing failed. The router says it instead of trying again. */
export const pageFailure = (req: IncomingMessage): unknown => failures.get(req);

/**
 * The public pages as ready bytes, answered before the router: a Map from the raw address to the packed
 * bytes. They are the same for every reader; only the request's id and what its origin may read differ.
 */
export function createPages(deps: PagesDeps): Pages {
  const { now, log } = deps;
  const shelf = createPageCache({
    ...deps,
    onError: (error) => log.warn({ err: error }, 'a page could not be made ahead; it is tried again'),
  });
  const common = [
    ...deps.headers,
    ...['Content-Type', 'application/json; charset=utf-8', ...Object.entries(PUBLIC_CACHING).flat(), 'Vary', 'Origin, Accept-Encoding'],
  ];
  const counts = { comments: { 200: 0, 304: 0 }, counts: { 200: 0, 304: 0 } };
  let hits = 0;
  let misses = 0;
  let awayUntil = Number.NEGATIVE_INFINITY;

  /** Sends the page; false when the router has to answer: a page that the site has not allowed is refused there, or is one of our own. */
  function send(req: IncomingMessage, res: ServerResponse, shelved: CachedPage, began: Ms | null): boolean {
    const { headers } = req;
    const { origin } = headers;
    if (origin !== undefined && !siteAllows(shelved.site, origin)) return false;
    const { page } = shelved;
    const hadIdentity = page.identity !== null;
    const encoding = encodingFor(headers['accept-encoding']);
    const requestId = requestIdOf(headers['x-request-id']);
    const status = sendPage(res, page, common, {
      isHead: req.method === 'HEAD',
      encoding,
      ifNoneMatch: headers['if-none-match'],
      requestId,
      reader: origin ?? null,
    });
    counts[shelved.request.kind][status]++;
    if (encoding === 'br' && page.brotli === null) shelf.wantsBrotli(shelved);
    if (!hadIdentity && page.identity !== null) shelf.grown(shelved);
    if (log.isLevelEnabled('debug')) {
      const ms = began === null ? 0 : Math.round((now() - began) * 100) / 100;
      log.debug({ requestId, method: req.method, path: req.url?.split('?')[0], status, ms }, 'request');
    }
    return true;
  }

  /** Sends the page as it was last, marked as old (RFC 9111, 4.2.4, and RFC 9211); false when there is none. */
  function sendLast(req: IncomingMessage, res: ServerResponse, url: string, began: Ms | null): boolean {
    const shelved = shelf.last(url);
    if (shelved === null) return false;
    res.setHeader('Age', String(Math.max(0, Math.floor((now() - shelved.checkedAt) / 1_000))));
    res.setHeader('Cache-Status', 'liangju; fwd=stale; detail=store-unavailable');
    if (send(req, res, shelved, began)) return true;
    res.removeHeader('Age');
    res.removeHeader('Cache-Status');
    return false;
  }

  /** Asks for the page; a store that is away is noted, so that for a second nobody waits for it in vain. */
  async function ask(url: string): Promise<CachedPage | null> {
    try {
      const shelved = await shelf.get(url);
      awayUntil = Number.NEGATIVE_INFINITY;
      return shelved;
    } catch (error) {
      if (error instanceof StoreBusy) awayUntil = now() + AWAY;
      throw error;
    }
  }

  async function answerLater(req: IncomingMessage, res: ServerResponse, url: string, next: Parameters<Pages['answer']>[2]): Promise<void> {
    const began = now();
    const asked = ask(url);
    // Whoever can have the page as it was does not wait long for a store that hangs.
    const late = shelf.last(url) === null ? asked : Promise.race([asked, delay(PATIENCE, LATE, { ref: false })]);
    const shelved: CachedPage | null | typeof LATE = await late.catch((error: unknown) => {
      failures.set(req, error);
      return LATE;
    });
    // What came too late is still made, for those who ask next.
    asked.catch(() => undefined);
    if (shelved === LATE) {
      if (!sendLast(req, res, url, began)) next(req, res);
    } else if (shelved !== null && send(req, res, shelved, began)) {
      misses++;
      deps.observe?.((now() - began) / 1_000);
    } else next(req, res);
  }

  return {
    answer(req, res, next) {
      const { url = '', method } = req;
      if (deps.mostBytes === 0 || (method !== 'GET' && method !== 'HEAD') || !isPageUrl(url)) return next(req, res);
      const shelved = shelf.ready(url);
      if (shelved === null && now() < awayUntil && sendLast(req, res, url, null)) return;
      if (shelved === null) void answerLater(req, res, url, next);
      else if (send(req, res, shelved, null)) hits++;
      else next(req, res);
    },
    changed: shelf.changed,
    report() {
      const kinds = ['comments', 'counts'] as const;
      const statuses = [200, 304] as const;
      const answered = kinds.flatMap((kind) => statuses.map((status) => ({ kind, status, count: counts[kind][status] })));
      const report = { answered, hits, misses, ...shelf.size() };
      for (const { kind, status } of answered) counts[kind][status] = 0;
      hits = 0;
      misses = 0;
      return report;
    },
  };
}
