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
 * is changed. Gives the matching `v1` (to be remembered against replay), or why it is refused.
 */
export function verifySignature(
  secret: string,
  header: string | undefined,
  body: string | Uint8Array,
  now: Ms,
): { ok: true; nonce: string } | { ok: false; fault: SignatureFault } {
  const parts = (header ?? '').split(',', 6).map((part) => part.trim());
  const seconds = /^t=(\d{1,12})$/.exec(parts[0] ?? '')?.[1];
  const candidates = parts.slice(1).flatMap((part) => /^v1=([0-9a-f]{64})$/i.exec(part)?.[1] ?? []);
  if (seconds === undefined || candidates.length === 0) return { ok: false, fault: 'malformed' };
  const right = hmac(secret, Number(seconds), body);
  const fits = candidates.map((candidate) => timingSafeEqual(right, Buffer.from(candidate, 'hex'))).includes(true);
  if (!fits) return { ok: false, fault: 'wrong' };
  if (Math.abs(now - Number(seconds) * 1000) > SIGNATURE_WINDOW) return { ok: false, fault: 'too-old' };
  return { ok: true, nonce: right.toString('hex') };
}

/** Remembers signatures that were used. */
export interface Nonces {
  /** Takes one; false when it was taken before. */
  take: (nonce: string, now: Ms) => boolean;
}

/** Most signatures that are remembered; when more come inside of the window, further ones are refused. */
const MOST_NONCES = 10_000;

/** A memory of used signatures, in this process; each is kept for as long as it could be played again. */
export function createNonces(most: number = MOST_NONCES): Nonces {
  const until = new Map<string, Ms>();
  return {
    take(nonce, now) {
      if (until.has(nonce)) return false;
      // Insertion order is the order of time.
      for (const [old, end] of until) {
        if (end > now) break;
        until.delete(old);
      }
      if (until.size >= most) return false;
      until.set(nonce, now + 2 * SIGNATURE_WINDOW);
      return true;
    },
  };
}
