import type { Options, Settled } from './options.ts';

/** Parameters that say where a reader came from, not what they read. */
const TRACKING = /^(?:utm_\w+|fbclid|gclid|msclkid|spm|from|share_\w+|_ga)$/;

/** The address that names an article: canonical when the page says one, without fragment and tracking. */
export function canonicalKey(address: string): string {
  const url = new URL(address);
  url.hash = '';
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
  return url.href;
}

/** The language to speak: the page's wish, else that of the page, else Chinese. */
export function langOf(wish: string): Settled['lang'] {
  const tag = wish.toLowerCase();
  if (/^zh-(hant|tw|hk|mo)/.test(tag)) return 'zh-TW';
  if (tag === '' || tag.startsWith('zh')) return 'zh-CN';
  return 'en';
}

const oneOf = <T extends string>(value: string | undefined, words: readonly T[]): T | null => words.find((word) => word === value) ?? null;

/** A page's address as it stands in the page, or null where it is none. */
function webAddress(url: string | undefined, base: string): string | null {
  if (url === undefined || url === '' || !URL.canParse(url, base)) return null;
  const { href, protocol } = new URL(url, base);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}

/** What the page itself says. */
export interface PageFacts {
  address: string;
  /** Of its `link rel="canonical"`. */
  canonical: string | undefined;
  title: string;
  lang: string;
}

/** Fills in what the page left out. */
export function settle(options: Options, service: string, page: PageFacts): Settled {
  const address = webAddress(options.url, page.address) ?? webAddress(page.canonical, page.address) ?? page.address;
  const url = canonicalKey(address);
  return {
    service,
    site: options.site,
    thread: { key: options.thread || url, url, title: (options.title ?? page.title).slice(0, 500) },
    lang: langOf(options.lang ?? page.lang),
    theme: oneOf(options.theme, ['light', 'dark', 'auto']) ?? 'auto',
    view: oneOf(options.view, ['nested', 'tower']) ?? 'nested',
    sort: oneOf(options.sort, ['hot', 'newest', 'oldest']),
  };
}
