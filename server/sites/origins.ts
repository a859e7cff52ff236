import { Problem } from '../domain/problem.ts';

/** Stands for every http(s) origin on this machine: for demos and development. */
export const LOOPBACK = '*loopback*';

/** Is the host this machine itself? Takes the host as `URL.hostname` gives it. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Origins in the form in which browsers send them, each once.
 * @throws Problem `invalid-request` that names the one that is none.
 */
export function normaliseOrigins(origins: readonly string[]): string[] {
  const normal = origins.map((origin, i) => {
    if (origin === LOOPBACK) return origin;
    const url = URL.canParse(origin) ? new URL(origin) : null;
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
      throw new Problem('invalid-request', { errors: [{ path: `origins.${i}`, message: origin }] });
    }
    return url.origin;
  });
  return [...new Set(normal)];
}

/** Has a site with these origins allowed this one to embed it? Whole origins are compared, never their ends. */
export function allowsOrigin(origins: readonly string[], origin: string): boolean {
  if (origins.includes(origin)) return true;
  if (!origins.includes(LOOPBACK) || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (url.protocol === 'http:' || url.protocol === 'https:') && isLoopbackHost(url.hostname);
}
