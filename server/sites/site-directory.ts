import { Problem } from '../domain/problem.ts';
import type { NewEvent } from '../domain/events.ts';
import type { Ms, Site, SiteId, Thread, ThreadKey } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { createBriefCache } from '../cache/brief-cache.ts';
import { allowsOrigin } from './origins.ts';
import { siteOfOrigin } from './site-of-origin.ts';

export interface SiteDirectory {
  /** The site, or null. At most a second old. */
  find(id: SiteId): Promise<Site | null>;
  /** @throws Problem `not-found`. */
  get(id: SiteId): Promise<Site>;
  /** Does any site let this origin embed it? For live connections, which do not name their site at first. */
  anyAllows(origin: string): Promise<boolean>;
  /** The one site that this origin may embed; null where there is none, or where it is not clear which. */
  ofOrigin(origin: string): Promise<Site | null>;
  /** The version of the site's word list. At most a second old. */
  wordsVersion(id: SiteId): Promise<number>;
  /** The thread, or null; at most a second old, and so its count. One that is not there yet is looked for again. */
  thread(siteId: SiteId, key: ThreadKey): Promise<Thread | null>;
  /** Drops from the cache what was changed. */
  forget(changes: readonly Pick<NewEvent, 'type' | 'siteId'>[]): void;
}

/**
 * Caches sites, the versions of their word lists and their threads for a second, each read once however many ask at the same time.
 * @param now a clock that never steps.
 */
export function createSiteDirectory(store: Pick<Store, 'sites' | 'threads'>, now: () => Ms): SiteDirectory {
  const sites = createBriefCache((id: string) => store.sites.get(id), now);
  const versions = createBriefCache((id: string) => store.sites.wordsVersion(id), now);
  // Under one article many write at the same time.
  const threads = createBriefCache(
    (name) => {
      const [siteId, key]: [SiteId, ThreadKey] = JSON.parse(name);
      return store.threads.find(siteId, key);
    },
    now,
    (thread) => thread !== null,
  );
  const all = createBriefCache(() => store.sites.list(), now);
  return {
    find: (id) => sites.get(id),
    async get(id) {
      const site = await sites.get(id);
      if (site === null) throw new Problem('not-found');
      return site;
    },
    async anyAllows(origin) {
      return (await all.get('')).some((site) => allowsOrigin(site.origins, origin));
    },
    async ofOrigin(origin) {
      return siteOfOrigin(await all.get(''), origin);
    },
    wordsVersion: (id) => versions.get(id),
    thread: (siteId, key) => threads.get(JSON.stringify([siteId, key])),
    forget(changes) {
      for (const { type, siteId } of changes) {
        if (type === 'site.changed') {
          sites.delete(siteId);
          versions.delete(siteId);
          all.delete('');
        }
        // That is rare, and which of them is of no weight.
        if (type.startsWith('thread.')) threads.clear();
      }
    },
  };
}
