/**
 * What themes ask of the servers of other comment systems, in those systems' own form: their names of fields are kept, and
 * nothing is in them that is not public. A page is named as those systems name it, by its path.
 */
import { z } from 'zod';
import { LATEST, MOST_LATEST, MOST_PAGES } from '../server/domain/compat-limits.ts';
import { SiteIdField } from './comment.ts';

const PageName = z.string().max(2_048).meta({ description: 'A page, by its path or its address.' });
/** Several pages, in one text with commas between them or as several parameters. */
const PageNames = z
  .union([z.string(), z.array(z.string())])
  .transform((given) =>
    [given]
      .flat()
      .flatMap((one) => one.split(','))
      .filter((name) => name.trim() !== ''),
  )
  .pipe(z.array(PageName).max(MOST_PAGES))
  .meta({ description: `Pages, with commas between them; at most ${MOST_PAGES}.` });
const LatestLimit = z.coerce.number().int().min(1).max(MOST_LATEST).default(LATEST).meta({ description: 'Most comments of the answer.' });

export const SiteOfOriginAnswer = z.object({ site: SiteIdField });

/** What all three say of a comment. */
const Html = z.string().meta({ description: 'Safe html of the comment; quotation marks are escaped, also outside of tags.' });
const Nick = z.string().meta({ description: 'The author’s name; signs of html are replaced by wide ones.' });
const Link = z.literal('').meta({ description: 'Always empty: authors have no website here.' });
const Avatar = z.string().meta({ description: 'Address of a picture with the first sign of the name.' });
const PagePath = z.string().meta({ description: 'The page: its path where it is a page of the website that asks, else its address.' });
const AnchorId = z.string().meta({ description: 'The comment, as it can be put behind the page’s address after `#`.' });

/** Valine, as its store LeanCloud answered. */
export const ValineQuery = z.strictObject({
  limit: LatestLimit,
  order: z.string().max(100).optional().meta({ description: 'Not looked at: the newest come first.' }),
  keys: z.string().max(1_000).optional().meta({ description: 'Not looked at.' }),
});
const ValineComment = z.object({
  objectId: AnchorId,
  comment: Html,
  nick: Nick,
  mail: z.literal('').meta({ description: 'Always empty: nothing of an e-mail address leaves.' }),
  link: Link,
  QQAvatar: Avatar,
  url: PagePath,
  createdAt: z.string().meta({ description: 'When it was written: RFC 3339, UTC.' }),
  updatedAt: z.string().meta({ description: 'The same.' }),
});
export type ValineComment = z.infer<typeof ValineComment>;
export const ValineAnswer = z.object({ results: z.array(ValineComment).meta({ description: 'Newest first.' }) });

/** Waline. */
export const WalineQuery = z.object({
  type: z.enum(['count', 'recent']).meta({ description: 'Numbers of comments, or the newest comments.' }),
  url: PageNames.optional(),
  count: LatestLimit,
});
const WalineComment = z.object({
  objectId: AnchorId,
  comment: Html,
  nick: Nick,
  link: Link,
  avatar: Avatar,
  url: PagePath,
  time: z.int().meta({ description: 'When it was written, ms since 1970 UTC.' }),
  insertedAt: z.string().meta({ description: 'The same as RFC 3339, UTC.' }),
  like: z.int().meta({ description: 'Readers who voted for it.' }),
  status: z.literal('approved').meta({ description: 'Always: what is not public is not here.' }),
});
export type WalineComment = z.infer<typeof WalineComment>;
const WalineNumbers = z.array(z.int()).meta({ description: 'Numbers of comments, in the order of the pages.' });
const WalineData = z.union([WalineNumbers, z.array(WalineComment)]);
export const WalineAnswer = z.object({
  errno: z.literal(0).meta({ description: 'No mistake.' }),
  errmsg: z.literal('').meta({ description: 'No mistake.' }),
  data: WalineData.meta({ description: 'For `count` a number for each page, in their order; for `recent` comments, newest first.' }),
});
/** As its first version answered: without a frame, and a number alone for one page. */
export const WalineBareAnswer = z.union([z.int(), WalineData]);

/** Twikoo. */
const urls = z.array(PageName).max(MOST_PAGES);
const includeReply = z.boolean().optional().meta({ description: 'Only for the newest comments: answers too.' });
export const TwikooCall = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('GET_COMMENTS_COUNT').meta({ description: 'Numbers of comments.' }),
    urls: urls.meta({ description: 'The pages.' }),
    includeReply: includeReply.meta({ description: 'Not looked at: answers are always counted.' }),
  }),
  z.object({
    event: z.literal('GET_RECENT_COMMENTS').meta({ description: 'The newest comments.' }),
    urls: urls.optional().meta({ description: 'Of these pages alone; left out: of the whole site.' }),
    pageSize: LatestLimit,
    includeReply,
  }),
  z.object({
    event: z.literal('COUNTER_GET').meta({ description: 'How often a page was seen: that is not counted here.' }),
    url: PageName.optional(),
  }),
]);
export type TwikooCall = z.infer<typeof TwikooCall>;
const TwikooCount = z.object({ url: PageName, count: z.int().meta({ description: 'Public comments, answers included.' }) });
const TwikooComment = z.object({
  id: AnchorId,
  url: PagePath,
  nick: Nick,
  avatar: Avatar,
  mailMd5: z.literal('').meta({ description: 'Always empty: nothing of an e-mail address leaves.' }),
  link: Link,
  comment: Html,
  commentText: z.string().meta({ description: 'Plain text; signs of html are replaced by wide ones.' }),
  created: z.int().meta({ description: 'When it was written, ms since 1970 UTC.' }),
});
export type TwikooComment = z.infer<typeof TwikooComment>;
export const TwikooAnswer = z.object({
  code: z.literal(0).meta({ description: 'No mistake.' }),
  data: z
    .union([z.array(TwikooCount), z.array(TwikooComment), z.object({})])
    .meta({ description: 'Numbers in the order of the pages, or comments, newest first; empty for `COUNTER_GET`.' }),
  time: z.literal(0).optional().meta({ description: 'Of `COUNTER_GET`: views are not counted.' }),
});

/** Artalk. */
const siteName = z.string().max(200).optional().meta({ description: 'Not looked at: the address names the site.' });
export const ArtalkCountsQuery = z.object({ site_name: siteName, page_keys: PageNames });
export const ArtalkCountsAnswer = z.object({
  data: z.record(z.string(), z.int()).meta({ description: 'Public comments by page as it was asked for.' }),
});
export const ArtalkLatestQuery = z.strictObject({ site_name: siteName, limit: LatestLimit });
const ArtalkComment = z.object({
  id: z.string().meta({ description: 'The comment.' }),
  content_marked: Html,
  nick: Nick,
  email_encrypted: z.string().meta({ description: 'Nothing of an e-mail address: what makes the picture’s address behind `mirror`.' }),
  link: Link,
  date: z.string().meta({ description: 'RFC 3339, UTC.' }),
  is_pending: z.literal(false).meta({ description: 'Always: what is not public is not here.' }),
  is_collapsed: z.literal(false).meta({ description: 'Always.' }),
  is_pinned: z.boolean().meta({ description: 'Stands before all others of the page.' }),
  vote_up: z.int().meta({ description: 'Readers who voted for it.' }),
  vote_down: z.int().meta({ description: 'Readers who voted against it.' }),
  page_key: PageName,
  page_url: PagePath.meta({ description: 'The page, with the comment behind `#`.' }),
});
export type ArtalkComment = z.infer<typeof ArtalkComment>;
export const ArtalkLatestAnswer = z.object({ data: z.array(ArtalkComment).meta({ description: 'Newest first.' }) });
export const ArtalkConfAnswer = z.object({
  frontend_conf: z
    .object({
      gravatar: z
        .object({
          mirror: z.string().meta({ description: 'Where pictures are: `email_encrypted` is put behind it.' }),
          params: z.string().meta({ description: 'For their query.' }),
        })
        .meta({ description: 'Pictures of authors.' }),
    })
    .meta({ description: 'What a theme asks for before it shows pictures.' }),
});
