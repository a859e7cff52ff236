import { pageAddress } from '../domain/page-address.ts';
import { articleAddress, websiteAddress } from '../domain/permalink.ts';
import type { Site, Thread, ThreadKey } from '../domain/types.ts';
import { safeAddress } from './safe-text.ts';

/**
 * The website whose paths are meant: that of the page that asks. A program that asks says none; then the first that the
 * site allows by its whole name.
 * @param origin of the request
 */
export function websiteOf(site: Pick<Site, 'origins'>, origin: string | undefined): string | null {
  const given = origin !== undefined && URL.canParse(origin) ? origin : undefined;
  return given ?? websiteAddress(site);
}

/** The thread of a page, as an import of the same system names it. */
export const threadOfPage = (name: string, website: string | null): ThreadKey => (website === null ? name : pageAddress(name, website));

/** A page as those systems write it: the path where it is one of the website, else the whole address. */
export function pageOfThread(thread: Pick<Thread, 'key' | 'url'>, website: string | null): string {
  const url = articleAddress(thread);
  if (url === null) return '/';
  const page = `${url.pathname}${url.search}${url.hash}`;
  return safeAddress(url.origin === website ? page : `${url.origin}${page}`);
}
