import { createHash } from 'node:crypto';
import type { SiteId, ThreadKey } from '../domain/types.ts';

/** Most threads that are waited for and do not exist: on account of one network, and in all. */
const OF_NETWORK = 100;
const IN_ALL = 10_000;

/** Who waits for the first comment of threads that do not exist yet. */
export interface JoinQueue<Waiter> {
  /**
   * Notes who waits for a thread, instead of whatever they waited for before.
   * @param network on whose account a thread is kept that no other network waits for; null: it is not counted.
   * @returns how many wait for it now, or null when there are too many threads.
   */
  enter(waiter: Waiter, thread: { siteId: SiteId; key: ThreadKey }, network: string | null): number | null;
  /** They wait no more; false when they did not. */
  leave(waiter: Waiter): boolean;
  /** Those who wait for a thread; they wait no more. */
  take(thread: { siteId: SiteId; key: ThreadKey }): Waiter[];
  /** The sites of which a thread is waited for. */
  sites(): SiteId[];
  isAwaited(siteId: SiteId): boolean;
  /** Threads that are waited for. */
  size(): number;
}

/** Keys may be long, and anybody may make them up: what is kept of one is short. */
const hashOf = (key: ThreadKey): string => createHash('sha256').update(key).digest('base64url').slice(0, 22);

interface Awaited<Waiter> {
  siteId: SiteId;
  hash: string;
  network: string | null;
  waiters: Set<Waiter>;
}

export function createJoinQueue<Waiter>(): JoinQueue<Waiter> {
  const awaited = new Map<SiteId, Map<string, Awaited<Waiter>>>();
  const places = new Map<Waiter, Awaited<Waiter>>();
  const ofNetworks = new Map<string, number>();
  let size = 0;

  function countOf(network: string | null, by: 1 | -1): void {
    size += by;
    if (network === null) return;
    const count = (ofNetworks.get(network) ?? 0) + by;
    if (count === 0) ofNetworks.delete(network);
    else ofNetworks.set(network, count);
  }

  function add(siteId: SiteId, hash: string, network: string | null): Awaited<Waiter> | null {
    if (size >= IN_ALL || (network !== null && (ofNetworks.get(network) ?? 0) >= OF_NETWORK)) return null;
    const entry: Awaited<Waiter> = { siteId, hash, network, waiters: new Set() };
    const ofSite = awaited.get(siteId) ?? new Map<string, Awaited<Waiter>>();
    awaited.set(siteId, ofSite.set(hash, entry));
    countOf(network, 1);
    return entry;
  }

  function drop({ siteId, hash, network }: Awaited<Waiter>): void {
    const ofSite = awaited.get(siteId);
    ofSite?.delete(hash);
    if (ofSite?.size === 0) awaited.delete(siteId);
    countOf(network, -1);
  }

  function leave(waiter: Waiter): boolean {
    const entry = places.get(waiter);
    if (entry === undefined) return false;
    places.delete(waiter);
    entry.waiters.delete(waiter);
    if (entry.waiters.size === 0) drop(entry);
    return true;
  }

  return {
    enter(waiter, { siteId, key }, network) {
      leave(waiter);
      const hash = hashOf(key);
      const entry = awaited.get(siteId)?.get(hash) ?? add(siteId, hash, network);
      if (entry === null) return null;
      entry.waiters.add(waiter);
      places.set(waiter, entry);
      return entry.waiters.size;
    },
    leave,
    take({ siteId, key }) {
      const entry = awaited.get(siteId)?.get(hashOf(key));
      const waiters = [...(entry?.waiters ?? [])];
      for (const waiter of waiters) leave(waiter);
      return waiters;
    },
    sites: () => [...awaited.keys()],
    isAwaited: (siteId) => awaited.has(siteId),
    size: () => size,
  };
}
