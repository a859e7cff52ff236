import { createLocalJWKSet } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Ms } from '../domain/types.ts';
import { ASKED_AGAIN_AFTER } from '../outbound/failure.ts';
import type { Outbound } from '../outbound/fetch.ts';
import { TokenRefused } from './token-refused.ts';

/** A set is read again after this long, for keys that were withdrawn. */
const FRESH: Ms = 10 * 60_000;
/** When the address gives no answer, an error or no JSON, the last set is used so long. */
const STALE: Ms = 24 * 3_600_000;
const TIMEOUT: Ms = 3_000;
const MOST_SETS = 1_000;

/** Says that the keys are no more. */
const WITHDRAWN: ReadonlySet<number> = new Set([404, 410]);

const Part = z.string().min(1);
const common = { kid: z.string().max(200).exactOptional() };
/** Only public keys that sign; symmetric ones would let anybody sign who can read them. */
const PublicKey = z.discriminatedUnion('kty', [
  z.looseObject({ kty: z.literal('RSA'), n: Part, e: Part, ...common }),
  z.looseObject({ kty: z.literal('EC'), crv: Part, x: Part, y: Part, ...common }),
  z.looseObject({ kty: z.literal('OKP'), crv: Part, x: Part, ...common }),
]);
type PublicKey = z.infer<typeof PublicKey>;
const KeySet = z.object({ keys: z.array(z.unknown()) });
/** Anybody who reads the set could sign: nothing of it can be trusted. */
const PrivateKey = z.looseObject({ d: z.unknown().refine((part) => part !== undefined) });

/**
 * The keys of a set that can be used. One of an unknown kind or form is ignored (RFC 7517, 5).
 * @returns none for what is no set, and for one that shows a private key.
 */
function keysOf(answer: unknown): PublicKey[] {
  const set = KeySet.safeParse(answer);
  if (!set.success || set.data.keys.some((key) => PrivateKey.safeParse(key).success)) return [];
  return set.data.keys.flatMap((key) => PublicKey.safeParse(key).data ?? []);
}

export type FindKey = ReturnType<typeof createLocalJWKSet>;

interface Known {
  /** null: there is none, or the keys were withdrawn. */
  find: FindKey | null;
  /** Key ids of the set. */
  kids: ReadonlySet<string>;
  readAt: Ms;
  triedAt: Ms;
}

/** Public keys of sites, by their addresses. */
export interface KeySets {
  /**
   * What finds the key of a token.
   * @param kid the id that the token names; one that is not known is looked for anew, once in half a minute.
   * @throws TokenRefused `keys-unreachable`.
   */
  get(url: string, kid: string | undefined): Promise<FindKey>;
}

/** @param now a clock that never steps. */
export function createKeySets({ fetch, now }: { fetch: Outbound; now: () => Ms }): KeySets {
  const sets = new LRUCache<string, Known>({ max: MOST_SETS });
  const underWay = new Map<string, Promise<Known>>();

  /** The keys that the address gives; none: they are withdrawn. @throws where it says nothing about keys. */
  async function read(url: string): Promise<PublicKey[]> {
    const response = await fetch(url, { headers: { accept: 'application/json' }, timeoutMs: TIMEOUT });
    if (WITHDRAWN.has(response.status)) return [];
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    return keysOf(await response.json());
  }

  async function refresh(url: string): Promise<Known> {
    const before = sets.get(url);
    const triedAt = now();
    let next: Known;
    try {
      const keys = await read(url);
      next = {
        find: keys.length === 0 ? null : createLocalJWKSet({ keys }),
        kids: new Set(keys.flatMap(({ kid }) => (kid === undefined ? [] : [kid]))),
        readAt: triedAt,
        triedAt,
      };
    } catch {
      const isUsable = before !== undefined && triedAt - before.readAt < STALE;
      next = isUsable ? { ...before, triedAt } : { find: null, kids: new Set(), readAt: triedAt, triedAt };
    }
    sets.set(url, next);
    return next;
  }

  /** However many ask at the same time, the address is asked once. */
  function refreshed(url: string): Promise<Known> {
    const running = underWay.get(url);
    if (running !== undefined) return running;
    const started = refresh(url).finally(() => underWay.delete(url));
    underWay.set(url, started);
    return started;
  }

  return {
    async get(url, kid) {
      let known = sets.get(url);
      const at = now();
      const isWanting =
        known === undefined || known.find === null || at - known.readAt >= FRESH || (kid !== undefined && !known.kids.has(kid));
      if (isWanting && (known === undefined || at - known.triedAt >= ASKED_AGAIN_AFTER)) known = await refreshed(url);
      if (known?.find === null || known === undefined) throw new TokenRefused('keys-unreachable');
      return known.find;
    },
  };
}
