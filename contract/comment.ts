import { z } from 'zod';
import { REASON_CODES } from '../server/domain/decision-words.ts';
import { MOST_DEPTH, TOP } from '../server/domain/depth.ts';
import { COMMENT_STATUSES, LIST_VIEWS, LIVE_TRANSPORTS, SITE_MODES, SORTS, VERIFIED_KINDS } from '../server/domain/enumerations.ts';
import { NAME_LIMIT } from '../server/domain/name-limit.ts';
import { LONGEST_THREAD_KEY } from '../server/domain/thread-key.ts';

/** Opaque ids; long enough for ours, short enough to be refused early. */
export const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w-]+$/)
  .meta({ description: 'Opaque, sortable by time.' });
export const Time = z.string().meta({ description: 'RFC 3339, UTC, milliseconds.', example: '2026-01-31T08:00:00.000Z' });
export const SiteIdField = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9][a-z0-9-]*$/)
  .meta({ description: 'The site, as in `data-site`.', example: 'demo' });
export const ThreadKeyField = z
  .string()
  .min(1)
  .max(LONGEST_THREAD_KEY)
  .meta({ description: 'Names the thread in its site: the canonical URL unless the site gives its own id.' });

export const CommentStatusField = z
  .enum(COMMENT_STATUSES)
  .meta({ description: 'What has become of the comment; readers see published ones.' });
export const SiteModeField = z.enum(SITE_MODES).meta({ description: 'pre 先审后发, graded 按信任分级, post 先发后审.' });
const SortField = z.enum(SORTS);
export const Votes = z
  .object({
    up: z.int().min(0).meta({ description: 'Readers who voted for it.' }),
    down: z.int().min(0).meta({ description: 'Readers who voted against it.' }),
  })
  .meta({ description: 'All readers’ votes on the comment.' });

export const CommentAuthor = z.object({
  id: Id,
  name: z.string().meta({ description: 'As it was when the comment was written.' }),
  avatar: z.string().nullable().meta({ description: 'Address of a picture, or null: draw one from the name.' }),
  badge: z
    .string()
    .nullable()
    .meta({ description: '`author` (the article’s author), `staff`, or a text of the site’s own; null: an ordinary reader.' }),
  verified: z.literal(true).optional().meta({ description: 'The site has verified who this member is.' }),
  region: z.string().nullable().meta({ description: 'Where the comment came from, by network; null while that is not known.' }),
});

const commentFields = {
  id: Id,
  threadKey: z.string().meta({ description: 'The thread, as `thread` in calls.' }),
  parentId: Id.nullable().meta({ description: 'The comment that it stands below; null on a top-level one.' }),
  rootId: Id.meta({ description: 'The top-level comment of the conversation; its own id for a top-level one.' }),
  depth: z
    .int()
    .min(0)
    .meta({ description: `Floors above it; of a new comment at most ${MOST_DEPTH}.` }),
  answersId: Id.optional().meta({ description: 'Whom it answers, where that one stands too deep to be its parent.' }),
  author: CommentAuthor.nullable().meta({ description: 'null on a place-holder.' }),
  html: z.string().nullable().meta({ description: 'Safe to insert as it is; null on a place-holder.' }),
  status: CommentStatusField,
  createdAt: Time,
  editedAt: Time.nullable().meta({ description: 'When its author last changed the text; null: never.' }),
  votes: Votes,
  replyCount: z.int().min(0).meta({ description: 'Public answers: at any depth for a top-level comment, direct ones for a reply.' }),
  pinned: z.boolean().meta({ description: 'Stands before all others of the thread.' }),
  featured: z.boolean().meta({ description: 'Marked by the moderators as worth reading (精选).' }),
  body: z.string().optional().meta({ description: 'The Markdown as typed; for its author and staff alone.' }),
  revision: z.int().min(1).optional().meta({ description: 'Counts edits and decisions, 1 for the first; for its author and staff alone.' }),
  moderation: z
    .object({ message: z.string().meta({ description: 'A sentence in the reader’s language.' }) })
    .optional()
    .meta({ description: 'On a comment that was not published: what its author is told.' }),
};

export const NextCursor = z.string().nullable().meta({ description: 'Where the next page begins, for `cursor`; null on the last one.' });

/** A comment as readers are sent it; place-holders have neither html nor author. */
const PlainComment = z.object(commentFields);
export const CommentView = z
  .object({
    ...commentFields,
    replies: z
      .object({ items: z.array(PlainComment).meta({ description: 'Oldest first.' }), nextCursor: NextCursor })
      .optional()
      .meta({ description: 'On a top-level comment in a nested list: its first answers.' }),
    ancestors: z
      .array(z.object({ id: Id }))
      .optional()
      .meta({
        description: `In the tower view: what stands above it, from the top down. Of a chain of more than ${MOST_DEPTH} the first ${TOP} and the nearest ${MOST_DEPTH - TOP}; \`depth\` says how many there are.`,
      }),
  })
  .meta({ id: 'Comment' });
export type CommentView = z.infer<typeof CommentView>;

export const ThreadView = z
  .object({
    id: Id.nullable().meta({ description: 'null while nobody has commented.' }),
    key: z.string().meta({ description: 'Names the thread in its site.' }),
    url: z.string().nullable().meta({ description: 'Address of the article; null while none of the site is known.' }),
    title: z.string().nullable().meta({ description: 'Title of the article; null while it is not known.' }),
    closed: z.boolean().meta({ description: 'Takes no new comments.' }),
    mode: SiteModeField.meta({ description: 'The thread’s own mode, else the site’s: pre 先审后发, graded 按信任分级, post 先发后审.' }),
    slowMode: z.int().meta({ description: 'Least seconds between two comments of one reader; 0 = off.' }),
    commentCount: z.int().min(0).meta({ description: 'Public comments, answers included.' }),
    seq: z.int().min(0).meta({ description: 'Number of the last live event that this answer includes.' }),
    live: z.enum(LIVE_TRANSPORTS).meta({ description: 'How to follow the thread: by a socket, or by asking from time to time.' }),
  })
  .meta({ id: 'Thread' });
export type ThreadView = z.infer<typeof ThreadView>;

/** What the box needs to know of the site. */
export const SiteView = z
  .object({
    id: z.string().meta({ description: 'The site, as in `data-site`.' }),
    name: z.string().meta({ description: 'The name that people know the website by.' }),
    maxLength: z.int().meta({ description: 'Longest comment, in signs as readers count them (grapheme clusters).' }),
    editWindow: z.int().meta({ description: 'Seconds in which an author may edit or remove; 0 = never.' }),
    guests: z.boolean().meta({ description: 'May guests comment (a nickname alone)?' }),
    verified: z.enum(['none', 'any', ...VERIFIED_KINDS]).meta({ description: 'What a reader must have verified to comment.' }),
    verifier: z.boolean().meta({ description: 'Has the site a verifier, by which readers can prove who they are?' }),
    sso: z.boolean().meta({ description: 'Does the site sign in its own members?' }),
    signIn: z
      .boolean()
      .meta({ description: 'Has the site ways to sign in, mail among them? `GET /api/v1/auth/ways` lists those that work now.' }),
    notice: z.string().meta({ description: 'Plain text above the box; empty: none.' }),
    sort: SortField.meta({ description: 'The order that a page begins with.' }),
    terms: z
      .object({
        url: z.string().meta({ description: 'Where they can be read.' }),
        version: z.string().meta({ description: 'The version in force.' }),
        title: z.string().meta({ description: 'What they are called; empty: a general name.' }),
      })
      .nullable()
      .meta({ description: 'The terms to accept before a comment; null: none.' }),
    answerWithin: z.int().meta({ description: 'Hours within which reports and appeals are answered; 0: nothing is shown.' }),
  })
  .meta({ id: 'SiteRules' });
export type SiteView = z.infer<typeof SiteView>;

export const Cursor = z.string().min(1).max(512).meta({ description: 'The `nextCursor` of the page before; left out: the first page.' });
export const Limit = z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Most items of the page.' });

export const ListQuery = z.strictObject({
  site: SiteIdField,
  thread: ThreadKeyField,
  sort: SortField.optional().meta({ description: 'The site’s default when left out.' }),
  view: z
    .enum(LIST_VIEWS)
    .default('nested')
    .meta({ description: 'nested: conversations with their first answers; tower: all comments in one list (盖楼).' }),
  limit: Limit,
  cursor: Cursor.optional(),
});
export const ListAnswer = z.object({
  thread: ThreadView,
  site: SiteView,
  comments: z.array(CommentView).meta({ description: 'The page, pinned ones first.' }),
  ancestors: z.record(Id, PlainComment).optional().meta({
    description:
      'In the tower view: what stands above the comments of the page and is not among them, each once. What is missing is in the answer about the comment below it.',
  }),
  nextCursor: NextCursor,
});
export type ListAnswer = z.infer<typeof ListAnswer>;

export const RepliesQuery = z.strictObject({ limit: Limit, cursor: Cursor.optional() });
export const RepliesAnswer = z.object({
  comments: z.array(CommentView).meta({ description: 'Answers below the comment, oldest first.' }),
  nextCursor: NextCursor,
});
export const PermalinkAnswer = z.object({
  comment: CommentView,
  ancestors: z.array(CommentView).meta({
    description: `What stands above it, from the top down: the first ${TOP} and the nearest, in all at most ${MOST_DEPTH}; where \`depth\` leaps, the others are in the answer about the one below the leap.`,
  }),
  answered: CommentView.optional().meta({ description: 'Whom it answers, where that one stands too deep to be its parent.' }),
  thread: ThreadView,
});
export type PermalinkAnswer = z.infer<typeof PermalinkAnswer>;

const threadKeys = z.array(ThreadKeyField).min(1).max(100).meta({ description: 'Keys of threads; one may stand alone.' });
export const CountsQuery = z.strictObject({
  site: SiteIdField,
  thread: z.preprocess((v) => (typeof v === 'string' ? [v] : v), threadKeys),
});
export const CountsAnswer = z.object({
  counts: z.record(z.string(), z.int()).meta({ description: 'Public comments by key of the thread; 0 where there is none.' }),
});

/** An e-mail address on one line, without display names, comments or quoted parts. */
export const Email = z
  .string()
  .max(254)
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/)
  .meta({ description: 'An e-mail address, without a display name.' });
export const GuestEmail = Email.or(z.literal('')).meta({ description: 'An e-mail address of the guest, never shown; empty: none.' });
export const ReaderToken = z.string().meta({ description: 'The reader’s bearer token; the browser keeps it for this site.' });
/** Bounded so that the longest name fits that readers count as one: thirty families of emoji are some 400 units. */
export const ReaderName = z
  .string()
  .min(1)
  .max(1_000)
  .meta({ description: `A name of at most ${NAME_LIMIT} signs as readers count them.` });
/** Bounded so that one request can hold it; the site's limit in grapheme clusters is checked by the use case. */
export const BodyText = z
  .string()
  .max(100_000)
  .meta({ description: 'Markdown; at most the site’s `maxLength` signs as readers count them.' });

/** Longest address of an article; a longer one is kept without what stands behind its path, which is mostly tracking. */
const LONGEST_URL = 2048;
export const HttpUrl = z
  .string()
  .transform((url) => (url.length > LONGEST_URL ? url.replace(/[?#].*$/s, '') : url))
  .pipe(z.url({ protocol: /^https?$/ }).max(LONGEST_URL))
  .meta({ description: 'Address of the article; a very long one loses what stands behind its path.' });

/** Longest title that is kept of an article, in UTF-16 units; never cut through a sign. */
const LONGEST_TITLE = 500;
export const Title = z
  .string()
  .transform((title) => title.slice(0, LONGEST_TITLE).replace(/[\ud800-\udbff]$/, ''))
  .meta({ description: `Title of the article; ${LONGEST_TITLE} UTF-16 units are kept.` });

/** Longest that a box is taken to have been open, ms. */
const LONGEST_OPEN = 366 * 86_400_000;
/** The page's clock may have been set back, or forward, while the box was open. */
const Elapsed = z
  .number()
  .nullable()
  .transform((ms) => (ms === null ? undefined : Math.round(Math.min(LONGEST_OPEN, Math.max(0, ms)))))
  .meta({ description: 'Milliseconds from showing the box to sending; null: not known.' });

export const PostComment = z.strictObject({
  site: SiteIdField,
  thread: z
    .strictObject({ key: ThreadKeyField, url: HttpUrl, title: Title })
    .meta({ description: 'The article; the thread is made with its first comment.' }),
  parentId: Id.nullable().optional().meta({ description: 'The comment that is answered; null: a top-level comment.' }),
  body: BodyText,
  author: z
    .strictObject({ name: ReaderName, email: GuestEmail.optional() })
    .optional()
    .meta({ description: 'Who writes, as a guest; a guest with a token is renamed by it, a member is not.' }),
  /** A field that people do not see: robots fill it. */
  website: z.string().max(500).optional().meta({ description: 'Leave empty.' }),
  puzzle: z
    .strictObject({
      challenge: z.string().max(300).meta({ description: 'As the problem `puzzle-required` gave it.' }),
      nonce: z.string().max(40).meta({ description: 'What was found.' }),
    })
    .nullable()
    .optional()
    .meta({ description: 'Proof of work, when it was asked for; null: this browser can do it when it is asked.' }),
  elapsed: Elapsed.optional(),
  terms: z.string().max(40).nullish().meta({ description: 'The version of the site’s terms that the reader accepts with this comment.' }),
});
export type PostComment = z.infer<typeof PostComment>;
export const PostAnswer = z.object({
  comment: CommentView,
  readerToken: ReaderToken.optional().meta({ description: 'Of a guest whom this comment made.' }),
});
export type PostAnswer = z.infer<typeof PostAnswer>;

export const EditComment = z.strictObject({ body: BodyText });
export const OneCommentAnswer = z.object({ comment: CommentView });
export const Vote = z.strictObject({
  value: z.union([z.literal(1), z.literal(-1), z.literal(0)]).meta({ description: '1 for, -1 against, 0 takes the vote back.' }),
});
export const VoteAnswer = z.object({
  votes: Votes,
  value: z.int().min(-1).max(1).meta({ description: 'One’s own vote now; 0: none.' }),
});

export const ReasonCodeField = z.enum(REASON_CODES).meta({ description: 'The reason; texts of it: docs/moderation.md.' });
export const ReportComment = z.strictObject({
  reason: ReasonCodeField,
  note: z.string().max(500).optional().meta({ description: 'The reader’s own words, for the moderators.' }),
});
export const AppealComment = z.strictObject({
  note: z.string().min(1).max(500).meta({ description: 'Why the decision is wrong, for the moderators.' }),
});
export const Accepted = z.object({ accepted: z.literal(true).meta({ description: 'It was received; twice counts once.' }) });
