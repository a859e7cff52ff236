import type { CommentId } from '../domain/types.ts';
import type { SkipReason } from './spool.ts';

/** What the comment under a number answers. */
export interface Above {
  parentId: CommentId | null;
  rootId: CommentId;
  ancestors: CommentId[];
}

/** A comment as the outline is given it. */
export interface OutlineEntry {
  /** The id that it will have. */
  id: CommentId;
  /** Its number in the file, from 1, growing. */
  number: number;
  page: number;
  /** What `tailOf` gives for the one that it answers and for the top of its conversation; null where it names none. */
  parentTail: string | null;
  rootTail: string | null;
  /** null: it is stored whatever answers it. */
  skip: SkipReason | null;
}

/** What became of the comments. */
export interface Settled {
  /** Comments that are stored, place-holders included. */
  stored: number;
  placeHolders: number;
  /** Those that are not stored, by why. */
  leftOut: Partial<Record<SkipReason, number>>;
  /** Pages with a comment that is stored. */
  pages: ReadonlySet<number>;
  orphans: number;
  rehung: number;
  /** Of a top-level one 0. */
  maxDepth: number;
}

/** `kept`: stored as it is. `place-holder`: stored without name and text, because an answer below it is kept. */
export type Fate = 'kept' | 'place-holder' | 'left-out';
