/**
 * The storage port, fifth part: everything that is stored as records that know no store, and a store filled from them. A new
 * table or collection has a row here, in the schemas of server/backup/record-schemas.ts and in the adapters' lists, or is
 * named there with the reason why it is not in a backup. See port.ts for the promises.
 */
import type { ApiToken, Staff } from '../domain/accounts.ts';
import type { Ban } from '../domain/bans.ts';
import type { PlacedEvent } from '../domain/events.ts';
import type { Import, ImportedReader, ImportOrigin } from '../domain/imports.ts';
import type { KnownIdentity, ReaderToken } from '../domain/members.ts';
import type { Erasure } from '../domain/own-data.ts';
import type { MailFollower } from '../domain/mail-follower.ts';
import type { Job } from '../domain/jobs.ts';
import type {
  AuditEntry,
  Comment,
  CommentId,
  Ms,
  Reader,
  ReaderId,
  Report,
  Site,
  SiteId,
  Tally,
  Thread,
  ThreadId,
  ThreadKey,
} from '../domain/types.ts';
import type { Delivery, Webhook } from '../domain/webhooks.ts';
import type { WordComment, WordEntry, WordsSaving } from '../domain/words.ts';
import type { DeferredEvent } from './port-subscriptions.ts';

/** A text that a comment has had before its latest one; `text` is the plain one. */
export interface FormerText {
  revision: number;
  body: string;
  text: string;
  at: Ms;
}

/** A comment with what the store keeps beside it. `ancestors` has all of a chain; heat follows from the other fields. */
export interface CommentData extends Omit<Comment, 'heat'> {
  /** Of `votes`, those that came with an import; the others are records of their own. */
  imported: Tally;
  /** Which revision brought the latest text, and when. */
  textRevision: number;
  textAt: Ms;
  formerTexts: FormerText[];
}

/** A part of a version of a site's word list; the parts of a version follow each other. */
export interface WordsData {
  siteId: SiteId;
  version: number;
  /** It is the list that holds. */
  isCurrent: boolean;
  /** null: it is not among the kept versions. */
  saved: (WordsSaving & { size: number }) | null;
  entries: WordEntry[];
  comments: WordComment[];
  isLast: boolean;
}

export interface VoteData {
  commentId: CommentId;
  threadId: ThreadId;
  readerId: ReaderId;
  value: 1 | -1;
  at: Ms;
  /** Another vote of its network is counted when false. */
  isCounted: boolean;
  /** The network for which it is counted; null without one. */
  network: string | null;
}

/** What the records are about, in the order in which a backup has them. */
export interface BackupData {
  fact: { name: string; value: string };
  site: Site;
  words: WordsData;
  model: { siteId: SiteId; name: string; revision: number; bytes: Uint8Array };
  staff: Staff;
  token: ApiToken;
  network: { account: string; network: string; until: Ms };
  reader: Reader & {
    tokens: ReaderToken[];
    /** To which member the guest has gone; null: to none. */
    joined: { into: ReaderId; at: Ms } | null;
    /** When the sign-on stated what the member has of it; null where it never did. */
    factsAt: Ms | null;
    /** Which import brought the reader, and from whom at the source; null: none did. */
    origin: Pick<ImportedReader, 'importId' | 'source'> | null;
  };
  identity: KnownIdentity;
  mailFollower: MailFollower;
  erasure: Erasure;
  ban: Ban;
  thread: Thread;
  /** A key that a thread has had, and that leads to it. */
  oldKey: { siteId: SiteId; key: ThreadKey; threadId: ThreadId };
  /** A thread that was merged, and into which. */
  merged: { siteId: SiteId; id: ThreadId; into: ThreadId };
  comment: CommentData;
  vote: VoteData;
  report: Report & { weight: number; network: string | null };
  job: Job;
  import: Import;
  /** Where a comment came from. */
  origin: ImportOrigin;
  event: PlacedEvent;
  subscription: { name: string; position: number };
  deferred: DeferredEvent & { subscription: string };
  webhook: Webhook;
  delivery: Delivery;
  audit: AuditEntry & { seq: number | null; hash: string | null };
}
export type BackupKind = keyof BackupData;

/** Every kind once: a missing one does not compile. */
const EVERY_KIND: Readonly<Record<BackupKind, true>> = {
  fact: true,
  site: true,
  words: true,
  model: true,
  staff: true,
  token: true,
  network: true,
  reader: true,
  identity: true,
  mailFollower: true,
  erasure: true,
  ban: true,
  thread: true,
  oldKey: true,
  merged: true,
  comment: true,
  vote: true,
  report: true,
  job: true,
  import: true,
  origin: true,
  event: true,
  subscription: true,
  deferred: true,
  webhook: true,
  delivery: true,
  audit: true,
};
export const BACKUP_KINDS = Object.keys(EVERY_KIND) as readonly BackupKind[];

/** Records of one kind. */
export type BackupBatch = { [K in BackupKind]: { kind: K; data: BackupData[K][] } }[BackupKind];

/** Most records of a batch: of those that may be long only few are in memory at once. */
export function batchSizeOf(kind: BackupKind): number {
  if (kind === 'words' || kind === 'model') return 1;
  return kind === 'comment' ? 300 : 1_000;
}

/** Facts that belong to the store itself: a backup has none of them. */
export const RESTORE_MARK = 'restore-under-way';
export const BACKUP_DONE = 'backup-done';
export const BACKUP_SCHEDULE = 'backup-schedule';
/** When what is old was last deleted. */
export const RETENTION_RUN = 'retention-run';
export const OWN_FACTS: readonly string[] = [RESTORE_MARK, BACKUP_DONE, BACKUP_SCHEDULE, RETENTION_RUN];

/** Everything that is stored, to be read once. */
export interface StoredRecords {
  /** Are the records what was stored at one moment, whatever is written meanwhile? */
  isOneMoment: boolean;
  /** The kinds in their order. To be read to its end or left by `return`. @throws SnapshotTooOld, StoreBusy. */
  batches: AsyncGenerator<BackupBatch, void>;
}

/** The database does not keep what was stored at the moment of the backup for as long as the backup takes. */
export class SnapshotTooOld extends Error {
  override readonly name = 'SnapshotTooOld';
}
/** Another restore has begun on the same store, or something else has changed it. */
export class RestoreDisturbed extends Error {
  override readonly name = 'RestoreDisturbed';
}

export interface BackupStore {
  /** Everything that is stored, but for what the adapters name as left out. Reads beside writes. */
  read(): Promise<StoredRecords>;
  /**
   * `empty`: there is no site but the named one, no staff, no reader, no thread and no comment. `half`: a restore was begun
   * and not finished.
   */
  state(q: { ignoredSite: SiteId }): Promise<'empty' | 'filled' | 'half'>;
  /**
   * Deletes everything and fills the store with the records; counts, heats and what texts are found by follow from them. Until it is
   * done the store has the mark RESTORE_MARK, also when this process is killed. Of two at once the one that began first fails.
   * What belongs to nothing is left out. The store is not to be used otherwise meanwhile.
   * @throws RestoreDisturbed; what reading the records throws, and then the mark stays.
   */
  restore(batches: AsyncIterable<BackupBatch>): Promise<void>;
  /** Sets a fact when it still is as it was read (null: there is none); false when it is another. */
  replaceFact(name: string, before: string | null, after: string): Promise<boolean>;
}
