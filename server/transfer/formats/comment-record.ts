/** The lines of our own format: a comment, or what is known of a thread. */
import { z } from 'zod';
import { CommentStatusField, Email, ThreadKeyField } from '../../../contract/comment.ts';
import { SITE_MODES } from '../../domain/enumerations.ts';

/** RFC 3339 from 1970 on, as milliseconds: ids and the order of comments are made of it. */
const Moment = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((at) => at >= 0);
const Count = z.int().min(0).max(1_000_000_000);

const ThreadName = z.strictObject({
  key: ThreadKeyField,
  /** Empty: not known. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .or(z.literal('')),
  title: z.string().max(2_000),
});

/**
 * A comment to be imported. Sizes are those of a post or larger: an old name may be reserved, an old text longer than
 * the site allows now, a title of any length that a page may have.
 */
export const CommentRecord = z
  .strictObject({
    id: z.string().min(1).max(256),
    thread: ThreadName,
    parentId: z.string().min(1).max(256).nullable().optional(),
    /** Left out of what was purged. */
    author: z
      .strictObject({
        id: z.string().min(1).max(256).optional(),
        name: z
          .string()
          .max(200)
          .transform((name) => name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim())
          .pipe(z.string().min(1)),
        email: Email.or(z.literal('')).optional(),
        /** Keyed hash of it, of a service with the same secret; not looked at beside an address. */
        emailHash: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .optional(),
      })
      .optional(),
    body: z.string().max(100_000).optional(),
    html: z.string().max(400_000).optional(),
    status: CommentStatusField.default('published'),
    createdAt: Moment,
    editedAt: Moment.nullable().optional(),
    votes: z.strictObject({ up: Count, down: Count }).optional(),
    pinned: z.boolean().optional(),
    featured: z.boolean().optional(),
  })
  .superRefine(({ status, author, body, html }, { addIssue }) => {
    if (status === 'purged') return;
    if (author === undefined) addIssue({ code: 'custom', path: ['author'], params: { why: 'missing' } });
    if (body === undefined && html === undefined) addIssue({ code: 'custom', path: ['body'], params: { why: 'missing' } });
    if (body !== undefined && html !== undefined) addIssue({ code: 'custom', path: ['html'], params: { why: 'body-and-html' } });
  });
export type CommentRecord = z.output<typeof CommentRecord>;
/** As the export writes it. */
export type CommentRecordInput = z.input<typeof CommentRecord>;

/** A line about a thread alone. */
export const ThreadRecord = z.strictObject({
  thread: ThreadName.extend({
    closed: z.boolean().optional(),
    mode: z.enum(SITE_MODES).nullable().optional(),
    /** In whole seconds. */
    slowMode: z.int().min(0).max(86_400).optional(),
    /** Keys that it had before. */
    movedFrom: z.array(ThreadKeyField).max(1_000).optional(),
  }),
});
export type ThreadRecord = z.output<typeof ThreadRecord>;
/** As the export writes it. */
export type ThreadRecordInput = z.input<typeof ThreadRecord>;

/** Why a record was not read. */
export const REFUSED_WHY = [
  'line-too-long',
  'not-json',
  'malformed',
  'unknown-key',
  'missing',
  'too-long',
  'wrong-value',
  'body-and-html',
] as const;
export type RefusedWhy = (typeof REFUSED_WHY)[number];

/** What stands in a line, or why it is nothing and which field that is about. */
export type ReadRecord = { comment: CommentRecord } | { thread: ThreadRecord } | { why: RefusedWhy; field: string };

/** Checks what stands in a line. Never throws. */
export function checkRecord(value: unknown): ReadRecord {
  const isThread = typeof value === 'object' && value !== null && 'thread' in value && Object.keys(value).length === 1;
  const read = isThread ? ThreadRecord.safeParse(value) : CommentRecord.safeParse(value);
  if (!read.success) return reasonOf(read.error.issues[0], value);
  return 'id' in read.data ? { comment: read.data } : { thread: read.data };
}

function reasonOf(issue: z.core.$ZodIssue | undefined, value: unknown): { why: RefusedWhy; field: string } {
  const path = issue?.path.map(String) ?? [];
  const field = path.join('.');
  if (issue?.code === 'unrecognized_keys') return { why: 'unknown-key', field: [...path, issue.keys[0] ?? ''].join('.') };
  if (issue?.code === 'custom' && (issue.params?.why === 'missing' || issue.params?.why === 'body-and-html'))
    return { why: issue.params.why, field };
  if (issue?.code === 'too_big' && issue.origin === 'string') return { why: 'too-long', field };
  return { why: issue?.code === 'invalid_type' && isAbsent(value, path) ? 'missing' : 'wrong-value', field };
}

function isAbsent(value: unknown, path: readonly string[]): boolean {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return false;
    const found = Object.entries(at).find(([key]) => key === name);
    if (found === undefined) return true;
    at = found[1];
  }
  return false;
}
