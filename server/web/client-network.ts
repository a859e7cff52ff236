import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/** Is the proxy at this address, so many hops away, believed about who is behind it? Express has it as `trust proxy fn`. */
export type Trusts = (address: string, hop: number) => boolean;

/**
 * An address as proxies and sockets write it in its plain form: without port, brackets, quotes and zone, in small
 * letters, IPv6 in its shortest form, IPv4 in IPv6 clothes as IPv4. null for what is no address.
 */
export function plainAddress(text: string): string | null {
  const written = text.trim().replace(/^"(.*)"$/, '$1');
  const bare = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(written)?.[1] ?? written.replace(/^([\d.]+):\d{1,5}$/, '$1');
  const address = bare.replace(/%.*$/, '');
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return null;
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(shortest) ?? [];
  if (high === undefined || low === undefined) return shortest;
  const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [first >> 8, first & 255, second >> 8, second & 255].join('.');
}

/** Is it an address of this machine? Takes any form. */
export function isLoopback(address: string | undefined): boolean {
  const plain = plainAddress(address ?? '');
  return plain === '::1' || plain?.startsWith('127.') === true;
}

/**
 * The client's address in its plain form, by the rule of Express's `trust proxy`: from the connection backwards through
 * what was forwarded, as long as its sender is trusted. What is no address ends the walk: then the last proxy
 * that could be read stands for the clients behind it.
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
  trusts: Trusts,
): string | undefined {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  const claimed = forwarded.map((part) => part.trim()).filter((part) => part !== '');
  let address = plainAddress(request.socket.remoteAddress ?? '') ?? undefined;
  for (const [hop, next] of claimed.reverse().entries()) {
    const plain = plainAddress(next);
    if (address === undefined || plain === null || !trusts(address, hop)) break;
    address = plain;
  }
  return address;
}

/** Of whom no address is known. */
export const UNKNOWN_NETWORK = 'unknown';

/**
 * The network an address belongs to: /24 of IPv4, /64 of IPv6 (a household is given at least that), as text.
 */
export function networkOf(address: string | undefined): string {
  const plain = plainAddress(address ?? '');
  if (plain === null) return UNKNOWN_NETWORK;
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  return `${ipv6Groups(plain).slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an address of IPv6 in its plain form, in hexadecimal digits. */
export function ipv6Groups(plain: string): string[] {
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  return tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
}

/** Keyed hash of a network, for bans: nothing readable about the reader is kept. */
export function networkHash(secret: string, network: string): string {
  return createHmac('sha256', secret).update(`network ${network}`).digest('hex').slice(0, 32);
}
