import { ERASED_NAME } from '../../contract/erased-name.ts';
import type { FeedQuery } from '../../contract/feeds.ts';
import type { Lang } from '../../contract/problem.ts';
import { latestComments, type LatestComment } from '../comments/latest-comments.ts';
import { findThread } from '../comments/list-comments.ts';
import { serializeByReader } from '../comments/serialize-by-reader.ts';
import { articleAddress, permalinkOf, websiteAddress } from '../domain/permalink.ts';
import { Problem } from '../domain/problem.ts';
import type { Ms, Site, Thread, ThreadId } from '../domain/types.ts';
import { presentPublic } from '../presenters/present-comment.ts';
import type { Store } from '../store/port.ts';
import { feedId } from './feed-ids.ts';
import { FEED_TEXTS } from './feed-texts.ts';
import { feedLine, feedText } from './shown-text.ts';

/** So many comments are in a feed. */
const IN_A_FEED = 50;
/** Signs of a title, and of a name, before they are cut. */
const TITLE_SIGNS = 100;
const NAME_SIGNS = 40;

/** A comment as both forms of a feed show it. */
export interface FeedEntry {
  id: string;
  title: string;
  author: string;
  avatar: string | null;
  html: string;
  /** RFC 3339. */
  published: string;
  updated: string;
  /** Opens the comment; null while no page of its thread is known. */
  link: string | null;
  /** What it answers: a comment, or the article. */
  inReplyTo: { id: string; link: string | null; isComment: boolean };
  /** The key of its thread. */
  threadKey: string;
  replyCount: number;
}

/** What a feed is made of. */
export interface Feed {
  siteId: string;
  lang: Lang;
  id: string;
  title: string;
  /** The article, or the website; null while it is not known. */
  page: string | null;
  /** The thread's key as it is now; null for all threads of the site. */
  threadKey: string | null;
  /** When the feed's newest part was written; of an empty one when what it is about was made. */
  updated: Ms;
  entries: FeedEntry[];
  /** The thread and the number of its last event; null: all threads of the site. */
  thread: { id: ThreadId; seq: number } | null;
}

/** The title of an article as feeds and lists show it; null where there is none. */
export const shownTitle = ({ title }: Pick<Thread, 'title'>): string | null => feedLine(title, TITLE_SIGNS) || null;

function entryOf({ comment, thread }: LatestComment, lang: Lang): FeedEntry | null {
  const { id, author, html, createdAt, editedAt, parentId, replyCount } = presentPublic(comment);
  if (author === null || html === null) return null;
  const name = feedLine(author.name, NAME_SIGNS) || ERASED_NAME[lang];
  const texts = FEED_TEXTS[lang];
  const article = { id: feedId('thread', thread.id), link: articleAddress(thread)?.href ?? null, isComment: false };
  return {
    id: feedId('comment', id),
    title: (parentId === null ? texts.comment : texts.answer)(name, shownTitle(thread)),
    author: name,
    avatar: author.avatar,
    html: feedText(html),
    published: createdAt,
    updated: editedAt ?? createdAt,
    link: permalinkOf(thread, id),
    inReplyTo: parentId === null ? article : { id: feedId('comment', parentId), link: permalinkOf(thread, parentId), isComment: true },
    threadKey: thread.key,
    replyCount,
  };
}

/**
 * Reads the newest public comments of a site, or of a thread of it by any key that leads there. The thread's number is read
 * before them, so that a feed never claims to have what came later.
 * @throws Problem `not-found` when there is no such thread.
 */
export async function readFeed(store: Pick<Store, 'comments' | 'threads' | 'events'>, site: Site, query: FeedQuery): Promise<Feed> {
  const { lang } = query;
  const thread = query.thread === undefined ? null : await findThread(store, site, query.thread);
  if (thread === null && query.thread !== undefined) throw new Problem('not-found');
  const seq = thread === null ? 0 : await store.events.head(`thread:${thread.id}`);
  await serializeByReader();
  const latest = await latestComments(store, site, IN_A_FEED, thread?.id);
  const entries = latest.flatMap((one) => entryOf(one, lang) ?? []);
  const about = thread ?? site;
  return {
    siteId: site.id,
    lang,
    id: thread === null ? feedId('site', site.id) : feedId('thread', thread.id),
    title: FEED_TEXTS[lang].feed(feedLine(site.name, TITLE_SIGNS), thread === null ? null : shownTitle(thread)),
    page: thread === null ? websiteAddress(site) : (articleAddress(thread)?.href ?? null),
    threadKey: thread?.key ?? null,
    updated: entries.reduce((last, { updated }) => Math.max(last, Date.parse(updated)), about.createdAt),
    entries,
    thread: thread === null ? null : { id: thread.id, seq },
  };
}
