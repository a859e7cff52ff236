import type { FeedQuery } from '../../contract/feeds.ts';

/** The address of a feed below the service, as the feed itself gives it: by the thread's key as it is now. */
export function feedAddress(
  service: string,
  file: 'feed.xml' | 'feed.json',
  about: { siteId: string; threadKey: string | null; lang: FeedQuery['lang'] },
): string {
  const query = new URLSearchParams({ site: about.siteId });
  if (about.threadKey !== null) query.set('thread', about.threadKey);
  if (about.lang !== 'zh-CN') query.set('lang', about.lang);
  return `${service}/${file}?${query}`;
}
