/** Signatures of calls in the form of Standard Webhooks (https://www.standardwebhooks.com), the symmetric ones. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { WEBHOOK_SECRET_PREFIX } from '../domain/webhooks.ts';

/** How far the clocks of sender and receiver may be apart, seconds. */
export const TOLERANCE = 300;

/** Most signatures of a call that are looked at. */
const MOST_SIGNATURES = 10;

/** Why a call is not taken: a header is missing or not of the form; its time is not ours; no signature is of one of the secrets. */
export type WebhookFault = 'malformed' | 'too-old' | 'wrong';

/** What is signed, and by when it was: the headers `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
export interface SignedHeaders {
  id: string;
  /** Unix time, seconds. */
  timestamp: string;
  /** One or more, divided by blanks: `v1,…`. */
  signature: string;
}

const keyOf = (secret: string): Buffer =>
  Buffer.from(secret.startsWith(WEBHOOK_SECRET_PREFIX) ? secret.slice(WEBHOOK_SECRET_PREFIX.length) : secret, 'base64');

const hmac = (secret: string, id: string, timestamp: string | number, body: string | Uint8Array): Buffer =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();

/**
 * The value of `webhook-signature`: one signature for each secret, so that a receiver can change from one to the other.
 * @param secrets `whsec_` and base64.
 * @param timestamp unix time of the attempt, seconds.
 * @param body the very bytes that are sent.
 */
export function sign(secrets: readonly string[], id: string, timestamp: number, body: string | Uint8Array): string {
  return secrets.map((secret) => `v1,${hmac(secret, id, timestamp, body).toString('base64')}`).join(' ');
}

/**
 * Why a call is not taken; null: it is signed with one of the secrets, not longer ago or further ahead than TOLERANCE. In constant time for
 * each pair of a secret and a signature. A right call may come again within the tolerance: against that its use has to guard by the id.
 * @param body the bytes that came, before any parsing.
 * @param now unix time, seconds.
 */
export function webhookFault(
  secrets: readonly string[],
  { id, timestamp, signature }: SignedHeaders,
  body: string | Uint8Array,
  now: number,
): WebhookFault | null {
  const given = signature
    .split(' ', MOST_SIGNATURES)
    .flatMap((one) => /^v1,([A-Za-z0-9+/]{43}=)$/.exec(one)?.[1] ?? [])
    .map((one) => Buffer.from(one, 'base64'));
  // A dot in the id would let one text be read as two calls.
  if (!/^[^\s.]{1,256}$/.test(id) || !/^\d{1,12}$/.test(timestamp) || given.length === 0) return 'malformed';
  const right = secrets.map((secret) => hmac(secret, id, timestamp, body));
  const fits = right.flatMap((one) => given.map((other) => timingSafeEqual(one, other))).includes(true);
  if (!fits) return 'wrong';
  return Math.abs(now - Number(timestamp)) > TOLERANCE ? 'too-old' : null;
}

/** Is a call taken? See `webhookFault`. */
export function verify(secrets: readonly string[], headers: SignedHeaders, body: string | Uint8Array, now: number): boolean {
  return webhookFault(secrets, headers, body, now) === null;
}
