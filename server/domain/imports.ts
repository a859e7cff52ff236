import type { CommentStatus, CommentId, Id, Ms, Reader, SiteId, StaffId, Tally, ThreadId } from './types.ts';
import type { ImportState } from './enumerations.ts';

/** Comments that were brought from elsewhere together. */
export interface Import {
  id: Id;
  siteId: SiteId;
  state: ImportState;
  /** null until it is recognised. */
  format: string | null;
  /** Names of the files. */
  files: string[];
  /** How they are read, as JSON. */
  options: string;
  /** What has been understood, as JSON; null until it is read. */
  report: string | null;
  inserted: number;
  updated: number;
  known: number;
  /** Of an import that was taken back: what people have changed since, and what such comments answer. */
  left: number;
  /** How far its present step is; `total` 0 while that is not known. */
  done: number;
  total: number;
  /** Why it failed, as JSON. */
  failure: string | null;
  by: StaffId | 'system';
  createdAt: Ms;
  updatedAt: Ms;
}

/** Where a comment came from, and how it was when it came: what is otherwise now was changed by people here. */
export interface ImportOrigin {
  commentId: CommentId;
  importId: Id;
  threadId: ThreadId;
  /** Hash of its text, state, votes and marks at the source. */
  fingerprint: string;
  revision: number;
  status: CommentStatus;
}

/** An author who came with an import. */
export interface ImportedReader {
  reader: Reader;
  importId: Id;
  /** What the system of the file knows the person by; a member can show later that it is the same. */
  source: { system: string; kind: 'id' | 'email' | 'name'; name: string; url: string | null; avatar: string | null };
}

/** What the source says of a comment now. */
export interface OriginChange extends Pick<ImportOrigin, 'fingerprint' | 'revision' | 'status'> {
  /** Votes of the source. */
  votes: Tally;
}
