import { LRUCache } from 'lru-cache';
import type { Ms } from '../domain/types.ts';

/** Other processes change things too: what was read is read again after this long. */
const TTL: Ms = 1_000;
/** Most keys: unknown ones that somebody makes up must not fill the memory. */
const MOST_KEYS = 1_000;

/** What was read under a key, for a second. */
export interface BriefCache<T> {
  /** Read once, however many ask at the same time; what could not be read, or is not worth keeping, is read again. */
  get(key: string): Promise<T>;
  delete(key: string): void;
  clear(): void;
}

/**
 * @param isWorthKeeping whether a value may be given again; left out: any.
 * @param ttl how long it may be; left out: a second.
 */
export function createBriefCache<T>(
  read: (key: string) => Promise<T>,
  now: () => Ms,
  isWorthKeeping: (value: T) => boolean = () => true,
  ttl: Ms = TTL,
): BriefCache<T> {
  const cache = new LRUCache<string, Promise<T>>({ max: MOST_KEYS, ttl, ttlResolution: 0, perf: { now } });
  return {
    get(key) {
      const known = cache.get(key);
      if (known !== undefined) return known;
      const reading = read(key);
      cache.set(key, reading);
      const drop = (): void => {
        if (cache.peek(key) === reading) cache.delete(key);
      };
      reading.then((value) => (isWorthKeeping(value) ? undefined : drop()), drop);
      return reading;
    },
    delete: (key) => void cache.delete(key),
    clear: () => cache.clear(),
  };
}
