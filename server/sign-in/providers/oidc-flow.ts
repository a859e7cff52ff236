import { LRUCache } from 'lru-cache';
import * as client from 'openid-client';
import { ASKED_AGAIN_AFTER } from '../../outbound/failure.ts';
import type { Outbound } from '../../outbound/fetch.ts';
import { PROVIDER_TIMEOUT } from '../ask.ts';
import type { Callback, SignInRequest } from '../provider.ts';
import { SignInRefused } from '../refused.ts';
import { refusedByOidc } from './oidc-errors.ts';

/** An issuer's word is asked for anew after so long, ms; so are its keys. */
const KEPT_FOR = 10 * 60_000;
const MOST_KEPT = 200;

/** A client of an issuer. */
export interface OidcClient {
  issuer: string;
  clientId: string;
  /** What the client shows the issuer; asked for at each exchange. */
  secret: () => Promise<string>;
  /** Distinguishes clients that differ in their secret alone. */
  cacheKey: string;
  scope: string;
  /** Sent along when the browser is sent. */
  extra?: Readonly<Record<string, string>>;
  usesPkce: boolean;
  /** What the userinfo endpoint is asked for where the ID token does not have it; name and address when left out. */
  wants?: readonly string[];
}

/** What the issuer has signed, and what else it says of the person. */
export interface SignedWord {
  claims: Readonly<Record<string, unknown>>;
  iss: string;
  sub: string;
  /** When the person last proved it there, s, as the ID token says; null where it does not. */
  authTime: number | null;
}

/** Speaks OpenID Connect: discovery, code, PKCE, nonce, the signature of the ID token. Throws SignInRefused. */
export interface OidcFlow {
  start(to: OidcClient, request: SignInRequest): Promise<URL>;
  finish(to: OidcClient, callback: Callback): Promise<SignedWord>;
}

type Claims = SignedWord['claims'];

/** What is signed stands above what is not; an address and whether it is vouched for come from one of the two, never one from each. */
export function claimsOf(signed: Claims, more: Claims): Claims {
  const { email, email_verified } = signed.email === undefined ? more : signed;
  return { ...more, ...signed, email, email_verified };
}

/** Discovers issuers over our outbound client and keeps what they say. */
function createDiscovery(fetch: Outbound): (to: OidcClient) => Promise<client.Configuration> {
  const known = new LRUCache<string, Promise<client.Configuration>>({ max: MOST_KEPT, ttl: KEPT_FOR });

  const outbound: client.CustomFetch = (url, { method, headers, body, signal }) => {
    // What is sent in this flow is a form, or nothing.
    const form = body instanceof URLSearchParams || typeof body === 'string' ? body : null;
    return fetch(url, { method, headers, body: form, signal: signal ?? null, timeoutMs: PROVIDER_TIMEOUT });
  };

  function discovered(to: OidcClient): Promise<client.Configuration> {
    const authenticate: client.ClientAuth = async (as, at, body, headers) => {
      const secret = await to.secret();
      const methods = as.token_endpoint_auth_methods_supported;
      const isBasic = methods !== undefined && !methods.includes('client_secret_post') && methods.includes('client_secret_basic');
      await (isBasic ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret))(as, at, body, headers);
    };
    const isPlain = to.issuer.startsWith('http:');
    return client.discovery(new URL(to.issuer), to.clientId, undefined, authenticate, {
      // Plain http is for this machine alone, which the outbound client sees to.
      execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
      timeout: PROVIDER_TIMEOUT / 1000,
      [client.customFetch]: outbound,
    });
  }

  /** Discovered once, however many ask at the same time; a failure is given for half a minute to those who ask after it. */
  return (to) => {
    const key = JSON.stringify([to.issuer, to.clientId, to.cacheKey]);
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const made = discovered(to);
    known.set(key, made);
    made.catch(() => known.set(key, made, { ttl: ASKED_AGAIN_AFTER }));
    return made;
  };
}

/** Makes the flow over our outbound client. */
export function createOidcFlow(fetch: Outbound): OidcFlow {
  const configurationOf = createDiscovery(fetch);
  return {
    async start(to, { state, nonce, codeVerifier, redirectUri }) {
      try {
        const config = await configurationOf(to);
        const pkce = to.usesPkce
          ? { code_challenge: await client.calculatePKCECodeChallenge(codeVerifier), code_challenge_method: 'S256' }
          : undefined;
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: to.scope,
          state,
          nonce,
          ...pkce,
          ...to.extra,
        });
        // A browser is sent nowhere but to pages.
        if (url.protocol !== 'https:' && !(url.protocol === 'http:' && to.issuer.startsWith('http:'))) {
          throw new SignInRefused('bad-answer', 'authorization_endpoint');
        }
        return url;
      } catch (error) {
        throw refusedByOidc(error);
      }
    },
    async finish(to, { params, state, nonce, codeVerifier, redirectUri }) {
      const here = new URL(redirectUri);
      for (const [name, value] of params) here.searchParams.append(name, value);
      if (!params.has('code') && !params.has('error')) throw new SignInRefused('bad-answer', 'no code');
      try {
        const config = await configurationOf(to);
        const tokens = await client.authorizationCodeGrant(config, here, {
          ...(to.usesPkce ? { pkceCodeVerifier: codeVerifier } : {}),
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const signed = tokens.claims();
        if (signed === undefined) throw new SignInRefused('bad-answer', 'id_token');
        const { iss, sub } = signed;
        const { wants = ['name', 'email'] } = to;
        const knowsMore = config.serverMetadata().userinfo_endpoint !== undefined && wants.some((claim) => signed[claim] === undefined);
        const more = knowsMore ? await client.fetchUserInfo(config, tokens.access_token, sub) : {};
        return { claims: claimsOf(signed, more), iss, sub, authTime: signed.auth_time ?? null };
      } catch (error) {
        throw refusedByOidc(error);
      }
    },
  };
}
