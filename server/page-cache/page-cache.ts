import { LRUCache } from 'lru-cache';
import type { Ms } from '../domain/types.ts';
import type { ChangeNote } from '../domain/events.ts';
import { createVersions } from './versions.ts';
import type { CachedPage, PageCacheDeps } from './cached-page.ts';
import { addBrotli, sizeOf } from './page.ts';
import { createPageChecks } from './page-checks.ts';
import { createPageReader } from './page-reader.ts';
import { isBusy, takeRateToken } from './rate-tokens.ts';

/** Other processes write too: a page is compared with the log when that was last done so long ago; hits begin it a little sooner. */
const CHECK_EVERY: Ms = 1_000;
const CHECK_AHEAD: Ms = 700;
/** While a hot page is being made anew, the one before is served for so long after it was read. */
const MOST_STALE: Ms = 200;
/** Brotli is made of pages that have stood so long. */
const BROTLI_AFTER: Ms = 1_000;
/** What an entry costs beside its bytes and its address: heads of answers, entries of maps. */
const OVERHEAD = 3_000;

export interface PageCache {
  /** The page that may be sent at once, or null: then ask `get`. */
  ready(url: string): CachedPage | null;
  /** The page as it was last, however old, or null; for while the store is away. */
  last(url: string): CachedPage | null;
  /** The page, made or made anew if need be, once however many ask; null when the router has to answer. */
  get(url: string): Promise<CachedPage | null>;
  /** What pages depend on has changed: called before the request that changed it is answered. */
  changed(changes: readonly ChangeNote[]): void;
  /** A client that takes brotli was sent something larger. */
  wantsBrotli(cached: CachedPage): void;
  /** Bytes were added to a page. */
  grown(cached: CachedPage): void;
  size(): { pages: number; bytes: number };
}

/** Keeps ready pages, the least used ones making room, and knows which of them still hold. */
export function createPageCache(deps: PageCacheDeps): PageCache {
  const { now } = deps;
  const versions = createVersions();
  const making = new Map<string, Promise<CachedPage | null>>();
  let isPacking = false;
  const pages = new LRUCache<string, CachedPage>({
    maxSize: Math.max(1, deps.mostBytes),
    sizeCalculation: ({ url, page }) => OVERHEAD + url.length * 2 + sizeOf(page),
  });

  const reader = createPageReader(deps, pages, versions);
  const checks = createPageChecks(deps, pages, reader);
  const { isCurrent, renew, measure } = reader;

  function makeOnce(url: string): Promise<CachedPage | null> {
    const made = making.get(url) ?? reader.make(url).finally(() => making.delete(url));
    making.set(url, made);
    return made;
  }

  const inBackground = (work: Promise<unknown>): void => void work.catch(deps.onError);

  return {
    ready(url) {
      const cached = pages.get(url);
      if (cached === undefined) return null;
      const at = now();
      if (isCurrent(cached)) {
        const unchecked = at - cached.checkedAt;
        if (unchecked >= CHECK_EVERY) return null;
        if (unchecked >= CHECK_AHEAD && cached.checking === null) inBackground(checks.check(cached));
        return cached;
      }
      if (at - cached.readAt >= MOST_STALE) return null;
      if (cached.renewing !== null) return isBusy(cached.rateTokens) ? cached : null;
      const token = takeRateToken(cached.rateTokens, at);
      if (token === 'none') return cached;
      inBackground(renew(cached));
      return token === 'busy' ? cached : null;
    },
    last: (url) => pages.get(url) ?? null,
    async get(url) {
      const known = pages.get(url);
      if (known !== undefined) return (await checks.upToDate(known)) ? known : null;
      const hasBegun = making.has(url);
      const made = await makeOnce(url);
      if (made === null || !hasBegun || isCurrent(made)) return made;
      return (await renew(made)) ? made : null;
    },
    changed(changes) {
      for (const { type, channel, siteId } of changes) {
        if (type === 'site.changed') versions.changed(`site:${siteId}`);
        if (!channel.startsWith('thread:')) continue;
        versions.changed(channel);
        versions.changed(`threads:${siteId}`);
      }
    },
    wantsBrotli(cached) {
      const { page } = cached;
      if (isPacking || page.brotli !== null || page.gzip === null || now() - cached.readAt < BROTLI_AFTER) return;
      isPacking = true;
      inBackground(
        addBrotli(page).finally(() => {
          isPacking = false;
          measure(cached);
        }),
      );
    },
    grown: measure,
    size: () => ({ pages: pages.size, bytes: pages.calculatedSize }),
  };
}
