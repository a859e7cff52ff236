import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { HttpDeps } from './deps.ts';
import { requestIdOf } from '../web/request-id.ts';

/** Headers of a page of ours: scripts and styles from here alone, Trusted Types in force, no other page frames it. */
function headersOf({ imgSrc, formAction, opener }: { imgSrc: string[]; formAction: string[]; opener: 'same-origin' | 'unsafe-none' }) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...{ defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], connectSrc: ["'self'"], imgSrc, formAction },
        ...{ baseUri: ["'none'"], frameAncestors: ["'none'"], requireTrustedTypesFor: ["'script'"] },
      },
    },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: opener },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
  });
}

/** Headers of our own pages: console, demo. */
export const pageHeaders: RequestHandler = headersOf({ imgSrc: ["'self'", 'data:'], formAction: ["'self'"], opener: 'same-origin' });

/** Headers of the pages in a sign-in's popup: without an opener policy, since the page that opened the popup is to have the result. */
export const popupHeaders: RequestHandler = headersOf({ imgSrc: ['data:'], formAction: ["'none'"], opener: 'unsafe-none' });

/** Gives every request an id: the one of a trusted shape that a proxy sent, or a new one; and logs its end. */
export function requestLog(log: Logger, observe: HttpDeps['metrics']['observe']): RequestHandler {
  return (req, res, next) => {
    const requestId = requestIdOf(req.headers['x-request-id']);
    res.locals.requestId = requestId;
    res.set('X-Request-Id', requestId);
    const started = process.hrtime.bigint();
    res.on('close', () => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const route = typeof res.locals.route === 'string' ? res.locals.route : 'other';
      observe({ route, method: req.method, status: res.statusCode, seconds });
      // The path without its query: tokens and texts stand in queries.
      log.info(
        { requestId, method: req.method, path: req.path.slice(0, 200), status: res.statusCode, ms: Math.round(seconds * 1e5) / 100 },
        'request',
      );
    });
    next();
  };
}
