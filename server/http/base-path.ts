import type { IncomingMessage, Server } from 'node:http';

/** The path below which the service stands, such as `/comments`; empty at the root of its host. */
export const basePathOf = (publicUrl: string | null): string => (publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/$/, ''));

/** The address within the service: with the path in front taken away, if it is there. */
function within(basePath: string, url: string): string {
  if (!url.startsWith(basePath)) return url;
  const rest = url.slice(basePath.length);
  if (rest.startsWith('/')) return rest;
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url;
}

/**
 * Serves below a path and at the root alike: some proxies hand requests on as they are, others without the path.
 * Called after all other listeners are there: it comes before them.
 */
export function serveBelow(server: Server, basePath: string): void {
  if (basePath === '') return;
  const strip = (req: IncomingMessage): void => {
    req.url = within(basePath, req.url ?? '/');
  };
  server.prependListener('request', strip);
  server.prependListener('upgrade', strip);
}
