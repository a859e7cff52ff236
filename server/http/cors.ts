import type { Request, RequestHandler, Response } from 'express';
import type { RouteRow } from '../../contract/route-row.ts';
import { routes } from '../../contract/routes.ts';
import { EXPOSED_HEADERS } from '../web/exposed-headers.ts';

const ROWS: readonly RouteRow[] = Object.values(routes);
const METHODS = 'GET, POST, PUT, PATCH, DELETE';
/** The last two are what themes with Valine send to its store; nothing here reads them. */
const HEADERS = 'Authorization, Content-Type, Idempotency-Key, If-None-Match, Accept-Language, X-LC-Id, X-LC-Key';
/** Seconds for which a browser need not ask again. */
const MAX_AGE = '600';

/** A path of the contract as the router takes it: in whatever case, with or without a slash at its end. */
export function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`, 'i');
}

const READERS_TAGS: ReadonlySet<RouteRow['tag']> = new Set(['comments', 'readers']);
const OTHER_PATHS = ROWS.filter(({ tag }) => !READERS_TAGS.has(tag)).map(({ path }) => patternOf(path));

/** Below these stands what pages may read, and what differs by the page that asks: the API, other systems' calls, feeds. */
const FOR_PAGES = /^\/(?:(?:api|compat)\/|feed\.(?:xml|json)(?:\/|$))/i;

/**
 * Is it a call for readers' pages? All of the API is but what is for staff, signing in too; also what there is not, so that
 * they can read that. What themes ask of other comment systems (`/compat/`) is for them too, and so are feeds.
 */
function isReadersCall({ path }: Request): boolean {
  return FOR_PAGES.test(path) && !/^\/api\/(?!v1\/)/i.test(path) && !OTHER_PATHS.some((pattern) => pattern.test(path));
}

/**
 * Lets the page of the request's origin read the answer (Fetch, CORS protocol), if it is one to a reader's call. This
 * is not the permission to use a site's comments, which `Context.openTo` asks for: refusals are for every page.
 * Credentials never are: readers prove who they are with a token, not with a cookie.
 */
export function letPageRead(res: Response): void {
  const origin = res.req.get('origin');
  if (origin === undefined || !isReadersCall(res.req)) return;
  res.set('Access-Control-Allow-Origin', origin);
  res.set('Access-Control-Expose-Headers', EXPOSED_HEADERS);
}

/**
 * Answers preflights of readers' calls, for every page: a page that is not allowed gets that from the answer to the call
 * itself, which it could not read otherwise.
 */
export const preflight: RequestHandler = (req, res, next) => {
  // What is answered differs by the page that asks.
  if (FOR_PAGES.test(req.path)) res.vary('Origin');
  const isPreflight = req.method === 'OPTIONS' && req.get('origin') !== undefined && req.get('access-control-request-method') !== undefined;
  if (!isPreflight || !isReadersCall(req)) {
    next();
    return;
  }
  letPageRead(res);
  res.set({ 'Access-Control-Allow-Methods': METHODS, 'Access-Control-Allow-Headers': HEADERS, 'Access-Control-Max-Age': MAX_AGE });
  res.status(204).end();
};
