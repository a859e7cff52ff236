import type { Ms } from './types.ts';

/** So many refused tokens of a site are kept. */
export const MOST_REFUSED = 10;

/** Why a token is refused, in the order in which it is looked at. */
export const TOKEN_FAULTS = [
  'off',
  'not-set-up',
  'too-large',
  'malformed',
  'duplicate',
  'header',
  'algorithm',
  'no-key',
  'keys-unreachable',
  'signature',
  'reserved-claim',
  'issuer',
  'audience',
  'subject',
  'issued-at',
  'expires-at',
  'too-long',
  'expired',
  'not-yet',
  'name',
  'avatar',
  'avatar-host',
  'url',
  'email',
  'badge',
  'verified',
  'minor',
  'person',
  'author-of',
  'lang',
] as const;
export type TokenFault = (typeof TOKEN_FAULTS)[number];

/** A token of a site's sign-on that was refused: never its text. */
export interface RefusedToken {
  at: Ms;
  reason: TokenFault;
  /** What may be shown of it, by claim: ids, times and names of fields, cut short. */
  claims: Record<string, string | number | null>;
}
