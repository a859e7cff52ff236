import type { IncomingMessage } from 'node:http';
import { allowsOrigin } from '../sites/origins.ts';

/** Has the site allowed the page of this connection? Without an Origin it is no browser. */
export function pageIsAllowed(origins: readonly string[], request: IncomingMessage, publicUrl: string): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  const url = URL.canParse(origin) ? new URL(origin) : null;
  return url !== null && (url.host === host || url.origin === publicUrl || allowsOrigin(origins, url.origin));
}
