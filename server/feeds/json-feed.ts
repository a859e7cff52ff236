import type { JsonFeed } from '../../contract/feeds.ts';
import { byteBudget, bytesOf, MOST_COMMENTS_BYTES } from '../domain/page-size.ts';
import { feedAddress } from './feed-address.ts';
import type { Feed, FeedEntry } from './read-feed.ts';

function itemOf({
  id,
  link,
  title,
  html,
  published,
  updated,
  author,
  avatar,
  inReplyTo,
  replyCount,
}: FeedEntry): JsonFeed['items'][number] {
  return {
    id,
    ...(link === null ? {} : { url: link }),
    title,
    content_html: html,
    date_published: published,
    date_modified: updated,
    authors: [{ name: author, ...(avatar === null ? {} : { avatar }) }],
    _liangju: { in_reply_to: inReplyTo.isComment ? inReplyTo.id : null, reply_count: replyCount },
  };
}

/**
 * A feed as JSON Feed 1.1. As many comments as fit into a public answer.
 * @param service where the service is reached, without a slash at its end
 */
export function jsonFeed(feed: Feed, service: string): JsonFeed {
  const space = byteBudget(MOST_COMMENTS_BYTES);
  const items: JsonFeed['items'] = [];
  for (const entry of feed.entries) {
    const item = itemOf(entry);
    if (!space.take(bytesOf(item) + 1)) break;
    items.push(item);
  }
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    ...(feed.page === null ? {} : { home_page_url: feed.page }),
    feed_url: feedAddress(service, 'feed.json', feed),
    language: feed.lang,
    items,
  };
}
