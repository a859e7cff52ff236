import { randomFillSync } from 'node:crypto';

/** Bytes that are drawn at once: to ask for a few at a time costs more than they do. */
const POOL = 4_096;
const pool = new Uint8Array(POOL);
let left = 0;

/** That many unpredictable bytes; none is given twice. */
export const systemRandom = (bytes: number): Uint8Array => {
  if (bytes > POOL) return randomFillSync(new Uint8Array(bytes));
  if (bytes > left) {
    randomFillSync(pool);
    left = POOL;
  }
  left -= bytes;
  const given = pool.slice(left, left + bytes);
  // What was given out must not be read from memory again.
  pool.fill(0, left, left + bytes);
  return given;
};
