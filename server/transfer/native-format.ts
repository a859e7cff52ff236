/** Our own format, JSON Lines: a line that names it, then one comment a line. */
import { z } from 'zod';
import { CommentStatusField, Email, ThreadKeyField } from '../../contract/comment.ts';
import { type ThreadKeyRules, threadKeyOf } from '../domain/thread-key.ts';
import type { Line } from './lines.ts';

export const HEADER = { format: 'liangju', version: 1 } as const;

const Header = z.strictObject({ format: z.literal(HEADER.format), version: z.literal(HEADER.version) });

/** RFC 3339 from 1970 on, as milliseconds: ids and the order of comments are made of it. */
const Moment = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((at) => at >= 0);
const Count = z.int().min(0).max(1_000_000_000);

/**
 * A comment of a file. Sizes are those of a post or larger: an old name may be reserved, an old text longer than
 * the site allows now, a title of any length that a page may have.
 */
export const NativeComment = z
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
export type NativeComment = z.output<typeof NativeComment>;
/** As it stands in a file. */
export type NativeLine = z.input<typeof NativeComment>;

export type Why = 'line-too-long' | 'not-json' | 'unknown-key' | 'missing' | 'too-long' | 'wrong-value' | 'body-and-html' | 'repeated-id';

/** Why a line was not taken, and the field that it is about. */
export interface Refusal {
  line: number;
  why: Why;
  field: string;
}

/** Does the first line name this format? */
export function isHeader({ text }: Line): boolean {
  return Header.safeParse(parsed(text)).success;
}

function parsed(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The comment of a line, its thread named by the site's rules, or why there is none; null for an empty line. Never throws. */
export function readComment({ number, text }: Line, rules: ThreadKeyRules): { comment: NativeComment } | { refusal: Refusal } | null {
  if (text === null) return { refusal: { line: number, why: 'line-too-long', field: '' } };
  if (text.trim() === '') return null;
  const value = parsed(text);
  if (value === undefined) return { refusal: { line: number, why: 'not-json', field: '' } };
  const read = NativeComment.safeParse(value);
  if (read.success) {
    const { thread } = read.data;
    return { comment: { ...read.data, thread: { ...thread, key: threadKeyOf(thread.key, rules) } } };
  }
  const [issue] = read.error.issues;
  return { refusal: { line: number, ...reasonOf(issue, value) } };
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
