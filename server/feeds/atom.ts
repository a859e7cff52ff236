import { ATOM_TYPE } from '../../contract/feeds.ts';
import { byteBudget, MOST_COMMENTS_BYTES } from '../domain/page-size.ts';
import { escapeXml } from '../domain/xml-text.ts';
import { wireTime } from '../presenters/present-comment.ts';
import { feedAddress } from './feed-address.ts';
import type { Feed, FeedEntry } from './read-feed.ts';

/** An element without content; attributes that are null are left out. */
function empty(name: string, attributes: Readonly<Record<string, string | null>>): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === null ? [] : ` ${key}="${escapeXml(value)}"`));
  return `<${name}${written.join('')}/>`;
}

const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;

function entryText(entry: FeedEntry, { siteId, lang }: Feed, service: string): string {
  const { link, inReplyTo, replyCount } = entry;
  const threadFeed = feedAddress(service, 'feed.xml', { siteId, threadKey: entry.threadKey, lang });
  const isAnswered = replyCount > 0;
  return [
    '<entry>',
    element('id', entry.id),
    element('title', entry.title),
    element('published', entry.published),
    element('updated', entry.updated),
    `<author>${element('name', entry.author)}</author>`,
    link === null ? '' : empty('link', { rel: 'alternate', type: 'text/html', href: link }),
    empty('thr:in-reply-to', {
      ref: inReplyTo.id,
      href: inReplyTo.link,
      type: inReplyTo.link === null ? null : 'text/html',
      source: inReplyTo.isComment ? threadFeed : null,
    }),
    isAnswered ? empty('link', { rel: 'replies', type: ATOM_TYPE, href: threadFeed, 'thr:count': String(replyCount) }) : '',
    isAnswered ? element('thr:total', String(replyCount)) : '',
    `<content type="html">${escapeXml(entry.html)}</content>`,
    '</entry>\n',
  ].join('');
}

/**
 * A feed as Atom (RFC 4287) with threading (RFC 4685): each comment names what it answers, and how many answers it has. As
 * many comments as fit into a public answer.
 * @param service where the service is reached, without a slash at its end
 */
export function atomFeed(feed: Feed, service: string): string {
  const space = byteBudget(MOST_COMMENTS_BYTES);
  const entries: string[] = [];
  for (const entry of feed.entries) {
    const text = entryText(entry, feed, service);
    if (!space.take(Buffer.byteLength(text))) break;
    entries.push(text);
  }
  return [
    '<?xml version="1.0" encoding="utf-8"?>\n',
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="${feed.lang}">\n`,
    element('id', feed.id),
    element('title', feed.title),
    element('updated', wireTime(feed.updated)),
    empty('link', { rel: 'self', type: ATOM_TYPE, href: feedAddress(service, 'feed.xml', feed) }),
    feed.page === null ? '' : empty('link', { rel: 'alternate', type: 'text/html', href: feed.page }),
    element('generator', 'Liangju'),
    '\n',
    ...entries,
    '</feed>\n',
  ].join('');
}
