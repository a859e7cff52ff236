/** The storage port, what is held of people: reading it, erasing it, and deleting what is old. See port.ts for the promises. */
import type { Effects } from '../domain/effects.ts';
import type { HeldKind, RetentionKind } from '../domain/enumerations.ts';
import type { Job } from '../domain/jobs.ts';
import type { Erasure, HeldRecord } from '../domain/own-data.ts';
import type { CommentId, Id, Ms, ReaderId, SiteId } from '../domain/types.ts';
import type { BackupData } from './port-backup.ts';
import type { Cut, Slice } from './port-types.ts';

/** Whose, and what of it. */
export interface HeldOf {
  siteId: SiteId;
  readerId: ReaderId;
  kind: HeldKind;
}

export interface PersonalStore {
  /** A reader's account: with the ends of its tokens, and from where an import brought it. null: there is none. */
  account(id: ReaderId): Promise<BackupData['reader'] | null>;
  /** What is held of a reader beside account and comments. A walk with cursors gives each once. */
  held(q: HeldOf & Cut): Promise<Slice<HeldRecord>>;
  /**
   * Takes as many records of a kind from the reader as there are ids. What others count or see stays, each under one of the
   * ids, which are nobody's; the rest goes. Gives how many there were: fewer than ids when it is done.
   */
  detach(q: HeldOf & { ids: readonly Id[] }): Promise<number>;
  /** Deletes what is kept of a comment beside itself: the texts it had before, and where it came from. The same again changes nothing. */
  forgetBeside(id: CommentId): Promise<void>;
  /**
   * Notes the erasure and stores the job that does it. The account is empty at once, without name, address, tokens and
   * identities, and so are those that went to it: who signs in from now on is somebody new.
   * The same again is no mistake.
   */
  beginErasure(readerId: ReaderId, erasure: Erasure, job: Job, fx: Effects): Promise<void>;
  /** Guests and authors of imports who went to the member: the same person. */
  joinedInto(readerId: ReaderId): Promise<ReaderId[]>;
  /** Deletes the account and those that went to it; false while one of them has comments still. An account that is gone already is no mistake. */
  endErasure(readerId: ReaderId): Promise<boolean>;
  /** All erasures by their marks, after one. */
  erasures(q: { after: string; limit: number }): Promise<Erasure[]>;
}

export interface RetentionStore {
  /** How many records of the kind are older than that. */
  countOld(kind: RetentionKind, before: Ms): Promise<number>;
  /**
   * Deletes what of the kind is older than that, `limit` at most; gives how many. Of `removed` and `refused` nothing: those
   * are comments (`oldComments`). The last line of the audit log stays, and the chain begins after what was deleted (`auditStart`).
   */
  deleteOld(kind: RetentionKind, before: Ms, limit: number): Promise<number>;
  /** Comments that are not public, taken back or refused before that, and still have a text. */
  oldComments(kind: 'removed' | 'refused', before: Ms, limit: number): Promise<CommentId[]>;
  /** Number and hash of the last line that was deleted from the audit log: what is left follows it. Without any: 0, and the start of the chain. */
  auditStart(): Promise<{ seq: number; hash: string }>;
}
