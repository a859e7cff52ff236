import { randomBytes } from 'node:crypto';

/** That many bytes nobody can foresee. */
export const systemRandom = (bytes: number): Uint8Array => randomBytes(bytes);
