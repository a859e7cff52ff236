import type { Site, Thread } from '../../domain/types.ts';

/** Addresses of the site's pages, without patterns. */
export function siteAddresses({ origins }: Pick<Site, 'origins'>): string[] {
  return origins.filter((origin) => /^https?:\/\/[^*]+$/.test(origin));
}

/**
 * The address of a thread's page for systems that know pages by nothing else. A thread of which none is known gets its key as a
 * path of the site.
 */
export function pageAddress(site: Pick<Site, 'origins'>, { key, url }: Pick<Thread, 'key' | 'url'>): string {
  if (url !== '') return url;
  if (/^https?:\/\//.test(key)) return key;
  const [origin = ''] = siteAddresses(site);
  return `${origin}/${encodeURI(key.replace(/^\/+/, ''))}`;
}
