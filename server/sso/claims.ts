import { SsoClaims, RESERVED_CLAIMS } from '../../contract/sso.ts';
import type { TokenFault } from '../domain/refused-tokens.ts';
import type { Ms, Site } from '../domain/types.ts';
import type { JsonObject } from './token-parts.ts';
import { TokenRefused } from './token-refused.ts';

/** Longest life of a token, in seconds. */
const LONGEST_LIFE = 24 * 3_600;
/** How far the clocks of two servers may be apart, in seconds. */
const CLOCKS_APART = 60;

/** Which reason a claim that is not as it should be gives. */
const FAULT_OF: { readonly [C in keyof SsoClaims]-?: TokenFault } = {
  sub: 'subject',
  iat: 'issued-at',
  exp: 'expires-at',
  nbf: 'not-yet',
  name: 'name',
  avatar: 'avatar',
  url: 'url',
  email: 'email',
  email_verified: 'email',
  badge: 'badge',
  verified: 'verified',
  minor: 'minor',
  person: 'person',
  authorOf: 'author-of',
  lang: 'lang',
};
const isClaim = (name: PropertyKey | undefined): name is keyof SsoClaims => typeof name === 'string' && Object.hasOwn(FAULT_OF, name);

/**
 * The claims of a token whose signature is right.
 * @throws TokenRefused with the first thing that is wrong.
 */
export function claimsOf(payload: JsonObject, site: Pick<Site, 'id' | 'settings'>, now: Ms): SsoClaims {
  if (RESERVED_CLAIMS.some((name) => Object.hasOwn(payload, name))) throw new TokenRefused('reserved-claim');
  if (payload.iss !== site.settings.sso.issuer) throw new TokenRefused('issuer');
  const { aud } = payload;
  const audience: unknown = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud;
  if (audience !== site.id) throw new TokenRefused('audience');
  const parsed = SsoClaims.safeParse(payload);
  if (!parsed.success) {
    const wrong = parsed.error.issues[0]?.path[0];
    throw new TokenRefused(isClaim(wrong) ? FAULT_OF[wrong] : 'malformed', parsed.error);
  }
  refuseTimes(parsed.data, now / 1_000);
  refuseOutside(parsed.data, site);
  return parsed.data;
}

function refuseTimes({ iat, exp, nbf }: SsoClaims, now: number): void {
  if (iat > now + CLOCKS_APART) throw new TokenRefused('issued-at');
  if (exp <= iat) throw new TokenRefused('expires-at');
  if (exp - iat > LONGEST_LIFE) throw new TokenRefused('too-long');
  if (exp <= now) throw new TokenRefused('expired');
  if (nbf !== undefined && nbf > now + CLOCKS_APART) throw new TokenRefused('not-yet');
}

/** What depends on the site's settings. */
function refuseOutside(
  { avatar, url, badge, verified, person, email, email_verified }: SsoClaims,
  { settings }: Pick<Site, 'settings'>,
): void {
  for (const [address, fault] of [
    [avatar, 'avatar'],
    [url, 'url'],
  ] as const) {
    const parsed = address === undefined ? null : new URL(address);
    if (parsed !== null && (parsed.username !== '' || parsed.password !== '')) throw new TokenRefused(fault);
  }
  if (avatar !== undefined && !isAllowedHost(settings.avatarHosts, new URL(avatar))) throw new TokenRefused('avatar-host');
  if (badge !== undefined && !settings.badges.includes(badge)) throw new TokenRefused('badge');
  if (person !== undefined && verified === undefined) throw new TokenRefused('person');
  if (email_verified === true && email === undefined) throw new TokenRefused('email');
}

/** Is the address of an allowed host, by its usual port? Whole labels are compared. */
export function isAllowedHost(hosts: readonly string[], { hostname, port }: URL): boolean {
  if (port !== '') return false;
  return hosts.some((host) =>
    host.startsWith('*.') ? hostname.endsWith(host.slice(1)) && hostname.length >= host.length : hostname === host,
  );
}
