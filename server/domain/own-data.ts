import { createHash } from 'node:crypto';
import type { ErasureChoice } from './enumerations.ts';
import type { Author, Id, Ms, ReaderId } from './types.ts';

/** One thing that is held of a reader, by the names of its fields. */
export interface HeldRecord {
  [name: string]: string | number | boolean | null;
}

/** That a reader was erased: a backup of before is erased again when it is restored. */
export interface Erasure {
  /** Of the reader's id (`erasedMark`): the id itself is not kept. */
  mark: string;
  comments: ErasureChoice;
  at: Ms;
}

/** How the id of an erased reader is kept: SHA-256 in hexadecimal. Ids are random enough to need no salt. */
export function erasedMark(id: ReaderId): string {
  return createHash('sha256').update(`erased-reader\n${id}`).digest('hex');
}

/**
 * The author of a comment that stays without its author. A name is never empty otherwise: what is shown in its place is
 * for those who show it. The id is nobody's, and each comment has another, so that no two can be linked by it.
 */
export function erasedAuthor(id: Id): Author {
  return { readerId: id, name: '', badge: null, region: null };
}
