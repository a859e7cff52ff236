import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/** Is the proxy at this address, so many hops away, believed about who is behind it? Express has it as `trust proxy fn`. */
export type Trusts = (address: string, hop: number) => boolean;

/** The client's address outside of the router, where Express does not tell it: by the same rule. */
export function clientAddress(request: Pick<IncomingMessage, 'socket' | 'headers'>, trusts: Trusts): string | undefined {
  const told = String(request.headers['x-forwarded-for'] ?? '').split(',');
  const claimed = told.map((part) => part.trim()).filter((part) => part !== '');
  let address = request.socket.remoteAddress;
  for (const [hop, next] of claimed.reverse().entries()) {
    if (address === undefined || !trusts(address, hop)) break;
    address = next;
  }
  return address;
}

/**
 * The network an address belongs to: /24 of IPv4, /64 of IPv6 (a household is given at least that), as
 * text. An IPv4 address in IPv6 clothes is taken as IPv4.
 */
export function networkOf(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(plain)) return 'unknown';
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  const first = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(':')}::/64`;
}

/** Keyed hash of a network, for bans: nothing readable about the reader is kept. */
export function networkHash(secret: string, network: string): string {
  return createHmac('sha256', secret).update(`network ${network}`).digest('hex').slice(0, 32);
}
