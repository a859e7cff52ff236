import { createHmac, timingSafeEqual } from 'node:crypto';
import { WEBHOOK_SECRET_PREFIX } from '../domain/webhooks.ts';

/** How far the clocks of sender and receiver may be apart, seconds. */
export const TOLERANCE = 300;

/** What is signed, and by when it was. */
export interface SignedHeaders {
  id: string;
  /** Unix time, seconds. */
  timestamp: string;
  /** One or more, divided by blanks: `v1,…`. */
  signature: string;
}

const keyOf = (secret: string): Buffer =>
  Buffer.from(secret.startsWith(WEBHOOK_SECRET_PREFIX) ? secret.slice(WEBHOOK_SECRET_PREFIX.length) : secret, 'base64');

const signatureBy = (secret: string, id: string, timestamp: number | string, body: string): string =>
  `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

/**
 * The value of `webhook-signature`: one signature for each secret, so that a receiver can change from one to the other
 * (Standard Webhooks, symmetric).
 * @param secrets `whsec_` and base64.
 * @param timestamp unix time of the attempt, seconds.
 * @param body the very bytes that are sent.
 */
export function sign(secrets: readonly string[], id: string, timestamp: number, body: string): string {
  return secrets.map((secret) => signatureBy(secret, id, timestamp, body)).join(' ');
}

/** Was it signed with one of the secrets, not longer ago or further ahead than TOLERANCE? @param now unix time, seconds. */
export function verify(secrets: readonly string[], { id, timestamp, signature }: SignedHeaders, body: string, now: number): boolean {
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > TOLERANCE) return false;
  const given = signature.split(' ').map((one) => Buffer.from(one));
  return secrets.some((secret) => {
    const right = Buffer.from(signatureBy(secret, id, timestamp, body));
    return given.some((one) => one.length === right.length && timingSafeEqual(one, right));
  });
}
