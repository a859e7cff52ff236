import { compactVerify, errors } from 'jose';
import type { SsoClaims } from '../../contract/sso.ts';
import type { RefusedToken, TokenFault } from '../domain/refused-tokens.ts';
import type { Ms, Site } from '../domain/types.ts';
import type { Encryption } from '../secrets/encryption.ts';
import { decryptSsoSecrets } from '../secrets/sso-secrets.ts';
import { claimsOf } from './claims.ts';
import type { KeySets } from './key-sets.ts';
import { type JsonObject, partsOf } from './token-parts.ts';
import { TokenRefused } from './token-refused.ts';

export interface VerifyDeps {
  encryption: Encryption;
  keySets: KeySets;
  now: () => Ms;
}

/** What a header may have: everything else names a key, or asks for something that is not done here (RFC 7515, 4.1). */
const HEADER_FIELDS: ReadonlySet<string> = new Set(['alg', 'typ', 'kid']);
const LONGEST_KID = 200;
/** Keys that are tried for a token that names none. */
const MOST_KEYS_TRIED = 5;

/**
 * The claims of a token of the site's own sign-on, when all of it is right: form, header, signature by an algorithm and a
 * key that the site has set, issuer, audience, times and claims.
 * @param noted is given what may be shown of it in the site's log, as far as it could be read.
 * @throws TokenRefused
 */
export async function verifyToken(deps: VerifyDeps, site: Site, token: string, noted: RefusedToken['claims']): Promise<SsoClaims> {
  const { mode, issuer } = site.settings.sso;
  if (mode === 'off') throw new TokenRefused('off');
  if (issuer === '') throw new TokenRefused('not-set-up');
  const { header, payload } = partsOf(token);
  Object.assign(noted, shownOf(header, payload));
  refuseHeader(header, algorithmsOf(site));
  if (mode === 'hs256') await verifyBySecret(deps, site, token);
  else await verifyByKeySet(deps, site, token, header.kid);
  return claimsOf(payload, site, deps.now());
}

const algorithmsOf = ({ settings: { sso } }: Site): readonly string[] => (sso.mode === 'hs256' ? ['HS256'] : sso.algorithms);

function refuseHeader(header: JsonObject, algorithms: readonly string[]): void {
  const { alg, typ, kid } = header;
  if (typeof alg !== 'string' || !algorithms.includes(alg)) throw new TokenRefused('algorithm');
  const isKnown = Object.keys(header).every((name) => HEADER_FIELDS.has(name));
  const isJwt = typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT');
  const isKid = kid === undefined || (typeof kid === 'string' && kid !== '' && kid.length <= LONGEST_KID);
  if (!isKnown || !isJwt || !isKid) throw new TokenRefused('header');
}

async function verifyBySecret({ encryption }: VerifyDeps, site: Site, token: string): Promise<void> {
  const secrets = decryptSsoSecrets(site.id, site.settings.sso.secrets, encryption);
  if (secrets.length === 0) throw new TokenRefused('not-set-up');
  for (const secret of secrets) if (await isSigned(token, new TextEncoder().encode(secret), ['HS256'])) return;
  throw new TokenRefused('signature');
}

async function verifyByKeySet({ keySets }: VerifyDeps, site: Site, token: string, kid: unknown): Promise<void> {
  const { jwksUrl, algorithms } = site.settings.sso;
  if (jwksUrl === '' || algorithms.length === 0) throw new TokenRefused('not-set-up');
  const find = await keySets.get(jwksUrl, typeof kid === 'string' ? kid : undefined);
  try {
    await compactVerify(token, find, { algorithms: [...algorithms] });
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw new TokenRefused(faultOf(error), error);
    let tried = 0;
    for await (const key of error) {
      if (++tried > MOST_KEYS_TRIED) break;
      if (await isSigned(token, key, algorithms)) return;
    }
    throw new TokenRefused('signature');
  }
}

async function isSigned(token: string, key: Parameters<typeof compactVerify>[1], algorithms: readonly string[]): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: [...algorithms] });
    return true;
  } catch {
    return false;
  }
}

function faultOf(error: unknown): TokenFault {
  return error instanceof errors.JWKSNoMatchingKey ? 'no-key' : 'signature';
}

/** Longest text of a token that its log shows. */
const SHOWN = 64;

/** What helps to find the fault, and names nobody. */
function shownOf(header: JsonObject, payload: JsonObject): RefusedToken['claims'] {
  const { alg, kid } = header;
  const { iss, aud, iat, exp } = payload;
  const found = Object.entries({ alg, kid, iss, aud, iat, exp }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found.map(([name, value]) => [name, shown(value)]));
}

function shown(value: unknown): string | number | null {
  if (typeof value === 'number' || value === null) return value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.toWellFormed().replace(/\p{C}/gu, '�').slice(0, SHOWN);
}
