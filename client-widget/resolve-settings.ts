import { LIST_VIEWS, SORTS } from '../server/domain/enumerations.ts';
import { isUnfilledKey, LONGEST_THREAD_KEY as LONGEST } from '../server/domain/thread-key.ts';
import type { Theme } from './embed.d.ts';
import type { BoxEnvironment } from './types/environment.ts';
import type { BoxSettings } from './types/settings.ts';

/** In an address that is too long, longer values are left out: no article is named by one. */
const LONG_VALUE = 100;

/**
 * The address that names an article: canonical when the page says one. Its fragment stays only where it may be a route
 * of an application; what else does not count is for the service to say, by the site's rules. What is too long is cut
 * so that the same page gives the same name: long values first, then all of the query, then the end.
 */
export function canonicalKey(address: string): string {
  const url = new URL(address);
  if (!/^#[!/]/.test(url.hash)) url.hash = '';
  if (url.href.length > LONGEST) {
    for (const [name, value] of [...url.searchParams]) if (value.length > LONG_VALUE) url.searchParams.delete(name);
  }
  if (url.href.length > LONGEST) url.search = '';
  return url.href.slice(0, LONGEST);
}

const oneOf = <T extends string>(value: string | undefined, words: readonly T[]): T | undefined => words.find((word) => word === value);

/** The theme for which the page asks. */
export const themeOf = (wish: string | undefined): Theme => oneOf(wish, ['light', 'dark']) ?? 'auto';

/** The absolute form of an address in the page; blank where it is no address of the web. */
function webAddress(url: string | undefined, base: string): string {
  try {
    const { href } = new URL(url || '', url && base);
    return href.startsWith('http') ? href : '';
  } catch {
    return '';
  }
}

/** What a page has beside its options. */
export interface PageFacts {
  address: string;
  /** Of its `link rel="canonical"`. */
  canonical: string | undefined;
  title: string;
}

/** Makes the settings of a box: options of the page, and a default for each that it left out. */
export function resolveSettings(
  { options, service, lang }: Pick<BoxEnvironment, 'options' | 'service' | 'lang'>,
  page: PageFacts,
): BoxSettings {
  const { address } = page;
  const isUnfilled = options.thread !== undefined && isUnfilledKey(options.thread);
  if (isUnfilled) console.warn(`Liangju: thread “${options.thread}” is not filled in; the page’s address is used`);
  const url = canonicalKey(webAddress(options.url, address) || webAddress(page.canonical, address) || address);
  return {
    ...{ service, lang },
    site: options.site ?? '',
    // A title may end within a sign of two halves.
    thread: {
      key: (isUnfilled ? url : options.thread || url).slice(0, LONGEST),
      url,
      title: (options.title || page.title).slice(0, 500).replace(/[\ud800-\udbff]$/, ''),
    },
    view: oneOf(options.view, LIST_VIEWS) ?? 'nested',
    sort: oneOf(options.sort, SORTS) ?? null,
  };
}
