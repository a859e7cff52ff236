import { z } from 'zod';
import { REASON_CODES } from '../server/domain/decision-words.ts';
import { MOST_DEPTH, TOP } from '../server/domain/depth.ts';

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
  .max(2048)
  .meta({ description: 'Names the thread in its site: the canonical URL unless the site gives its own id.' });

export const CommentStatusField = z.enum(['published', 'pending', 'rejected', 'spam', 'removed', 'purged']);
export const Votes = z.object({ up: z.int().min(0), down: z.int().min(0) });

export const CommentAuthor = z.object({
  id: Id,
  name: z.string(),
  avatar: z.string().nullable().meta({ description: 'Address of a picture, or null: draw one from the name.' }),
  badge: z.enum(['author', 'staff']).nullable(),
  region: z.string().nullable(),
});

const commentFields = {
  id: Id,
  threadKey: z.string(),
  parentId: Id.nullable(),
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
  editedAt: Time.nullable(),
  votes: Votes,
  replyCount: z.int().min(0).meta({ description: 'Public answers: at any depth for a top-level comment, direct ones for a reply.' }),
  pinned: z.boolean(),
  featured: z.boolean(),
  /** For the author and staff alone. */
  body: z.string().optional(),
  revision: z.int().min(1).optional(),
  moderation: z
    .object({ message: z.string() })
    .optional()
    .meta({ description: 'On a comment that was not published: what its author is told.' }),
};

/** A comment as readers are sent it; place-holders have neither html nor author. */
const PlainComment = z.object(commentFields);
export const CommentView = z
  .object({
    ...commentFields,
    replies: z.object({ items: z.array(PlainComment), nextCursor: z.string().nullable() }).optional(),
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
    key: z.string(),
    url: z.string().nullable(),
    title: z.string().nullable(),
    closed: z.boolean(),
    mode: z.enum(['pre', 'graded', 'post']),
    slowMode: z.int().meta({ description: 'Least seconds between two comments of one reader; 0 = off.' }),
    commentCount: z.int().min(0),
    seq: z.int().min(0).meta({ description: 'Number of the last live event that this answer includes.' }),
    live: z.enum(['socket', 'poll']),
  })
  .meta({ id: 'Thread' });
export type ThreadView = z.infer<typeof ThreadView>;

/** What the box needs to know of the site. */
export const SiteView = z
  .object({
    id: z.string(),
    name: z.string(),
    maxLength: z.int(),
    editWindow: z.int().meta({ description: 'Seconds in which an author may edit or remove; 0 = never.' }),
    guests: z.boolean(),
    notice: z.string(),
    sort: z.enum(['hot', 'newest', 'oldest']),
  })
  .meta({ id: 'SiteRules' });
export type SiteView = z.infer<typeof SiteView>;

export const Cursor = z.string().min(1).max(512);
export const Limit = z.coerce.number().int().min(1).max(100).default(20);

export const ListQuery = z.strictObject({
  site: SiteIdField,
  thread: ThreadKeyField,
  sort: z.enum(['hot', 'newest', 'oldest']).optional().meta({ description: 'The site’s default when left out.' }),
  view: z.enum(['nested', 'tower']).default('nested'),
  limit: Limit,
  cursor: Cursor.optional(),
});
export const ListAnswer = z.object({
  thread: ThreadView,
  site: SiteView,
  comments: z.array(CommentView),
  ancestors: z.record(Id, PlainComment).optional().meta({
    description:
      'In the tower view: what stands above the comments of the page and is not among them, each once. What is missing is in the answer about the comment below it.',
  }),
  nextCursor: z.string().nullable(),
});
export type ListAnswer = z.infer<typeof ListAnswer>;

export const RepliesQuery = z.strictObject({ limit: Limit, cursor: Cursor.optional() });
export const RepliesAnswer = z.object({ comments: z.array(CommentView), nextCursor: z.string().nullable() });
export const PermalinkAnswer = z.object({
  comment: CommentView,
  ancestors: z.array(CommentView).meta({
    description: `What stands above it, from the top down: the first ${TOP} and the nearest, in all at most ${MOST_DEPTH}; where \`depth\` leaps, the others are in the answer about the one below the leap.`,
  }),
  answered: CommentView.optional().meta({ description: 'Whom it answers, where that one stands too deep to be its parent.' }),
  thread: ThreadView,
});
export type PermalinkAnswer = z.infer<typeof PermalinkAnswer>;

const threadKeys = z.array(ThreadKeyField).min(1).max(100);
export const CountsQuery = z.strictObject({
  site: SiteIdField,
  thread: z.preprocess((v) => (typeof v === 'string' ? [v] : v), threadKeys),
});
export const CountsAnswer = z.object({ counts: z.record(z.string(), z.int()) });

/** An e-mail address on one line, without display names, comments or quoted parts. */
export const Email = z
  .string()
  .max(254)
  .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/);
/** Bounded so that the longest name fits that readers count as one: thirty families of emoji are some 400 units. */
export const ReaderName = z.string().min(1).max(1_000);
/** Bounded so that one request can hold it; the site's limit in grapheme clusters is checked by the use case. */
export const BodyText = z.string().max(100_000);

/** Longest address of an article; a longer one is kept without what stands behind its path, which is mostly tracking. */
const LONGEST_URL = 2048;
export const HttpUrl = z
  .string()
  .transform((url) => (url.length > LONGEST_URL ? url.replace(/[?#].*$/s, '') : url))
  .pipe(z.url({ protocol: /^https?$/ }).max(LONGEST_URL));

/** Longest title that is kept of an article, in UTF-16 units; never cut through a sign. */
const LONGEST_TITLE = 500;
export const Title = z.string().transform((title) => title.slice(0, LONGEST_TITLE).replace(/[\ud800-\udbff]$/, ''));

/** Longest that a box is taken to have been open, ms. */
const LONGEST_OPEN = 366 * 86_400_000;
/** The page's clock may have been set back, or forward, while the box was open. */
const Elapsed = z
  .number()
  .nullable()
  .transform((ms) => (ms === null ? undefined : Math.round(Math.min(LONGEST_OPEN, Math.max(0, ms)))));

export const PostComment = z.strictObject({
  site: SiteIdField,
  thread: z.strictObject({ key: ThreadKeyField, url: HttpUrl, title: Title }),
  parentId: Id.nullable().optional(),
  body: BodyText,
  author: z.strictObject({ name: ReaderName, email: Email.or(z.literal('')).optional() }).optional(),
  /** A field that people do not see: robots fill it. */
  website: z.string().max(500).optional().meta({ description: 'Leave empty.' }),
  /** Proof of work, when it was asked for; null: this browser can do it when it is asked. */
  puzzle: z
    .strictObject({ challenge: z.string().max(300), nonce: z.string().max(40) })
    .nullable()
    .optional(),
  /** Milliseconds from showing the box to sending. */
  elapsed: Elapsed.optional(),
});
export type PostComment = z.infer<typeof PostComment>;
export const PostAnswer = z.object({ comment: CommentView, readerToken: z.string().optional() });
export type PostAnswer = z.infer<typeof PostAnswer>;

export const EditComment = z.strictObject({ body: BodyText });
export const OneCommentAnswer = z.object({ comment: CommentView });
export const Vote = z.strictObject({ value: z.union([z.literal(1), z.literal(-1), z.literal(0)]) });
export const VoteAnswer = z.object({ votes: Votes, value: z.int().min(-1).max(1) });

export const ReasonCodeField = z.enum(REASON_CODES);
export const ReportComment = z.strictObject({ reason: ReasonCodeField, note: z.string().max(500).optional() });
export const AppealComment = z.strictObject({ note: z.string().min(1).max(500) });
export const Accepted = z.object({ accepted: z.literal(true) });
