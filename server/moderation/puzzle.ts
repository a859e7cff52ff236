import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { isRunning } from '../domain/stepped-clock.ts';
import type { Trust } from '../domain/trust.ts';
import type { SiteSettings } from '../domain/site-settings.ts';
import type { Ms, SiteId } from '../domain/types.ts';

/** Leading zero bits that are asked for: in quiet times, in a burst, under attack. A phone needs some seconds for the last. */
const BITS = { usual: 15, burst: 18, attack: 20 } as const;
/** So many comments a minute in one thread are an attack. */
const ATTACK = 60;
/** From issue to answer. */
const VALID: Ms = 10 * 60_000;
const MOST_SPENT = 100_000;

/** How much work a browser has to do before this comment is taken; 0: none. Known readers never. */
export function bitsFor(setting: SiteSettings['puzzle'], risk: { trust: Trust; isBurst: boolean; perMinute: number }): number {
  if (setting === 'off' || risk.trust >= 2) return 0;
  if (risk.perMinute >= ATTACK) return BITS.attack;
  if (risk.isBurst) return BITS.burst;
  return setting === 'always' ? BITS.usual : 0;
}

/** What a browser is given to work on, and what it found. */
export interface PuzzleAnswer {
  challenge: string;
  nonce: string;
}

/** Proof of work (hashcash, Back 1997): SHA-256 of `challenge:nonce` begins with so many zero bits. */
export interface Puzzles {
  /** A challenge for a site: signed, so that nothing has to be kept of it. */
  issue(siteId: SiteId, bits: number): string;
  /** Is it one of ours, for this site, of at least so many bits, in time, solved, and not used before? */
  accepts(siteId: SiteId, bits: number, answer: PuzzleAnswer): boolean;
}

function leadingZeroBits(digest: Buffer): number {
  let bits = 0;
  for (const byte of digest) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

/** Makes and checks puzzles; an answer is taken once by this process. */
export function createPuzzles(deps: { secret: string; now: () => Ms }): Puzzles {
  const spent = new LRUCache<string, true>({ max: MOST_SPENT });
  const sign = (text: string): string => createHmac('sha256', deps.secret).update(`puzzle ${text}`).digest('base64url').slice(0, 32);

  function isOurs(text: string, signature: string): boolean {
    const [given, right] = [Buffer.from(signature), Buffer.from(sign(text))];
    return given.length === right.length && timingSafeEqual(given, right);
  }

  return {
    issue(siteId, bits) {
      const text = `${siteId}.${bits}.${deps.now() + VALID}.${randomBytes(12).toString('base64url')}`;
      return `${text}.${sign(text)}`;
    },
    accepts(siteId, bits, { challenge, nonce }) {
      const parts = challenge.split('.');
      const [site, given, until] = parts;
      if (parts.length !== 5 || site !== siteId || Number(given) < bits || !isRunning(Number(until), deps.now(), VALID)) return false;
      if (!isOurs(parts.slice(0, 4).join('.'), parts[4] ?? '') || spent.has(challenge)) return false;
      if (leadingZeroBits(createHash('sha256').update(`${challenge}:${nonce}`).digest()) < Number(given)) return false;
      spent.set(challenge, true);
      return true;
    },
  };
}
