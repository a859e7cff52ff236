import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Ms } from '../domain/types.ts';

/** How far the clock of who signed may be from ours: older and younger signatures are refused. */
export const SIGNATURE_WINDOW: Ms = 5 * 60_000;

function hmac(secret: string, seconds: number, body: string | Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
}

/** The `X-Signature` of a body: `t=UNIX,v1=HEX` with HMAC-SHA256 over `t.body`. */
export function signBody(secret: string, body: string, now: Ms): string {
  const seconds = Math.floor(now / 1000);
  return `t=${seconds},v1=${hmac(secret, seconds, body).toString('hex')}`;
}

/** Why a signature is not taken. */
export type SignatureFault = 'malformed' | 'too-old' | 'wrong';

/**
 * Checks a signature over the bytes that came, in constant time; several `v1` may stand in it while a secret
 * is changed. Gives why it is refused; null: it is
 * right. A right one may come again within the window: against that its use has to guard (later.ts).
 */
export function verifySignature(secret: string, header: string | undefined, body: string | Uint8Array, now: Ms): SignatureFault | null {
  const parts = (header ?? '').split(',', 6).map((part) => part.trim());
  const seconds = /^t=(\d{1,12})$/.exec(parts[0] ?? '')?.[1];
  const candidates = parts.slice(1).flatMap((part) => /^v1=([0-9a-f]{64})$/i.exec(part)?.[1] ?? []);
  if (seconds === undefined || candidates.length === 0) return 'malformed';
  const right = hmac(secret, Number(seconds), body);
  const fits = candidates.map((candidate) => timingSafeEqual(right, Buffer.from(candidate, 'hex'))).includes(true);
  if (!fits) return 'wrong';
  if (Math.abs(now - Number(seconds) * 1000) > SIGNATURE_WINDOW) return 'too-old';
  return null;
}
