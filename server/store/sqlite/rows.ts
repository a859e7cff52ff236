import { ENDS } from '../../domain/depth.ts';
import type { Author, Comment, CommentStatus, Content, DecisionRecord, Finding, ReasonCode, ReviewCase } from '../../domain/types.ts';
import type { Row } from './database.ts';
import { unpackContent } from './packed-content.ts';

/** A text column. @throws Error when it is not one: a row of another shape must not become a comment. */
export function text(row: Row, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw new Error(`column ${name} holds no text`);
  return value;
}

/** A column of bytes. @throws Error when it is none. */
export function bytes(row: Row, name: string): Uint8Array {
  const value = row[name];
  if (!(value instanceof Uint8Array)) throw new Error(`column ${name} holds no bytes`);
  return value;
}

export function textOrNull(row: Row, name: string): string | null {
  return row[name] === null ? null : text(row, name);
}

export function number(row: Row, name: string): number {
  const value = row[name];
  if (typeof value !== 'number') throw new Error(`column ${name} holds no number`);
  return value;
}

export function numberOrNull(row: Row, name: string): number | null {
  return row[name] === null ? null : number(row, name);
}

/** A JSON column. What stands in it was written by this adapter from the same type. */
export function json<T>(row: Row, name: string): T {
  return JSON.parse(text(row, name));
}

export function jsonOrNull<T>(row: Row, name: string): T | null {
  return row[name] === null ? null : json<T>(row, name);
}

/** Words of a closed set were written by this adapter; read back as that set. */
export function word<T extends string>(row: Row, name: string): T {
  return text(row, name) as T;
}

export function wordOrNull<T extends string>(row: Row, name: string): T | null {
  return row[name] === null ? null : word<T>(row, name);
}

function contentOrNull(row: Row, name: string): Content | null {
  return row[name] === null ? null : unpackContent(text(row, name));
}

/** The ids above a comment. Those of a long chain are many times what the comment has: only its ends are parsed. */
function ancestorsOf(row: Row): string[] {
  if (number(row, 'depth') <= 2 * ENDS) return json<string[]>(row, 'ancestors');
  const all = text(row, 'ancestors');
  let [first, last] = [-1, all.length];
  // No id has a comma.
  for (let i = 0; i < ENDS; i++) {
    first = all.indexOf(',', first + 1);
    last = all.lastIndexOf(',', last - 1);
  }
  return JSON.parse(`${all.slice(0, first)}${all.slice(last)}`);
}

/** A comment from its row. */
export function commentOf(row: Row): Comment {
  const content = contentOrNull(row, 'content');
  const publishedAt = numberOrNull(row, 'published_at');
  const shown = contentOrNull(row, 'published_content') ?? content;
  const review = jsonOrNull<ReviewCase>(row, 'review');
  const claimUntil = numberOrNull(row, 'claim_until');
  return {
    id: text(row, 'id'),
    siteId: text(row, 'site_id'),
    threadId: text(row, 'thread_id'),
    threadKey: text(row, 'thread_key'),
    parentId: textOrNull(row, 'parent_id'),
    rootId: text(row, 'root_id'),
    ancestors: ancestorsOf(row),
    depth: number(row, 'depth'),
    ...(row.answers_id === null ? {} : { answersId: text(row, 'answers_id') }),
    author: jsonOrNull<Author>(row, 'author'),
    status: word<CommentStatus>(row, 'status'),
    revision: number(row, 'revision'),
    content,
    published: publishedAt === null || shown === null ? null : { content: shown, at: publishedAt },
    editedAt: numberOrNull(row, 'edited_at'),
    removedFrom: wordOrNull<CommentStatus>(row, 'removed_from'),
    reason: wordOrNull<ReasonCode>(row, 'reason'),
    textHash: text(row, 'text_hash'),
    votes: { up: number(row, 'up'), down: number(row, 'down') },
    replyCount: number(row, 'reply_count'),
    heat: number(row, 'heat'),
    pinned: row.pinned === 1,
    featured: row.featured === 1,
    review:
      review === null
        ? null
        : {
            ...review,
            claim: claimUntil === null ? null : { staffId: text(row, 'claim_by'), staffName: text(row, 'claim_name'), until: claimUntil },
          },
    findings: json<Finding[]>(row, 'findings'),
    lastDecision: jsonOrNull<DecisionRecord>(row, 'last_decision'),
    createdAt: number(row, 'created_at'),
  };
}
