import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Ms } from '../domain/types.ts';

/** One-time codes by time: RFC 6238 with SHA-1, six digits and 30 seconds, which every app knows. */
const STEP: Ms = 30_000;
const DIGITS = 6;
/** So far a clock may be off, in steps. */
const TOLERANCE = 1;
/** RFC 4226, 4: a secret of 160 bits. */
export const SECRET_BYTES = 20;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The bytes in base 32 (RFC 4648) without padding, as apps take a secret that is typed. */
export function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** The code of a step. */
export function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0xf;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The step that a code belongs to, among now and the one before and after it; null when it is none of theirs. Compared in constant time. */
export function stepOf(secret: Uint8Array, code: string, now: Ms): number | null {
  const given = Buffer.from(code);
  const current = Math.floor(now / STEP);
  let found: number | null = null;
  for (let step = current - TOLERANCE; step <= current + TOLERANCE; step++) {
    const expected = Buffer.from(codeOf(secret, step));
    if (expected.length === given.length && timingSafeEqual(expected, given)) found = step;
  }
  return found;
}

/** The address by which an app takes the secret (the form of the Google Authenticator wiki, "Key Uri Format"). */
export function totpUri(issuer: string, email: string, secret: Uint8Array): string {
  const query = new URLSearchParams({
    secret: base32(secret),
    issuer,
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: String(STEP / 1_000),
  });
  return `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(email)}?${query}`;
}
