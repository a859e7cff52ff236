import type { Site, Thread } from './types.ts';

/** Behind `#` in a page's address it leads to the comment in the box. */
export const anchorOf = (id: string): string => `liangju-${id}`;

/**
 * Where the article of a thread is: its address, or its key where that is one; null where neither is of the web. A fragment
 * stays only where it may be a route of an application; names and passwords are left out.
 */
export function articleAddress(thread: Pick<Thread, 'key' | 'url'>): URL | null {
  const address = [thread.url, thread.key].find((one) => /^https?:\/\//i.test(one) && URL.canParse(one));
  if (address === undefined) return null;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  if (!/^#[!/]/.test(url.hash)) url.hash = '';
  return url;
}

/** The address that opens a comment in the box of its page; null while no page of the thread is known. */
export function permalinkOf(thread: Pick<Thread, 'key' | 'url'>, id: string): string | null {
  const article = articleAddress(thread);
  return article === null ? null : `${article.href}#${anchorOf(id)}`;
}

/** The website that a site's comments are of: the first of its origins that is written out; null without one. */
export function websiteAddress({ origins }: Pick<Site, 'origins'>): string | null {
  return origins.find((origin) => !origin.includes('*')) ?? null;
}
