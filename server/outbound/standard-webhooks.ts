/** Signatures of calls in the form of Standard Webhooks (https://www.standardwebhooks.com), version 1 of its symmetric ones. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clock of the other side may be from ours, in seconds: older and younger calls are refused. */
export const SIGNATURE_TOLERANCE = 5 * 60;

/** What stands before the base64 of a secret. */
const SECRET_PREFIX = 'whsec_';

/** Most signatures of a call that are looked at. */
const MOST_SIGNATURES = 10;

/** Why a call is not taken: a header is missing or not of the form; its time is not ours; no signature is of one of the secrets. */
export type WebhookFault = 'malformed' | 'too-old' | 'wrong';

/** The headers of a call that say by whom, which and when. */
export interface SignedHeaders {
  'webhook-id': string;
  /** Seconds since 1970. */
  'webhook-timestamp': string;
  /** Signatures with spaces between, `v1,BASE64` each. */
  'webhook-signature': string;
}

/** The bytes of a secret `whsec_BASE64`. */
const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');

function hmac(secret: string, id: string, timestamp: string | number, body: string | Uint8Array): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest();
}

/**
 * Signs a call.
 * @param secrets `whsec_BASE64` each; with several there is a signature of each, so that the other side can change its secret.
 * @param timestamp seconds since 1970.
 */
export function sign(secrets: readonly string[], id: string, timestamp: number, body: string | Uint8Array): SignedHeaders {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.map((secret) => `v1,${hmac(secret, id, timestamp, body).toString('base64')}`).join(' '),
  };
}

/**
 * Checks a call over the bytes that came, in constant time for each pair of a secret and a signature. A right call may come again within the
 * tolerance: against that its use has to guard by the id.
 * @param headers as they came; absent ones are undefined.
 * @param now seconds since 1970.
 * @returns why it is refused; null: it is right.
 */
export function verify(
  secrets: readonly string[],
  headers: Readonly<Partial<Record<keyof SignedHeaders, string | undefined>>>,
  body: string | Uint8Array,
  now: number,
): WebhookFault | null {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '', 'webhook-signature': signatures = '' } = headers;
  const given = signatures
    .split(' ', MOST_SIGNATURES)
    .flatMap((one) => /^v1,([A-Za-z0-9+/]{43}=)$/.exec(one)?.[1] ?? [])
    .map((one) => Buffer.from(one, 'base64'));
  // A dot in the id would let one text be read as two calls.
  if (!/^[^\s.]{1,256}$/.test(id) || !/^\d{1,12}$/.test(timestamp) || given.length === 0) return 'malformed';
  const right = secrets.map((secret) => hmac(secret, id, timestamp, body));
  const fits = right.flatMap((one) => given.map((other) => timingSafeEqual(one, other))).includes(true);
  if (!fits) return 'wrong';
  return Math.abs(now - Number(timestamp)) > SIGNATURE_TOLERANCE ? 'too-old' : null;
}
