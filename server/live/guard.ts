import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Server } from 'socket.io';
import { dataHeaderPairs } from '../web/data-headers.ts';
import type { OwnOrigin } from '../web/own-origin.ts';
import { type Asker, askerOf } from './page-origin.ts';

/** The path of live connections. */
export const LIVE_PATH = '/live';

interface GuardDeps {
  isOwnOrigin: OwnOrigin;
  /** Does any site let this origin embed it? */
  anyAllows: (origin: string) => Promise<boolean>;
}

/** Asked in this way the answer is a script, which any page can have run: it would read what the reader's cookies give. */
function isJsonp({ url = '' }: IncomingMessage): boolean {
  return new URL(url, 'http://localhost').searchParams.has('j');
}

async function whyNot(deps: GuardDeps, request: IncomingMessage): Promise<string | null> {
  if (isJsonp(request)) return 'jsonp-not-supported';
  const asker: Asker = askerOf(request, deps.isOwnOrigin);
  const isAdmitted = asker.kind === 'page' ? await deps.anyAllows(asker.origin) : asker.kind !== 'unknown';
  return isAdmitted ? null : 'origin-not-allowed';
}

/** In the form in which the library refuses. */
function refuse(request: IncomingMessage, response: ServerResponse, status: 403 | 503, message: string): void {
  const body = JSON.stringify({ code: 4, message });
  const head = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) };
  if (request.headers.upgrade === undefined) {
    response.writeHead(status, head).end(body);
    return;
  }
  const lines = Object.entries({ ...head, Connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  request.socket.end(`HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Service Unavailable'}\r\n${lines.join('')}\r\n${body}`);
}

/**
 * Lets through to the live service only what a page of an allowed origin, a page of our own or a program asks: each
 * request, those of a session that has begun too. Every answer has the headers of data.
 */
export function guardLive(server: HttpServer, io: Server, deps: GuardDeps): void {
  const headers = dataHeaderPairs();
  // Before the library, which answers preflights by itself.
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith(`${LIVE_PATH}/`) !== true) return;
    for (let i = 0; i < headers.length; i += 2) response.setHeader(headers[i] ?? '', headers[i + 1] ?? '');
    response.setHeader('Cache-Control', 'no-store');
  });
  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    whyNot(deps, request).then(
      (why) => (why === null ? next() : refuse(request, response, 403, why)),
      () => refuse(request, response, 503, 'store-unavailable'),
    );
  });
}
