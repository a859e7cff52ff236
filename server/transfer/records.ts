/** Comments as an import takes them, whatever the format of the file is. */
import { z } from 'zod';
import { CommentStatusField, Email, ThreadKeyField } from '../../contract/comment.ts';
import { type ThreadKeyRules, threadKeyOf } from '../domain/thread-key.ts';

/** RFC 3339 from 1970 on, as milliseconds: ids and the order of comments are made of it. */
const Moment = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((at) => at >= 0);
const Count = z.int().min(0).max(1_000_000_000);

/**
 * A comment to be imported. Sizes are those of a post or larger: an old name may be reserved, an old text longer than
 * the site allows now, a title of any length that a page may have.
 */
export const CommentRecord = z
  .strictObject({
    id: z.string().min(1).max(256),
    thread: z.strictObject({
      key: ThreadKeyField,
      /** Empty: not known. */
      url: z
        .url({ protocol: /^https?$/ })
        .max(2048)
        .or(z.literal('')),
      title: z.string().max(2_000),
    }),
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
/** As a format gives it, before it is checked. */
export type RecordInput = z.input<typeof CommentRecord>;

export type Why = 'line-too-long' | 'not-json' | 'unknown-key' | 'missing' | 'too-long' | 'wrong-value' | 'body-and-html' | 'repeated-id';

/** Why a line was not taken, and the field that it is about. */
export interface Refusal {
  line: number;
  why: Why;
  field: string;
}

/** What a format has read from a line: a comment, or why there is none. */
export type ReadRecord = { line: number } & ({ comment: CommentRecord } | { refusal: Refusal });

/** What was read at once. */
export interface RecordBatch {
  records: ReadRecord[];
  /** The last line that was read. */
  line: number;
  /** How far the file has been read, from 0 to 1. */
  share: number;
}

/**
 * Reads all records of a source, from its start. An import calls it more than once: each time it has to give the same records,
 * with the same line for each, in ascending order.
 * @throws NotImportable when the source is not of the format.
 */
export type RecordOpener = () => AsyncIterable<RecordBatch>;

/** A format that files can be imported from. @throws NotImportable `no-file`. */
export type ImportFormat = (file: string, keyRules: ThreadKeyRules) => Promise<RecordOpener>;

/** The file cannot be imported at all. */
export class NotImportable extends Error {
  override readonly name = 'NotImportable';
  readonly why: 'no-file' | 'no-header';

  constructor(why: NotImportable['why']) {
    super(why);
    this.why = why;
  }
}

/** Checks what a format has read at a line; the thread is named by the site's rules. Never throws. */
export function checkRecord(line: number, value: unknown, rules: ThreadKeyRules): ReadRecord {
  const read = CommentRecord.safeParse(value);
  if (read.success) {
    const { thread } = read.data;
    return { line, comment: { ...read.data, thread: { ...thread, key: threadKeyOf(thread.key, rules) } } };
  }
  const [issue] = read.error.issues;
  return { line, refusal: { line, ...reasonOf(issue, value) } };
}

function reasonOf(issue: z.core.$ZodIssue | undefined, value: unknown): Pick<Refusal, 'why' | 'field'> {
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
