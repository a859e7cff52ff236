import { hash } from 'node:crypto';

/**
 * The name of a site, a thread or a comment in feeds (RFC 4287, 4.2.6): it stays when the service moves to another address,
 * and another service has others. A UUID of version 8 (RFC 9562) from the id.
 */
export function feedId(kind: 'site' | 'thread' | 'comment', id: string): string {
  const digits = hash('sha256', `liangju ${kind} ${id}`).slice(0, 32);
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const uuid = `${digits.slice(0, 12)}8${digits.slice(13, 16)}${variant}${digits.slice(17)}`;
  return `urn:uuid:${uuid.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}
