import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * What lies behind an address: `public` the internet; `loopback` this machine; `private` a network of
 * one's own; `forbidden` what may never be called: link-local (clouds keep their keys there), multicast,
 * unspecified, and every form of IPv6 in which another address is hidden.
 */
export type AddressKind = 'public' | 'loopback' | 'private' | 'forbidden';

function listOf(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

// IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and what followed), all that is not globally reachable.
const LOOPBACK_4 = listOf('ipv4', ['127.0.0.0/8']);
const PRIVATE_4 = listOf('ipv4', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']);
const FORBIDDEN_4 = listOf('ipv4', [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);
const PRIVATE_6 = listOf('ipv6', ['fc00::/7']);
/** The only IPv6 that is handed out to the public (RFC 4291): what is not in it is refused without a list. */
const GLOBAL_6 = listOf('ipv6', ['2000::/3']);
/** Inside of it: protocol assignments with Teredo, documentation, 6to4 (an IPv4 address in disguise). */
const FORBIDDEN_6 = listOf('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);

/** What lies behind an address; text that is no address is `forbidden`, and so is one with a zone (`fe80::1%eth0`). */
export function kindOfAddress(address: string): AddressKind {
  if (isIPv4(address)) {
    if (LOOPBACK_4.check(address, 'ipv4')) return 'loopback';
    if (PRIVATE_4.check(address, 'ipv4')) return 'private';
    return FORBIDDEN_4.check(address, 'ipv4') ? 'forbidden' : 'public';
  }
  if (!isIPv6(address) || address.includes('%')) return 'forbidden';
  if (/^(?:0{0,4}:){2,7}0{0,3}1$/.test(address)) return 'loopback';
  if (PRIVATE_6.check(address, 'ipv6')) return 'private';
  return GLOBAL_6.check(address, 'ipv6') && !FORBIDDEN_6.check(address, 'ipv6') ? 'public' : 'forbidden';
}
