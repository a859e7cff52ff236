import { LANGS, type Lang } from '../../contract/problem.ts';
import { LOOPBACK, originFaultText, readOrigin } from '../../contract/origin.ts';
import { Problem } from '../domain/problem.ts';

export { LOOPBACK } from '../../contract/origin.ts';

/** Is the host this machine itself? Takes the host as `URL.hostname` gives it. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Origins in the form in which browsers send them, each once.
 * @throws Problem `invalid-request` that names each one that is none, with the reason.
 */
export function normaliseOrigins(origins: readonly string[]): string[] {
  const read = origins.map(readOrigin);
  const errors = read.flatMap((one, i) => {
    if (!('fault' in one)) return [];
    const texts = LANGS.map((lang): [Lang, string] => [lang, originFaultText(one.fault, origins[i] ?? '', lang)]);
    return [{ path: `origins.${i}`, message: originFaultText(one.fault, origins[i] ?? '', 'en'), texts: Object.fromEntries(texts) }];
  });
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  return [...new Set(read.flatMap((one) => ('origin' in one ? [one.origin] : [])))];
}

/** Is the origin one of a subdomain that `https://*.example.com` stands for? Whole labels are compared, never mere ends of a text. */
function isBelow(pattern: string, origin: string): boolean {
  const [scheme, parent] = pattern.split('*', 2);
  if (scheme === undefined || parent === undefined || !origin.startsWith(scheme) || !origin.endsWith(parent)) return false;
  const labels = origin.slice(scheme.length, origin.length - parent.length);
  return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(labels);
}

/** Has a site with these origins allowed this one to embed it? */
export function allowsOrigin(origins: readonly string[], origin: string): boolean {
  if (origin.includes('*')) return false;
  if (origins.some((one) => one === origin || (one !== LOOPBACK && one.includes('*') && isBelow(one, origin)))) return true;
  if (!origins.includes(LOOPBACK) || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (url.protocol === 'http:' || url.protocol === 'https:') && isLoopbackHost(url.hostname);
}
