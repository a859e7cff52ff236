/** The pages of a file: which of its addresses name one page, and the key of the thread that each becomes. */
import { pageAddress } from '../domain/page-address.ts';
import { LONGEST_THREAD_KEY, type ThreadKeyRules, threadKeyOf } from '../domain/thread-key.ts';
import type { Ms, SiteMode } from '../domain/types.ts';
import type { SourcePage } from './formats/format.ts';
import { NotImportable } from './input/not-importable.ts';
import type { MapUrl } from './map-urls.ts';

/** A page of the file, as it will be a thread. */
export interface ImportedPage {
  key: string;
  url: string;
  title: string;
  settings: PageSettings;
  /** Does it have a key of our own format, which may be any text? */
  isOwn: boolean;
  /** Other keys that the file's spellings of its address have, the most frequent first. A thread that is there under one of them is this page's. */
  otherKeys: string[];
  /** Keys that its thread had before, of our own format. They only lead to it: a thread that is there under one is another. */
  movedFrom: string[];
}

/** What the file says of a page's thread beside its comments. */
export interface PageSettings {
  isClosed: boolean;
  /** null: the site's. */
  mode: SiteMode | null;
  /** 0: off. */
  slowMode: Ms;
}

const NO_SETTINGS: PageSettings = { isClosed: false, mode: null, slowMode: 0 };

/** Does the file say anything of it? */
export function isSet({ isClosed, mode, slowMode }: PageSettings): boolean {
  return isClosed || mode !== null || slowMode > 0;
}

interface Found {
  title: string;
  settings: PageSettings;
  isOwn: boolean;
  /** How often each spelling was met, by the key that it gives. */
  spellings: Map<string, number>;
  url: string;
  movedFrom: Set<string>;
}

/** What pages are made by. */
export interface PageRules {
  keys: ThreadKeyRules;
  /** Addresses of the site, such as `https://blog.example.com`: their scheme is the one that its pages have. */
  origins: readonly string[];
  /** What paths are below of; null: the file has to say it. */
  baseUrl: string | null;
  mapUrl: MapUrl;
}

/** More pages have no website whose comments are in files, and each of them is in memory while its file is read. */
const MOST_PAGES = 250_000;
const LONGEST_TITLE = 2_000;

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

/** Addresses of other things than pages: `mailto:`, `javascript:`, but not `host:80`. */
const OTHER_SCHEME = /^(?!https?:)[a-z][a-z\d+.-]*:(?!\d)/i;

/** The whole address of a page; null when there is none, or it is a path and nobody says of which site. */
export function addressOf({ address, base }: SourcePage, baseUrl: string | null): string | null {
  const text = address.trim();
  if (text === '' || text.length > LONGEST_THREAD_KEY || OTHER_SCHEME.test(text)) return null;
  // Without a scheme it is that of the site.
  const whole = text.startsWith('//') ? `https:${text}` : text;
  if (isAddress(whole)) return whole;
  const website = base !== undefined && isAddress(base) ? base : baseUrl;
  return website === null ? null : pageAddress(text, website);
}

/** Is it a path, of a site that the file does not name? */
function isPath({ address }: SourcePage): boolean {
  const text = address.trim();
  return text !== '' && text.length <= LONGEST_THREAD_KEY && !OTHER_SCHEME.test(text) && !isAddress(text);
}

/** The pages of an import, in the order in which they were met. */
export class PageTable {
  readonly #rules: PageRules;
  readonly #schemes: ReadonlyMap<string, string>;
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<string, { number: number; key: string } | null>();
  readonly #pages: Found[] = [];
  readonly #hosts = new Map<string, number>();
  #lacksBase = false;

  constructor(rules: PageRules) {
    this.#rules = rules;
    this.#schemes = new Map(rules.origins.filter(isAddress).map((origin) => [new URL(origin).host, new URL(origin).protocol]));
  }

  /** Was there a path, and nobody says of which site? */
  get lacksBase(): boolean {
    return this.#lacksBase;
  }

  /**
   * The number of a page, from 0; null when its address is none.
   * @throws NotImportable `too-many-pages`.
   */
  numberOf(page: SourcePage, { isComment }: { isComment: boolean }): number | null {
    const name = `${page.base ?? ''}\n${page.address}`;
    let known = this.#known.get(name);
    if (known === undefined) {
      known = this.#find(page);
      this.#known.set(name, known);
    }
    if (known === null) return null;
    const found = this.#pages[known.number];
    if (found === undefined) return null;
    found.spellings.set(known.key, (found.spellings.get(known.key) ?? 0) + (isComment ? 1 : 0));
    if (found.title === '' && page.title !== undefined) found.title = titleOf(page.title);
    return known.number;
  }

  /** The number of a page of our own format, which has its key. */
  numberOfKey({ key, url, title }: { key: string; url: string; title: string }): number {
    const name = threadKeyOf(key, this.#rules.keys);
    const number = this.#numbers.get(name) ?? this.#add(name, url, true);
    const found = this.#pages[number];
    if (found !== undefined) {
      found.spellings.set(name, (found.spellings.get(name) ?? 0) + 1);
      if (found.title === '') found.title = title;
      if (found.url === '') found.url = url;
    }
    return number;
  }

  /** Takes over what a record says of a page; what it leaves out stays, and what was closed stays closed. */
  set(number: number, record: Partial<PageSettings>): void {
    const found = this.#pages[number];
    if (found === undefined) return;
    const { isClosed, mode, slowMode } = found.settings;
    found.settings = { isClosed: isClosed || record.isClosed === true, mode: record.mode ?? mode, slowMode: record.slowMode || slowMode };
  }

  /** Takes over keys that the thread of a page had before. */
  addMovedFrom(number: number, keys: readonly string[]): void {
    for (const key of keys) this.#pages[number]?.movedFrom.add(threadKeyOf(key, this.#rules.keys));
  }

  get size(): number {
    return this.#pages.length;
  }

  /** All of them, by number. */
  pages(): ImportedPage[] {
    return this.#pages.map(({ title, settings, isOwn, spellings, url, movedFrom }) => {
      const keys = [...spellings].sort(([, a], [, b]) => b - a).map(([key]) => key);
      const [key = url, ...otherKeys] = keys;
      return { key, url: isAddress(key) ? key : url, title, settings, isOwn, otherKeys, movedFrom: [...movedFrom] };
    });
  }

  /** Hosts that are none of the site's, with how many comments name a page there. */
  foreignHosts(): Map<string, number> {
    const own = new Set([...this.#schemes.keys(), ...(this.#rules.baseUrl === null ? [] : [new URL(this.#rules.baseUrl).host])]);
    this.#hosts.clear();
    for (const { spellings } of this.#pages)
      for (const [key, count] of spellings) {
        const host = isAddress(key) ? new URL(key).host : null;
        if (host !== null && !own.has(host)) this.#hosts.set(host, (this.#hosts.get(host) ?? 0) + count);
      }
    return this.#hosts;
  }

  #find(page: SourcePage): { number: number; key: string } | null {
    const address = addressOf(page, this.#rules.baseUrl);
    if (address === null) {
      if (this.#rules.baseUrl === null && isPath(page)) this.#lacksBase = true;
      return null;
    }
    const url = this.#withScheme(this.#rules.mapUrl(address));
    const key = threadKeyOf(url, this.#rules.keys);
    if (key.length > LONGEST_THREAD_KEY) return null;
    const same = threadKeyOf(url, { ...this.#rules.keys, trailingSlash: 'ignore', indexFiles: 'ignore' }).replace(/^https?:/, '');
    return { number: this.#numbers.get(same) ?? this.#add(same, '', false), key };
  }

  #add(name: string, url: string, isOwn: boolean): number {
    const number = this.#pages.length;
    if (number === MOST_PAGES) throw new NotImportable('too-many-pages', { detail: String(MOST_PAGES) });
    this.#pages.push({ title: '', settings: NO_SETTINGS, isOwn, spellings: new Map(), url, movedFrom: new Set() });
    this.#numbers.set(name, number);
    return number;
  }

  /** The scheme that the site's pages have; elsewhere the safe one, so that both spellings give one key. */
  #withScheme(address: string): string {
    const url = new URL(address);
    const base = this.#rules.baseUrl === null ? null : new URL(this.#rules.baseUrl);
    url.protocol = base !== null && url.host === base.host ? base.protocol : (this.#schemes.get(url.host) ?? 'https:');
    return url.href;
  }
}

/** A title of a single line. */
function titleOf(written: string): string {
  return written
    .slice(0, LONGEST_TITLE)
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}
