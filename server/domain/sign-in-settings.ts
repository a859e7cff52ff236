/** Settings of a site's ways to sign in; contract/sign-in-ways.ts has their limits and what each means to an operator. */

import type { OAUTH_KINDS, SignInKind } from './enumerations.ts';

/** The most ways of a site. */
export const MOST_WAYS = 10;

/** The way by mail; no way of a site's list may have its id. */
export const MAIL_WAY = 'mail';

/** Base addresses instead of the provider's public ones: for private instances and tests. */
export interface WayEndpoints {
  /** Where the reader's browser is sent. */
  web?: string | undefined;
  /** Where this server asks. */
  api?: string | undefined;
}

interface AnyWay {
  kind: SignInKind;
  /** Names it in addresses and in what is known of members: it stays, whatever it is called. */
  id: string;
  /** What readers see. */
  name: string;
  clientId: string;
  /** Encrypted at rest. */
  secret: string;
}

export interface OidcWay extends AnyWay {
  kind: 'oidc';
  issuer: string;
}

/** `secret` is the private key (PKCS #8, PEM) by which the client's secret is signed. */
export interface AppleWay extends AnyWay {
  kind: 'apple';
  issuer: string;
  teamId: string;
  keyId: string;
}

export interface OAuthWay extends AnyWay {
  kind: (typeof OAUTH_KINDS)[number];
  endpoints?: WayEndpoints | undefined;
}

export type SignInWay = OidcWay | AppleWay | OAuthWay;
