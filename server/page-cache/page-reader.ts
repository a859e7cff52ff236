import type { LRUCache } from 'lru-cache';
import type { CachedPage, PageCacheDeps } from './cached-page.ts';
import { makePage } from './page.ts';
import { newRateTokens } from './rate-tokens.ts';
import { pageRequestOf, type Reading, readPage } from './read-page.ts';
import type { Versions } from './versions.ts';

/** Reads pages from the store into the cache. */
export interface PageReader {
  /** Reads a page for the first time; null when the router has to answer. */
  make(url: string): Promise<CachedPage | null>;
  /** Reads a page again, once however many ask at the same time; false when there is none any more. */
  renew(cached: CachedPage): Promise<boolean>;
  /** Has nothing been noted since the page was read that it depends on? */
  isCurrent(cached: CachedPage): boolean;
  /** Notes what a page takes of the memory after it changed. */
  measure(cached: CachedPage): void;
}

export function createPageReader(deps: PageCacheDeps, pages: LRUCache<string, CachedPage>, versions: Versions): PageReader {
  const { now } = deps;

  /** Where changes of what a page depends on are counted: its site's settings, and its thread or all of the site's threads. */
  function slotsOf(siteId: string, thread: Reading['thread']): [number, number] {
    return [versions.slot(`site:${siteId}`), versions.slot(thread === null ? `threads:${siteId}` : `thread:${thread.id}`)];
  }
  const changesAt = ([site, threads]: readonly [number, number]): number => versions.at(site) + versions.at(threads);
  const isCurrent = ({ slots, seen }: CachedPage): boolean => changesAt(slots) === seen;

  async function make(url: string): Promise<CachedPage | null> {
    const request = pageRequestOf(url);
    if (request === null) return null;
    const readAt = now();
    const anywhere = slotsOf(request.siteId, null);
    const before = changesAt(anywhere);
    const reading = await readPage(deps, request);
    if (reading === null) return null;
    const { site, thread, text } = reading;
    const slots = slotsOf(request.siteId, thread);
    // Which thread it would be was not known while it was read: any change of the site may have been one of it.
    const seen = changesAt(anywhere) === before ? changesAt(slots) : -1;
    const page = await makePage(text);
    const cached: CachedPage = {
      url,
      request,
      page,
      site,
      thread,
      slots,
      seen,
      readAt,
      checkedAt: readAt,
      rateTokens: newRateTokens(readAt),
      renewing: null,
      checking: null,
    };
    pages.set(url, cached);
    return cached;
  }

  /** Reads a page again; false when there is none any more. */
  async function readAgain(cached: CachedPage): Promise<boolean> {
    const { url, request } = cached;
    const readAt = now();
    const before = changesAt(cached.slots);
    const reading = await readPage(deps, request, cached.thread?.id);
    if (reading === null) {
      pages.delete(url);
      return false;
    }
    const isSameThread = reading.thread?.id === cached.thread?.id;
    const page = await makePage(reading.text);
    // The same content keeps what has been packed of it.
    if (page.hash !== cached.page.hash) cached.page = page;
    cached.site = reading.site;
    cached.thread = reading.thread;
    cached.seen = isSameThread ? before : -1;
    if (!isSameThread) cached.slots = slotsOf(request.siteId, reading.thread);
    cached.readAt = readAt;
    cached.checkedAt = readAt;
    measure(cached);
    return true;
  }

  /** Notes what a page takes of the memory after it changed. */
  function measure(cached: CachedPage): void {
    if (pages.peek(cached.url) !== cached) return;
    pages.delete(cached.url);
    pages.set(cached.url, cached);
  }

  return {
    make,
    renew(cached) {
      cached.renewing ??= readAgain(cached).finally(() => {
        cached.renewing = null;
      });
      return cached.renewing;
    },
    isCurrent,
    measure,
  };
}
