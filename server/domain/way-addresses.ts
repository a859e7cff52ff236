import type { SignInWay } from './sign-in-settings.ts';

/** Hosts of issuers of which everybody may be a client, and which send a browser nowhere else on their clients' behalf. */
const PUBLIC_ISSUERS: readonly string[] = ['accounts.google.com', 'appleid.apple.com', 'gitlab.com', 'login.microsoftonline.com'];

/** The addresses of a way where another than the provider's public ones is asked; empty when there are none. */
function ownAddressesOf(way: SignInWay): string[] {
  if ('issuer' in way) return PUBLIC_ISSUERS.includes(new URL(way.issuer).host) ? [] : [way.issuer];
  const { web, api } = way.endpoints ?? {};
  return [...(web === undefined ? [] : [`web ${web}`]), ...(api === undefined ? [] : [`api ${api}`])];
}

/**
 * Does a list bring an address, other than a provider's public ones, that the site has not stored under the way's id? Those who run such an
 * address could be sent the codes that 微信 or QQ give for another site, since these compare nothing but the host of a redirect address
 * (mix-up, RFC 9700, 4.4); of what kind the way is makes no difference to that.
 */
export function bringsOwnAddress(sent: readonly SignInWay[], stored: readonly SignInWay[]): boolean {
  return sent.some((way) => {
    const known = stored.filter(({ id }) => id === way.id).flatMap(ownAddressesOf);
    return ownAddressesOf(way).some((address) => !known.includes(address));
  });
}
