import { createHash } from 'node:crypto';
import type { OidcWay } from '../../domain/sign-in-settings.ts';
import { pictureOf } from '../facts.ts';
import type { Person, Provider } from '../provider.ts';
import { SignInRefused } from '../refused.ts';
import type { OidcClient, OidcFlow, SignedWord } from './oidc-flow.ts';

/** Issuers whose word on an address is none: what an organisation or its member has typed (Microsoft, ID token claims reference). */
const VOUCHES_FOR_NO_ADDRESS: readonly RegExp[] = [
  /^https:\/\/login\.microsoftonline\.(?:com|us)\//,
  /^https:\/\/login\.partner\.microsoftonline\.cn\//,
  /^https:\/\/sts\.windows\.net\//,
];

const LONGEST_SUBJECT = 255;

const textIn = (claims: SignedWord['claims'], name: string): string | null => {
  const value = claims[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** The person of whom an issuer speaks (OpenID Connect Core, 5.1). Some write `email_verified` as a text. */
export function personIn({ claims, iss, sub }: Pick<SignedWord, 'claims' | 'iss' | 'sub'>): Person {
  if (sub.length > LONGEST_SUBJECT || sub === '') throw new SignInRefused('bad-answer', 'sub');
  const email = textIn(claims, 'email');
  const isVerified = claims.email_verified === true || claims.email_verified === 'true';
  return {
    subject: `${iss} ${sub}`,
    name: textIn(claims, 'nickname') ?? textIn(claims, 'name') ?? textIn(claims, 'given_name') ?? '',
    avatar: pictureOf(textIn(claims, 'picture')),
    email,
    emailVerified: email !== null && isVerified && !VOUCHES_FOR_NO_ADDRESS.some((pattern) => pattern.test(iss)),
  };
}

/** Sign-in by any provider of OpenID Connect that can be discovered: Google, Microsoft, GitLab, a newsroom's own. */
export function createOidc(flow: OidcFlow): Provider<OidcWay> {
  const clientOf = ({ issuer, clientId, secret }: OidcWay): OidcClient => ({
    issuer,
    clientId,
    secret: () => Promise.resolve(secret),
    cacheKey: createHash('sha256').update(secret).digest('base64url'),
    scope: 'openid profile email',
    usesPkce: true,
  });
  return {
    start: (way, request) => flow.start(clientOf(way), request),
    finish: async (way, callback) => personIn(await flow.finish(clientOf(way), callback)),
  };
}
