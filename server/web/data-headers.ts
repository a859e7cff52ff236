import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const data = helmet({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], sandbox: [] } },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false,
});
const DATA_HEADERS = headersSetBy(data);

/** Headers of every answer that is data: nothing in it may ever run, be framed or be sniffed. */
export const dataHeaders: RequestHandler = (_req, res, next) => {
  // They are always the same: made once, not by a dozen functions a request.
  for (const [name, value] of DATA_HEADERS) res.setHeader(name, value);
  next();
};

/** The same as pairs of names and values, for answers that do not go through the router. */
export function dataHeaderPairs(): string[] {
  return DATA_HEADERS.flat();
}

function headersSetBy(helmetHandler: typeof data): [string, string][] {
  const res = new ServerResponse(new IncomingMessage(new Socket()));
  helmetHandler(res.req, res, () => {});
  return res.getHeaderNames().map((name) => [name, String(res.getHeader(name))]);
}
