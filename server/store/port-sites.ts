/** The storage port, sites with their word lists and threads. See port.ts for the promises. */
import type { Effects } from '../domain/effects.ts';
import type { Ms, Site, SiteId, Thread, ThreadId, ThreadKey } from '../domain/types.ts';
import type { SizedWordBlocks, WordBlocks, WordList, WordsSaving, WordVersion } from '../domain/words.ts';
import type { Cut, Slice } from './port-types.ts';

export interface ThreadStore {
  /** The thread of this key, made at first sight (then `seen` names it); the first sight wins. */
  open(siteId: SiteId, key: ThreadKey, seen: { id: ThreadId; url: string; title: string; now: Ms }): Promise<Thread>;
  find(siteId: SiteId, key: ThreadKey): Promise<Thread | null>;
  get(ids: ThreadId[]): Promise<Map<ThreadId, Thread>>;
  /** @throws StaleRevision, NotFound. */
  change(
    id: ThreadId,
    expected: number,
    patch: Partial<Pick<Thread, 'closed' | 'mode' | 'slowMode' | 'burstUntil' | 'url' | 'title' | 'setByStaff'>>,
    fx: Effects,
  ): Promise<Thread>;
  /** Newest first. */
  list(q: { siteId: SiteId } & Cut): Promise<Slice<Thread>>;
}

export interface SiteStore {
  get(id: SiteId): Promise<Site | null>;
  /** By id. */
  list(): Promise<Site[]>;
  /** @throws Duplicate when the id is taken. */
  create(site: Site, fx: Effects): Promise<Site>;
  /** Sets revision to `expected + 1`. @throws StaleRevision, NotFound. */
  change(
    id: SiteId,
    expected: number,
    patch: Partial<Pick<Site, 'name' | 'type' | 'origins' | 'mode' | 'settings'>>,
    fx: Effects,
  ): Promise<Site>;
  /** The site's word list; version 0 with nothing in it when there is none. */
  words(id: SiteId): Promise<WordList>;
  /** The version of the site's word list alone: cheap, to see whether it has changed. */
  wordsVersion(id: SiteId): Promise<number>;
  /** Replaces the list; `expected` null overwrites whatever is there. Gives the new version. @throws StaleRevision. */
  saveWords(id: SiteId, expected: number | null, list: SizedWordBlocks, saved: WordsSaving, fx: Effects): Promise<number>;
  /** The list as it stood at a version; null when it is not kept (the latest 50 are). */
  wordsAt(id: SiteId, version: number): Promise<WordBlocks | null>;
  /** The kept versions of the list, newest first. */
  wordVersions(id: SiteId): Promise<WordVersion[]>;
}
