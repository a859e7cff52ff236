import { createHmac } from 'node:crypto';

/** The secret numbers of a model's hash. Who does not know them cannot choose texts that share a slot. */
export interface HashKey {
  /** Odd: the base of the polynomial. */
  base: number;
  symbol: number;
  order: number;
  text: number;
}

/** Draws the numbers from a secret: the same for the same secret and use, in every process. */
export function hashKeyFrom(secret: string, use: string): HashKey {
  const drawn = createHmac('sha256', secret).update(`liangju ${use}`).digest();
  return {
    base: drawn.readInt32LE(0) | 1,
    symbol: drawn.readInt32LE(4),
    order: drawn.readInt32LE(8),
    text: drawn.readInt32LE(12),
  };
}

/** Stirs 32 bits until each depends on all (the finaliser of MurmurHash3, public domain). */
export function mix(bits: number): number {
  let h = bits ^ (bits >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
