import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Ms } from '../domain/types.ts';
import { ASKED_AGAIN_AFTER } from '../outbound/failure.ts';
import type { Outbound } from '../outbound/fetch.ts';
import { TokenRefused } from './token-refused.ts';

/** A set is read again after this long, for keys that were withdrawn. */
const FRESH: Ms = 10 * 60_000;
/** When the address does not answer the last set is used so long. */
const STALE: Ms = 24 * 3_600_000;
const TIMEOUT: Ms = 3_000;
const MOST_SETS = 1_000;

/** Only public keys that sign; symmetric ones would let anybody sign who can read them. */
const KeySet = z.object({
  keys: z
    .array(
      z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP', 'oct']), kid: z.string().max(200).exactOptional(), d: z.never().exactOptional() }),
    )
    .min(1)
    .max(50),
});

export type FindKey = ReturnType<typeof createLocalJWKSet>;

interface Known {
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

  async function read(url: string): Promise<JSONWebKeySet> {
    const response = await fetch(url, { headers: { accept: 'application/json' }, timeoutMs: TIMEOUT });
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    const { keys } = KeySet.parse(await response.json());
    return { keys: keys.filter(({ kty }) => kty !== 'oct') };
  }

  async function refresh(url: string): Promise<Known> {
    const before = sets.get(url);
    const triedAt = now();
    let next: Known;
    try {
      const set = await read(url);
      next = {
        find: createLocalJWKSet(set),
        kids: new Set(set.keys.flatMap(({ kid }) => (kid === undefined ? [] : [kid]))),
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
