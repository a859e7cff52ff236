import { isIP } from 'node:net';
import { networkHash, networkOf } from './client-network.ts';

/**
 * What a ban of a network keeps: the hash of the network that an address, or a network in the form `…/24` or
 * `…/64`, names. A hash as it stands in the list of bans stays itself, so that a lifted ban can be set again.
 * @returns null where no network is named: a ban of what cannot be read would hit every client without a readable address.
 */
export function bannedNetwork(secret: string, value: string): string | null {
  if (/^[0-9a-f]{32}$/.test(value)) return value;
  const address = value.trim().replace(/\/(?:24|64)$/, '');
  return isIP(address) === 0 ? null : networkHash(secret, networkOf(address));
}
