import { Problem } from '../domain/problem.ts';
import type { Ms, Site, SiteId } from '../domain/types.ts';
import type { WordList } from '../domain/words.ts';
import type { Store } from '../store/port.ts';
import { allowsOrigin } from './origins.ts';

/** Other processes change sites too: what is remembered is read again after this long. */
const FRESH: Ms = 1_000;

export interface SiteDirectory {
  /** The site, or null. At most a second old. */
  find(id: SiteId): Promise<Site | null>;
  /** @throws Problem `not-found`. */
  get(id: SiteId): Promise<Site>;
  /** Does any site let this origin embed it? For preflights, which do not say which site they are for. */
  anyAllows(origin: string): Promise<boolean>;
  /** The site's word list. At most a second old. */
  words(id: SiteId): Promise<WordList>;
  /** Forgets what is remembered of a site, after a change in this process. */
  forget(id: SiteId): void;
}

/** Remembers sites and their word lists for a second, each read once however many ask at the same time. */
export function createSiteDirectory(store: Pick<Store, 'sites'>, now: () => Ms): SiteDirectory {
  const sites = remember((id: string) => store.sites.get(id), now);
  const versions = remember((id: string) => store.sites.wordsVersion(id), now);
  const lists = new Map<string, WordList>();

  /** A long list is read again only when its version has changed. */
  async function wordsOf(id: SiteId): Promise<WordList> {
    const version = await versions.get(id);
    const known = lists.get(id);
    if (known !== undefined && known.version === version) return known;
    const list = await store.sites.words(id);
    lists.set(id, list);
    return list;
  }

  const all = remember(() => store.sites.list(), now);
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
    words: wordsOf,
    forget(id) {
      sites.forget(id);
      versions.forget(id);
      all.forget('');
    },
  };
}

/** Most names that are remembered: unknown ones that somebody makes up must not fill the memory. */
const MOST = 1_000;

function remember<T>(read: (key: string) => Promise<T>, now: () => Ms): { get(key: string): Promise<T>; forget(key: string): void } {
  const known = new Map<string, { at: Ms; value: Promise<T> }>();
  return {
    get(key) {
      const entry = known.get(key);
      if (entry !== undefined && now() - entry.at < FRESH) return entry.value;
      if (known.size >= MOST) known.clear();
      const value = read(key);
      known.set(key, { at: now(), value });
      value.catch(() => known.delete(key));
      return value;
    },
    forget: (key) => void known.delete(key),
  };
}
