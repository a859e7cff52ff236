import { z } from 'zod';
import { CommentView, Limit, SiteIdField, ThreadKeyField, Time } from './comment.ts';
import { LANGS } from './problem.ts';

/** Media types of the two feeds (RFC 4287, JSON Feed 1.1). */
export const ATOM_TYPE = 'application/atom+xml';
export const JSON_FEED_TYPE = 'application/feed+json';

export const FeedQuery = z.strictObject({
  site: SiteIdField,
  thread: ThreadKeyField.optional().meta({ description: 'One thread alone, by its key; left out: all threads of the site.' }),
  lang: z.enum(LANGS).default('zh-CN').meta({ description: 'The language of titles; comments stay as they were written.' }),
});
export type FeedQuery = z.output<typeof FeedQuery>;

export const AtomFeed = z
  .string()
  .meta({ description: 'Atom (RFC 4287) with threading (RFC 4685): the last 50 public comments, newest first.' });

const FeedAuthor = z.object({
  name: z.string().meta({ description: 'As it was when the comment was written.' }),
  avatar: z.string().optional().meta({ description: 'Address of a picture.' }),
});
export const JsonFeed = z.object({
  version: z.literal('https://jsonfeed.org/version/1.1').meta({ description: 'JSON Feed 1.1.' }),
  title: z.string(),
  home_page_url: z.string().optional().meta({ description: 'The article, or the website; left out while it is not known.' }),
  feed_url: z.string().meta({ description: 'The address of this feed.' }),
  language: z.enum(LANGS).meta({ description: 'Of the titles.' }),
  items: z
    .array(
      z.object({
        id: z.string().meta({ description: 'A URN that stays, the same as in the Atom feed.' }),
        url: z.string().optional().meta({ description: 'Opens the comment in the box of its page; left out while no page is known.' }),
        title: z.string(),
        content_html: z.string().meta({ description: 'Safe to insert as it is.' }),
        date_published: Time,
        date_modified: Time,
        authors: z.array(FeedAuthor).meta({ description: 'One: who wrote the comment.' }),
        _liangju: z
          .object({
            in_reply_to: z.string().nullable().meta({ description: '`id` of the comment that it answers; null on a top-level one.' }),
            reply_count: z
              .int()
              .min(0)
              .meta({ description: 'Public answers: at any depth for a top-level comment, direct ones for a reply.' }),
          })
          .meta({ description: 'What JSON Feed has no field for.' }),
      }),
    )
    .meta({ description: 'The last 50 public comments, newest first.' }),
});
export type JsonFeed = z.infer<typeof JsonFeed>;

const ThreadBrief = z.object({
  key: z.string().meta({ description: 'Names the thread in its site.' }),
  url: z.string().nullable().meta({ description: 'Address of the article; null while none is known.' }),
  title: z.string().nullable().meta({ description: 'Title of the article, cut where it is long; null while it is not known.' }),
});

export const LatestQuery = z.strictObject({ site: SiteIdField, limit: Limit });
export const LatestAnswer = z.object({
  comments: z
    .array(
      CommentView.omit({ replies: true, ancestors: true, body: true, revision: true, moderation: true }).extend({
        thread: ThreadBrief.meta({ description: 'Where it stands.' }),
        permalink: z.string().nullable().meta({ description: 'Opens the comment in the box of its page; null while no page is known.' }),
      }),
    )
    .meta({ description: 'Newest first.' }),
});
export type LatestAnswer = z.infer<typeof LatestAnswer>;

/** Longest span that may be asked about, in days. */
const MOST_DAYS = 365;
export const TopQuery = z.strictObject({
  site: SiteIdField,
  days: z.coerce.number().int().min(1).max(MOST_DAYS).default(30).meta({ description: 'How many days back comments count.' }),
  limit: Limit,
});
export type TopQuery = z.output<typeof TopQuery>;
export const TopAnswer = z.object({
  threads: z
    .array(
      ThreadBrief.extend({
        commentCount: z.int().min(0).meta({ description: 'Public comments, answers included.' }),
        recentCount: z
          .int()
          .min(1)
          .meta({ description: 'Those of the days that were asked for, among the newest 5,000 of the site; up to ten seconds old.' }),
      }),
    )
    .meta({ description: 'Most discussed first.' }),
});
export type TopAnswer = z.infer<typeof TopAnswer>;
