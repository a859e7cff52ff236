import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { WayEndpoints } from '../domain/sign-in-settings.ts';

/** What people are called by, as providers send it: an id that is a text or a number, never empty. */
export const ProviderId = z.union([z.string().min(1).max(255), z.int().transform(String)]);
/** A text that may be missing. */
export const MaybeText = z.string().nullish().catch(null);

const LONGEST_PICTURE = 500;

/** A picture's address as it is kept: https, of no one's credentials; null for anything else. Several providers still write http. */
export function pictureOf(text: string | null | undefined): string | null {
  if (!text || text.length > LONGEST_PICTURE || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '' || url.hostname === '') return null;
  url.protocol = 'https:';
  return url.href;
}

/** Who says so, and by what: an id of one provider is no other's, though a site's way may have gone from one to the other. */
export function subjectAt(api: string, ...parts: string[]): string {
  return [new URL(api).host, ...parts].join(' ');
}

/** An address below a base, which may have a path. */
export function below(base: string, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(`${base.replace(/\/+$/, '')}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** The base addresses of a way: its own, or the provider's public ones. */
export function endpointsOf(
  way: { endpoints?: WayEndpoints | undefined },
  usual: { web: string; api: string },
): { web: string; api: string } {
  return { web: way.endpoints?.web ?? usual.web, api: way.endpoints?.api ?? usual.api };
}

/** PKCE's challenge of a verifier (RFC 7636, S256). */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
