import { hash } from 'node:crypto';
import type { Encoding } from './encoding.ts';

const SUFFIX: { readonly [E in Encoding]: string } = { identity: '', gzip: '-gz', br: '-br' };

/** Names a content: the same for the same text in every process. */
export function contentHash(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 27);
}

/** The strong validator of a content in one packing: other bytes, another name. */
export function etagOf(hash: string, encoding: Encoding = 'identity'): string {
  return `"${hash}${SUFFIX[encoding]}"`;
}

/**
 * The validator in `If-None-Match` that names this content in any packing, or null. A client that has the content has
 * it, however it was packed on its way (weak comparison, RFC 9110 13.1.2).
 */
export function knownEtag(ifNoneMatch: string | undefined, hash: string): string | null {
  if (ifNoneMatch === undefined) return null;
  for (const part of ifNoneMatch.split(',')) {
    const tag = part.trim().replace(/^W\//, '');
    if (tag === '*') return etagOf(hash);
    if (tag.startsWith(`"${hash}`) && (tag === etagOf(hash) || tag === etagOf(hash, 'gzip') || tag === etagOf(hash, 'br'))) return tag;
  }
  return null;
}
