import type { SignInWay } from '../domain/sign-in-settings.ts';

/** What a sign-in is begun with, and what is kept of it until the provider answers. */
export interface SignInRequest {
  /** Comes back from the provider: names the sign-in. */
  state: string;
  /** Comes back inside of the provider's signed word. */
  nonce: string;
  /** PKCE (RFC 7636). */
  codeVerifier: string;
  /** Where the provider sends the browser. */
  redirectUri: string;
}

/** The same when the browser is back. */
export interface Callback extends SignInRequest {
  /** What the provider has sent with the browser. */
  params: URLSearchParams;
}

/** Who the provider says it is. */
export interface Person {
  /** Names the person for good, with who says so: the same text is the same person. */
  subject: string;
  name: string;
  /** Address of a picture, https. */
  avatar: string | null;
  email: string | null;
  /** Does the provider vouch that it is this person's? Never true where its word is not good for that. */
  emailVerified: boolean;
}

/** What speaks with a provider. Both throw SignInRefused. */
export interface Provider<W extends SignInWay> {
  /** Where the browser is sent. */
  start(way: W, request: SignInRequest): Promise<URL>;
  /** Asks the provider who it was. */
  finish(way: W, callback: Callback): Promise<Person>;
}
