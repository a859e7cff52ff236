import type { IncomingMessage } from 'node:http';
import type { OwnOrigin } from '../web/own-origin.ts';
import { allowsOrigin } from '../sites/origins.ts';

/** Who opens a live connection, as far as its headers prove it. */
export type Asker =
  /** A page of our own: the console, the demo, a page of a thread. */
  | { kind: 'own' }
  /** A page of this origin. */
  | { kind: 'page'; origin: string }
  /** A program that is no browser. */
  | { kind: 'program' }
  /** It may be any page: a script or a picture of a foreign page is asked for without an Origin. */
  | { kind: 'unknown' };

/**
 * Browsers name the page's origin in every web socket handshake, and in every request to another origin whose answer
 * the page can read. A request without one is therefore of the page's own origin (then current browsers state it in
 * `Sec-Fetch-Site`, see Fetch Metadata), of a program, or of an element of any page, such as a script.
 */
export function askerOf({ headers }: Pick<IncomingMessage, 'headers'>, isOwnOrigin: OwnOrigin): Asker {
  const { origin, host } = headers;
  if (origin !== undefined) {
    const url = URL.canParse(origin) ? new URL(origin) : null;
    if (url === null || url.origin === 'null') return { kind: 'unknown' };
    return isOwnOrigin(url.origin, host) ? { kind: 'own' } : { kind: 'page', origin: url.origin };
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return { kind: site === 'same-origin' ? 'own' : 'unknown' };
  return { kind: headers.upgrade?.toLowerCase() === 'websocket' ? 'program' : 'unknown' };
}

/** Has the site with these origins allowed the page that asks? */
export function siteAdmits(origins: readonly string[], asker: Asker): boolean {
  if (asker.kind === 'page') return allowsOrigin(origins, asker.origin);
  return asker.kind !== 'unknown';
}
