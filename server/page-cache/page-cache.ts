import { LRUCache } from 'lru-cache';
import type { Ms, Site } from '../domain/types.ts';
import type { ChangeNote } from '../domain/events.ts';
import { createVersions } from './versions.ts';
import { addBrotli, makePage, type Page, sizeOf } from './page.ts';
import { type PageRequest, pageRequestOf, type ReadDeps, type Reading, readPage } from './read-page.ts';
import { isBusy, newRateTokens, takeRateToken, type RateTokens } from './rate-tokens.ts';

/** Other processes write too: a page is compared with the log when that was last done so long ago; hits begin it a little sooner. */
const CHECK_EVERY: Ms = 1_000;
const CHECK_AHEAD: Ms = 700;
/** Under fire the page before is served so long after it was read. */
const MOST_STALE: Ms = 200;
/** Whatever was heard, a page is read again after this: some acts leave no event (an import by another process). */
const MOST_AGE: Ms = 10_000;
/** Brotli is made of pages that have stood so long. */
const BROTLI_AFTER: Ms = 1_000;
/** What an entry costs beside its bytes and its address: heads of answers, places in maps. */
const OVERHEAD = 3_000;

/** A page as it stands on the shelf. */
export interface CachedPage {
  readonly url: string;
  readonly request: PageRequest;
  page: Page;
  site: Site;
  thread: Reading['thread'];
  /** Where the changes of what it rests on are counted, and how many of them it includes. */
  slots: readonly [number, number];
  seen: number;
  readAt: Ms;
  checkedAt: Ms;
  rateTokens: RateTokens;
  renewing: Promise<boolean> | null;
  checking: Promise<boolean> | null;
}

export interface PageCache {
  /** The page that may be sent at once, or null: then ask `get`. */
  ready(url: string): CachedPage | null;
  /** The page as it was last, however old, or null; for while the store is away. */
  last(url: string): CachedPage | null;
  /** The page, made or made anew if need be, once however many ask; null when the slower road has to answer. */
  get(url: string): Promise<CachedPage | null>;
  /** What it rests on changed: in the same moment, before whoever changed it is answered. */
  changed(changes: readonly ChangeNote[]): void;
  /** Somebody who takes brotli was sent something larger. */
  wantsBrotli(shelved: CachedPage): void;
  /** Bytes were added to a page. */
  grown(shelved: CachedPage): void;
  size(): { pages: number; bytes: number };
}

export type PageCacheDeps = ReadDeps & {
  /** Never steps back. */
  now: () => Ms;
  /** Bytes that the pages may take. */
  mostBytes: number;
  onError: (error: unknown) => void;
};

/** Keeps ready pages, the least used ones making room, and knows which of them still hold. */
export function createPageCache(deps: PageCacheDeps): PageCache {
  const { now } = deps;
  const marks = createVersions();
  const making = new Map<string, Promise<CachedPage | null>>();
  let isPacking = false;
  const shelf = new LRUCache<string, CachedPage>({
    maxSize: Math.max(1, deps.mostBytes),
    sizeCalculation: ({ url, page }) => OVERHEAD + url.length * 2 + sizeOf(page),
  });

  /** What a page rests on: its site's settings, and its thread or all of the site's threads. */
  function placesOf(siteId: string, thread: Reading['thread']): [number, number] {
    return [marks.place(`site:${siteId}`), marks.place(thread === null ? `threads:${siteId}` : `thread:${thread.id}`)];
  }
  const changesAt = ([site, threads]: readonly [number, number]): number => marks.at(site) + marks.at(threads);
  const isCurrent = ({ slots: places, seen }: CachedPage): boolean => changesAt(places) === seen;

  async function make(url: string): Promise<CachedPage | null> {
    const request = pageRequestOf(url);
    if (request === null) return null;
    const readAt = now();
    const anywhere = placesOf(request.siteId, null);
    const before = changesAt(anywhere);
    const reading = await readPage(deps, request);
    if (reading === null) return null;
    const { site, thread, text } = reading;
    const places = placesOf(request.siteId, thread);
    // Which thread it would be was not known while it was read: any change of the site may have been one of it.
    const seen = changesAt(anywhere) === before ? changesAt(places) : -1;
    const page = await makePage(text);
    const shelved: CachedPage = {
      url,
      request,
      page,
      site,
      thread,
      slots: places,
      seen,
      readAt,
      checkedAt: readAt,
      rateTokens: newRateTokens(readAt),
      renewing: null,
      checking: null,
    };
    shelf.set(url, shelved);
    return shelved;
  }

  /** Reads a page again; false when there is none any more. */
  async function renew(shelved: CachedPage): Promise<boolean> {
    const { url, request } = shelved;
    const readAt = now();
    const before = changesAt(shelved.slots);
    const reading = await readPage(deps, request, shelved.thread?.id);
    if (reading === null) {
      shelf.delete(url);
      return false;
    }
    const isSameThread = reading.thread?.id === shelved.thread?.id;
    const page = await makePage(reading.text);
    // The same content keeps what has been packed of it.
    if (page.hash !== shelved.page.hash) shelved.page = page;
    shelved.site = reading.site;
    shelved.thread = reading.thread;
    shelved.seen = isSameThread ? before : -1;
    if (!isSameThread) shelved.slots = placesOf(request.siteId, reading.thread);
    shelved.readAt = readAt;
    shelved.checkedAt = readAt;
    measure(shelved);
    return true;
  }

  function renewOnce(shelved: CachedPage): Promise<boolean> {
    shelved.renewing ??= renew(shelved).finally(() => {
      shelved.renewing = null;
    });
    return shelved.renewing;
  }

  /** Compares a page with the log, where other processes' changes stand; false when there is none any more. */
  async function check(shelved: CachedPage): Promise<boolean> {
    const { thread } = shelved;
    const at = now();
    const site = await deps.sites.find(shelved.request.siteId);
    if (site === null) {
      shelf.delete(shelved.url);
      return false;
    }
    const mayHold = thread !== null && site.revision === shelved.site.revision && at - shelved.readAt < MOST_AGE;
    if (!mayHold || (await deps.store.events.head(`thread:${thread.id}`)) !== thread.seq) return renewOnce(shelved);
    shelved.site = site;
    shelved.checkedAt = at;
    return true;
  }

  function checkOnce(shelved: CachedPage): Promise<boolean> {
    shelved.checking ??= check(shelved).finally(() => {
      shelved.checking = null;
    });
    return shelved.checking;
  }

  /** Makes a page hold all that has happened here and, within a second, elsewhere; false when there is none any more. */
  async function upToDate(shelved: CachedPage): Promise<boolean> {
    if (isCurrent(shelved)) return checkOnce(shelved);
    // What was being read already when this was asked may lack what was changed just before.
    const hasBegun = shelved.renewing !== null;
    if (!(await renewOnce(shelved))) return false;
    return !hasBegun || isCurrent(shelved) || renewOnce(shelved);
  }

  /** Notes what a page takes of the memory after it changed. */
  function measure(shelved: CachedPage): void {
    if (shelf.peek(shelved.url) !== shelved) return;
    shelf.delete(shelved.url);
    shelf.set(shelved.url, shelved);
  }

  function makeOnce(url: string): Promise<CachedPage | null> {
    const made = making.get(url) ?? make(url).finally(() => making.delete(url));
    making.set(url, made);
    return made;
  }

  const inBackground = (work: Promise<unknown>): void => void work.catch(deps.onError);

  return {
    ready(url) {
      const shelved = shelf.get(url);
      if (shelved === undefined) return null;
      const at = now();
      if (isCurrent(shelved)) {
        const unchecked = at - shelved.checkedAt;
        if (unchecked >= CHECK_EVERY) return null;
        if (unchecked >= CHECK_AHEAD && shelved.checking === null) inBackground(checkOnce(shelved));
        return shelved;
      }
      if (at - shelved.readAt >= MOST_STALE) return null;
      if (shelved.renewing !== null) return isBusy(shelved.rateTokens) ? shelved : null;
      const turn = takeRateToken(shelved.rateTokens, at);
      if (turn === 'none') return shelved;
      inBackground(renewOnce(shelved));
      return turn === 'busy' ? shelved : null;
    },
    last: (url) => shelf.get(url) ?? null,
    async get(url) {
      const known = shelf.get(url);
      if (known !== undefined) return (await upToDate(known)) ? known : null;
      const hasBegun = making.has(url);
      const made = await makeOnce(url);
      if (made === null || !hasBegun || isCurrent(made)) return made;
      return (await renewOnce(made)) ? made : null;
    },
    changed(changes) {
      for (const { type, channel, siteId } of changes) {
        if (type === 'site.changed') marks.changed(`site:${siteId}`);
        if (!channel.startsWith('thread:')) continue;
        marks.changed(channel);
        marks.changed(`threads:${siteId}`);
      }
    },
    wantsBrotli(shelved) {
      const { page } = shelved;
      if (isPacking || page.brotli !== null || page.gzip === null || now() - shelved.readAt < BROTLI_AFTER) return;
      isPacking = true;
      inBackground(
        addBrotli(page).finally(() => {
          isPacking = false;
          measure(shelved);
        }),
      );
    },
    grown: measure,
    size: () => ({ pages: shelf.size, bytes: shelf.calculatedSize }),
  };
}
