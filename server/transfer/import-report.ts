/** What an import would do, or has done. */
import type { CommentStatus } from '../domain/types.ts';
import type { RefusedWhy } from './formats/comment-record.ts';
import type { SourceNotice } from './formats/format.ts';
import type { FormatName } from '../domain/import-formats.ts';
import type { Place } from './input/not-importable.ts';
import type { SkipReason } from './spool.ts';

/** A record that was not read, and why. */
export interface RefusedRecord {
  at: Place;
  why: RefusedWhy | 'repeated-id';
  /** The field that it is about; empty: the whole. */
  field: string;
}

/** Counts are of comments. */
export interface ImportReport {
  format: FormatName;
  /** All in the files. */
  records: number;
  /** Those that are stored, place-holders included. */
  comments: number;
  skipped: Partial<Record<SkipReason, number>>;
  statuses: Partial<Record<CommentStatus, number>>;
  threads: number;
  /** Threads that end closed. */
  closedThreads: number;
  /** Authors, each once. */
  people: number;
  /** Of a top-level comment 0. */
  maxDepth: number;
  orphans: number;
  rehung: number;
  /** Keys that threads of the file had before and that stay with other threads here; 0 until it has been stored. */
  takenKeys: number;
  /** The first of those that were not read; `refusedCount` counts all. */
  refused: RefusedRecord[];
  refusedCount: number;
  /** What else was seen, with the first place of each. */
  notices: Partial<Record<SourceNotice['notice'], Place>>;
  /** Hosts that are none of the site's, with the comments that name a page there. */
  foreignHosts: Record<string, number>;
  /** The first of each reason for leaving out. */
  firstSkipped: Partial<Record<SkipReason, Place>>;
}
