import type { LRUCache } from 'lru-cache';
import type { CachedPage, PageCacheDeps } from './cached-page.ts';
import { makePage, newSince } from './page.ts';
import { newRateTokens } from './rate-tokens.ts';
import { isFeed, pageRequestOf, type Reading, readPage } from './read-page.ts';
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

/** What the reader works with. */
interface ReaderParts {
  deps: PageCacheDeps;
  pages: LRUCache<string, CachedPage>;
  versions: Versions;
}

/** Where changes of what a page depends on are counted: its site's settings, and its thread or all of the site's threads. */
function slotsOf(parts: ReaderParts, siteId: string, thread: Reading['thread']): [number, number] {
  return [parts.versions.slot(`site:${siteId}`), parts.versions.slot(thread === null ? `threads:${siteId}` : `thread:${thread.id}`)];
}

function changesAt(parts: ReaderParts, [site, threads]: readonly [number, number]): number {
  return parts.versions.at(site) + parts.versions.at(threads);
}

function isCurrent(parts: ReaderParts, { slots, seen }: CachedPage): boolean {
  return changesAt(parts, slots) === seen;
}

async function makeCached(parts: ReaderParts, url: string): Promise<CachedPage | null> {
  const request = pageRequestOf(url);
  if (request === null) return null;
  const readAt = parts.deps.now();
  const timeOfDay = parts.deps.timeOfDay();
  const anywhere = slotsOf(parts, request.siteId, null);
  const before = changesAt(parts, anywhere);
  const reading = await readPage(parts.deps, request);
  if (reading === null) return null;
  const { site, thread, text } = reading;
  const slots = slotsOf(parts, request.siteId, thread);
  // Which thread it would be was not known while it was read: any change of the site may have been one of it.
  const seen = changesAt(parts, anywhere) === before ? changesAt(parts, slots) : -1;
  const page = await makePage(text, isFeed(request) ? newSince(timeOfDay, null) : null);
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
  parts.pages.set(url, cached);
  return cached;
}

/** Reads a page again; false when there is none any more. */
async function readAgain(parts: ReaderParts, cached: CachedPage): Promise<boolean> {
  const { url, request } = cached;
  const readAt = parts.deps.now();
  const timeOfDay = parts.deps.timeOfDay();
  const before = changesAt(parts, cached.slots);
  const reading = await readPage(parts.deps, request, cached.thread?.id);
  if (reading === null) {
    parts.pages.delete(url);
    return false;
  }
  const isSameThread = reading.thread?.id === cached.thread?.id;
  const page = await makePage(reading.text, isFeed(request) ? newSince(timeOfDay, cached.page.since) : null);
  // The same content keeps what has been packed of it.
  if (page.hash !== cached.page.hash) cached.page = page;
  cached.site = reading.site;
  cached.thread = reading.thread;
  cached.seen = isSameThread ? before : -1;
  if (!isSameThread) cached.slots = slotsOf(parts, request.siteId, reading.thread);
  cached.readAt = readAt;
  cached.checkedAt = readAt;
  measure(parts, cached);
  return true;
}

/** Notes what a page takes of the memory after it changed. */
function measure(parts: ReaderParts, cached: CachedPage): void {
  if (parts.pages.peek(cached.url) !== cached) return;
  parts.pages.delete(cached.url);
  parts.pages.set(cached.url, cached);
}

function renew(parts: ReaderParts, cached: CachedPage): Promise<boolean> {
  cached.renewing ??= readAgain(parts, cached).finally(() => {
    cached.renewing = null;
  });
  return cached.renewing;
}

export function createPageReader(deps: PageCacheDeps, pages: LRUCache<string, CachedPage>, versions: Versions): PageReader {
  const parts: ReaderParts = { deps, pages, versions };
  return {
    make: (url) => makeCached(parts, url),
    renew: (cached) => renew(parts, cached),
    isCurrent: (cached) => isCurrent(parts, cached),
    measure: (cached) => measure(parts, cached),
  };
}
