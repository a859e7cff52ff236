import type { LRUCache } from 'lru-cache';
import type { Ms } from '../domain/types.ts';
import type { CachedPage, PageCacheDeps } from './cached-page.ts';
import type { PageReader } from './page-reader.ts';

/** Whatever notices have come, a page is read again after this: some writes leave no event (an import by another process). */
const MOST_AGE: Ms = 10_000;

/** Compares pages with what other processes have written. */
export interface PageChecks {
  /** Compares a page with the log, once however many ask at the same time; false when there is none any more. */
  check(cached: CachedPage): Promise<boolean>;
  /** Makes a page hold all that has happened here and, within a second, elsewhere; false when there is none any more. */
  upToDate(cached: CachedPage): Promise<boolean>;
}

export function createPageChecks(deps: PageCacheDeps, pages: LRUCache<string, CachedPage>, reader: PageReader): PageChecks {
  /** Compares a page with the log, where other processes' changes stand; false when there is none any more. */
  async function compare(cached: CachedPage): Promise<boolean> {
    const { thread } = cached;
    const at = deps.now();
    const site = await deps.sites.find(cached.request.siteId);
    if (site === null) {
      pages.delete(cached.url);
      return false;
    }
    const mayHold = thread !== null && site.revision === cached.site.revision && at - cached.readAt < MOST_AGE;
    if (!mayHold || (await deps.store.events.head(`thread:${thread.id}`)) !== thread.seq) return reader.renew(cached);
    cached.site = site;
    cached.checkedAt = at;
    return true;
  }

  function check(cached: CachedPage): Promise<boolean> {
    cached.checking ??= compare(cached).finally(() => {
      cached.checking = null;
    });
    return cached.checking;
  }

  return {
    check,
    async upToDate(cached) {
      if (reader.isCurrent(cached)) return check(cached);
      // What was being read already when this was asked may lack what was changed just before.
      const hasBegun = cached.renewing !== null;
      if (!(await reader.renew(cached))) return false;
      return !hasBegun || reader.isCurrent(cached) || reader.renew(cached);
    },
  };
}
