/**
 * What an import has understood of its files, as JSON Lines on the disk: what is stored is read from there, and an import that
 * was broken off goes on with it. It never holds what is not stored: of a comment that is left out, only its place.
 */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { CommentStatusField } from '../../contract/comment.ts';
import { readLines } from './input/lines.ts';

/** Why a comment is not stored as it is. */
export const SKIP_REASONS = ['spam', 'trash', 'pingback', 'deleted', 'rejected', 'empty', 'no-page', 'unreadable', 'repeated'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

const Count = z.int().min(0).max(1_000_000_000);

export const SpooledComment = z.strictObject({
  /** The id that it will have. */
  id: z.string(),
  /** What distinguishes the id of the one that it answers, and of the top of its conversation. */
  parent: z.string().optional(),
  root: z.string().optional(),
  /** The number of its page. */
  page: z.int().min(0),
  /** Left out, unless an answer to it stays: then it is a place-holder. */
  skip: z.enum(SKIP_REASONS).optional(),
  status: CommentStatusField,
  createdAt: z.int().min(0),
  editedAt: z.int().min(0).optional(),
  author: z
    .strictObject({
      /** What its reader is found by: the kind of the name at the source, and the name. `own`: an id of ours, that its reader keeps. */
      known: z.tuple([z.enum(['own', 'id', 'email', 'name']), z.string()]),
      /** Empty: it has none. */
      name: z.string(),
      email: z.string().optional(),
      /** Keyed hash of an address that is not known. */
      emailHash: z.string().optional(),
      url: z.string().optional(),
      avatar: z.string().optional(),
      isOwner: z.boolean().optional(),
    })
    .optional(),
  /** Our Markdown; or markup that goes through the sanitiser once more. */
  body: z.string().optional(),
  html: z.string().optional(),
  votes: z.strictObject({ up: Count, down: Count }).optional(),
  pinned: z.boolean().optional(),
  featured: z.boolean().optional(),
});
export type SpooledComment = z.output<typeof SpooledComment>;

/** Writes comments in the order in which they are given. */
export interface SpoolWriter {
  /** Resolves when the next may be given. */
  write(comments: readonly SpooledComment[]): Promise<void>;
  close(): Promise<void>;
}

/** @throws what the file system throws. */
export function writeSpool(file: string): SpoolWriter {
  const stream = createWriteStream(file, { flags: 'w', mode: 0o600, flush: true, highWaterMark: 1024 * 1024 });
  let failure: unknown = null;
  stream.on('error', (error) => {
    failure = error;
  });
  return {
    async write(comments) {
      if (failure !== null) throw failure;
      const text = comments.map((comment) => `${JSON.stringify(comment)}\n`).join('');
      if (text !== '' && !stream.write(text))
        await new Promise<void>((resolve) => void stream.once('drain', resolve).once('error', () => resolve()));
    },
    async close() {
      stream.end();
      await finished(stream);
    },
  };
}

/** What was written, with its number from 1 and how far the file has been read, from 0 to 1. @throws what the file system throws. */
export async function* readSpool(
  file: string,
  size: number,
): AsyncGenerator<{ comments: { number: number; comment: SpooledComment }[]; share: number }> {
  let done = 0;
  for await (const { lines, bytes } of readLines(file)) {
    done += bytes;
    const comments = lines.flatMap(({ number, text }) =>
      text === null || text === '' ? [] : [{ number, comment: SpooledComment.parse(JSON.parse(text)) }],
    );
    yield { comments, share: Math.min(1, done / Math.max(1, size)) };
  }
}
