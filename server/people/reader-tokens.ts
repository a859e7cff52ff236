import { createHmac, hash } from 'node:crypto';

const TOKEN = /^ljr_[\w-]{43}$/;

/**
 * A reader's token, 256 bit: the same seed gives the same one, so that a first comment that is sent again
 * after a lost answer brings the token again, though only its hash is stored.
 * @param secret the server's secret.
 * @param seed what makes it this token and no other: site, idempotency key and request, or random bytes as text.
 */
export function makeReaderToken(secret: string, seed: string): string {
  return `ljr_${createHmac('sha256', secret).update(`reader-token\n${seed}`).digest('base64url')}`;
}

/** How a token is stored and looked up: SHA-256 in hexadecimal. Of any token: they are all random enough to need no salt. */
export function hashToken(token: string): string {
  return hash('sha256', token);
}

/** Has it the form of a reader's token? */
export function isReaderToken(text: string): boolean {
  return TOKEN.test(text);
}
