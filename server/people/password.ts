import { scrypt, timingSafeEqual } from 'node:crypto';
import { tooManySignIns } from './sign-in-limits.ts';

/** Cost of a hash: about 32 MiB for a fifth of a second; one of the settings of OWASP's password storage cheat sheet. */
export interface ScryptCost {
  N: number;
  r: number;
  p: number;
}
export const PASSWORD_COST: ScryptCost = { N: 2 ** 15, r: 8, p: 3 };
/** With `LIMITS=off`, on this machine alone: a twenty-fourth. What was hashed so is hashed anew at the first sign-in with limits. */
export const LOAD_TEST_COST: ScryptCost = { N: 2 ** 12, r: 8, p: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Hashing runs in the thread pool, which files and names need too: two of its four threads at most. */
const AT_ONCE = 2;
/** More than this is a flood: it is turned away instead of being kept waiting. */
const WAITING = 64;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING) throw tooManySignIns(10);
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}

function derive(password: string, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array> {
  const options = { ...cost, maxmem: 256 * cost.N * cost.r };
  return inTurn(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
      }),
  );
}

function encode(cost: ScryptCost, salt: Uint8Array, hash: Uint8Array): string {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  return `scrypt$${cost.N}$${cost.r}$${cost.p}$${text(salt)}$${text(hash)}`;
}

function decode(stored: string): { cost: ScryptCost; salt: Uint8Array; hash: Uint8Array } {
  const [, N, r, p, salt, hash] = /^scrypt\$(\d{1,8})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) throw new Error('a stored password hash is not of this form');
  return { cost: { N: Number(N), r: Number(r), p: Number(p) }, salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url') };
}

/**
 * Hashes a password with a salt of its own: `scrypt$N$r$p$salt$hash`. The password in whatever Unicode form
 * a keyboard gives is one password.
 * @throws Problem `too-many-sign-ins` when very many wait already.
 */
export async function hashPassword(
  password: string,
  random: (bytes: number) => Uint8Array,
  cost: ScryptCost = PASSWORD_COST,
): Promise<string> {
  const salt = random(SALT_BYTES);
  return encode(cost, salt, await derive(password, salt, cost));
}

/**
 * Is it the password? Compared in constant time.
 * @throws Problem `too-many-sign-ins` when very many wait already.
 */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const { cost, salt, hash } = decode(stored);
  const key = await derive(password, salt, cost);
  return key.length === hash.length && timingSafeEqual(key, hash);
}

/** A hash that no password has, as costly to check as a new one: for addresses without an account. */
export function unmatchableHash(random: (bytes: number) => Uint8Array, cost: ScryptCost = PASSWORD_COST): string {
  return encode(cost, random(SALT_BYTES), random(HASH_BYTES));
}

/** Was it made at a lower cost than today's? Then it is made anew at the next sign-in. */
export function isOutdated(stored: string, today: ScryptCost = PASSWORD_COST): boolean {
  const { cost } = decode(stored);
  return cost.N * cost.r * cost.p < today.N * today.r * today.p;
}
