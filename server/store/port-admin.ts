/** The storage port, moderators, accounts, the audit log, jobs and maintenance. See port.ts for the promises. */
import type { ChainedEntry } from '../domain/audit-chain.ts';
import type { Job, JobFacts } from '../domain/jobs.ts';
import type {
  Appeal,
  AuditEntry,
  CaseKind,
  Claim,
  Comment,
  CommentId,
  CommentStatus,
  Id,
  Ms,
  ReaderId,
  SiteId,
  StaffId,
  ThreadId,
} from '../domain/types.ts';
import type { ApiToken, Passkey, Staff, StaffSession } from '../domain/accounts.ts';
import type { Effects } from '../domain/effects.ts';
import type { QueueSort } from '../domain/queue-lists.ts';
import type { Cut, NewComment, Slice } from './port-types.ts';

/** Which open cases; what is left out does not limit. `siteIds` null = all sites. */
export interface QueueFilter {
  siteIds: SiteId[] | null;
  kind?: CaseKind | undefined;
  /** One of the case's reasons begins with it (`words` finds `words:ad`). */
  reason?: string | undefined;
  readerId?: ReaderId | undefined;
  threadId?: ThreadId | undefined;
  status?: CommentStatus | undefined;
  escalated?: boolean | undefined;
  /** Cases of this cluster. */
  cluster?: CommentId | undefined;
  /** Folded substring of the comment's latest text. */
  text?: string | undefined;
}

export interface ModerationStore {
  /** Comments whose case is open. `priority`: highest first, then oldest. */
  queue(q: { filter: QueueFilter; sort: QueueSort } & Cut): Promise<Slice<Comment>>;
  /** How many open cases fit the filter; counted to `most` where it is given. */
  queueSize(filter: QueueFilter, most?: number): Promise<number>;
  /**
   * Takes open cases for a while: those named, or the first `limit` of the filter by priority. Cases in
   * another's unexpired claim are left out; one's own are renewed. Never one case to two people inside a claim.
   */
  claim(q: { by: Claim; now: Ms; ids?: CommentId[]; filter?: QueueFilter; limit: number }, fx: Effects): Promise<Comment[]>;
  /** Prolongs one's own live claims; gives those that still are one's own. */
  renew(staffId: StaffId, ids: CommentId[], now: Ms, until: Ms): Promise<CommentId[]>;
  /** Gives back one's own claims: these, or all. Gives those given back. */
  release(staffId: StaffId, ids: CommentId[] | null): Promise<CommentId[]>;
  /**
   * Opens a case on a comment or adds the kind and reason to its open one, without a new revision; raises
   * score and priority, never lowers them. `opened` is true when there was none. @throws NotFound.
   */
  openCase(
    id: CommentId,
    add: { kind: CaseKind; reason: string; score: number; priority: number; now: Ms; clusterId?: CommentId; appeal?: Appeal },
    fx: Effects,
  ): Promise<{ comment: Comment; opened: boolean }>;
}

/** What can be changed of an account. */
export type StaffPatch = Partial<
  Pick<Staff, 'name' | 'grants' | 'passwordHash' | 'invitation' | 'secondFactor' | 'passkeys' | 'identity' | 'disabled'>
>;

/** A passkey has proved who its owner is. */
export interface PasskeyUse {
  id: Id;
  /** How often it was used, as it says itself. */
  counter: number;
  at: Ms;
}

export interface AccountStore {
  /** @throws Duplicate when the address or the identity is taken. */
  createStaff(staff: Staff, fx: Effects): Promise<Staff>;
  /** Makes the first of all staff; null when there is any. Two at once: one is made. */
  createFirstStaff(staff: Staff, fx: Effects): Promise<Staff | null>;
  staff(id: StaffId): Promise<Staff | null>;
  staffByEmail(email: string): Promise<Staff | null>;
  /** Whom the newsroom's own provider knows as this. */
  staffByIdentity(identity: string): Promise<Staff | null>;
  /** By address. */
  listStaff(): Promise<Staff[]>;
  /**
   * @throws NotFound; LastAdministrator when nobody would be left who keeps the accounts (domain/accounts.ts), also of
   * two changes at once; StaleRevision when it is not as it was, then nothing is changed; Duplicate for an identity that another
   * account has.
   * @param was compare and set: what password, second factor, identity and grants have to be, of grants in any order; left out: anything.
   */
  changeStaff(
    id: StaffId,
    patch: StaffPatch,
    fx: Effects,
    was?: Partial<Pick<Staff, 'passwordHash' | 'secondFactor' | 'identity' | 'grants'>>,
  ): Promise<Staff>;
  /** Removes the account with its sessions and API tokens; the address is free again. @throws NotFound, LastAdministrator. */
  removeStaff(id: StaffId, fx: Effects): Promise<void>;
  /** Whose link it is; null when it was used or replaced. Whether it has expired is the caller's question. */
  staffByInvitation(tokenHash: string): Promise<Staff | null>;
  /** Sets the password by a link, which is used with it; null when it was used meanwhile, or has expired. */
  acceptInvitation(q: { tokenHash: string; now: Ms; passwordHash: string }, fx: Effects): Promise<Staff | null>;
  openSession(session: StaffSession, fx: Effects): Promise<void>;
  /**
   * The session unless it has expired or was last seen before `idleSince`; notes that it was seen (at most once a minute).
   * @param isUsed false: nobody did anything; it is not noted.
   */
  touchSession(tokenHash: string, now: Ms, idleSince: Ms, isUsed?: boolean): Promise<StaffSession | null>;
  /** Notes that the person proved again who they are. */
  confirmSession(tokenHash: string, at: Ms): Promise<void>;
  /** Those of the person that are in force, the last seen first. */
  sessionsOf(staffId: StaffId, now: Ms, idleSince: Ms): Promise<StaffSession[]>;
  endSession(tokenHash: string): Promise<void>;
  /** Ends the person's sessions. @param but the hash of one that stays. */
  endSessionsOf(staffId: StaffId, but?: string | null): Promise<number>;
  /** Notes that the code of this step was used; false when it, or one of a later step, was used before. Of two calls at once one gets true. */
  useStep(staffId: StaffId, step: number): Promise<boolean>;
  /** Takes a recovery code away; false when it is not there. Of two calls at once one gets true. */
  useRecoveryCode(staffId: StaffId, codeHash: string, fx: Effects): Promise<boolean>;
  /** false when the account has it, has as many as it may (domain/accounts.ts), or is not there: then nothing is changed. */
  addPasskey(staffId: StaffId, passkey: Passkey, fx: Effects): Promise<boolean>;
  /**
   * Notes that it was used; false when it is not there, or its counter has not grown. Of two calls at once with one
   * counter one gets true; a counter that stays 0 is none.
   */
  usePasskey(staffId: StaffId, use: PasskeyUse): Promise<boolean>;
  /** false when it is not there. */
  removePasskey(staffId: StaffId, id: Id, fx: Effects): Promise<boolean>;
  /** Has somebody signed in to the account from the network? Both come as hashes. */
  knowsNetwork(account: string, network: string, now: Ms): Promise<boolean>;
  /** Notes that somebody signed in to the account from the network. Of an account the 20 that end last are kept. */
  noteNetwork(account: string, network: string, until: Ms): Promise<void>;
  createToken(token: ApiToken, fx: Effects): Promise<ApiToken>;
  /** Notes that it was used (at most once a minute). */
  useToken(tokenHash: string, now: Ms): Promise<ApiToken | null>;
  tokensOf(staffId: StaffId): Promise<ApiToken[]>;
  deleteToken(staffId: StaffId, id: Id, fx: Effects): Promise<boolean>;
}

export interface AuditStore {
  /** Newest first. `siteIds` null = all, entries without a site included. */
  list(
    q: { siteIds: SiteId[] | null; by?: StaffId | undefined; subject?: string | undefined; action?: string | undefined } & Cut,
  ): Promise<Slice<AuditEntry>>;
  /** Adds lines that belong to no stored change. */
  append(entries: AuditEntry[]): Promise<void>;
  /** The whole log in the order of its chain, after a number; numbered without a gap over all sites. */
  chain(q: { after: number; limit: number }): Promise<ChainedEntry[]>;
}

/** What moderation has learnt, as bytes that only the learner understands. */
export interface ModelStore {
  get(siteId: SiteId, name: string): Promise<{ revision: number; bytes: Uint8Array } | null>;
  /** Stores it over `expected` (0: there is none yet); gives the new revision. @throws StaleRevision. */
  save(siteId: SiteId, name: string, expected: number, bytes: Uint8Array): Promise<number>;
}

export interface JobStore {
  create(job: Job, fx: Effects): Promise<Job>;
  get(id: Id): Promise<Job | null>;
  /** Newest first. */
  list(q: { siteId: SiteId } & Cut): Promise<Slice<Job>>;
  /**
   * Takes the oldest job that waits, or whose worker has not renewed its lease; null without one. A job of a place is taken there;
   * elsewhere when nobody has touched it since `strayBefore`.
   */
  claim(q: { worker: string; place: string | null; now: Ms; until: Ms; strayBefore: Ms }): Promise<Job | null>;
  /** Notes how far it is and prolongs the lease; false: the job is another worker's or over. */
  progress(id: Id, worker: string, at: { done: number; total: number; now: Ms; until: Ms }): Promise<boolean>;
  /** Gives it back as it is, so that anybody may take it at once; nothing happens when it is another worker's or over. */
  release(id: Id, worker: string): Promise<void>;
  /** Ends it; false: the job is another worker's or over. */
  finish(id: Id, worker: string, end: { state: 'done' | 'failed'; result: JobFacts; now: Ms }): Promise<boolean>;
}

export interface ImportedComment {
  comment: NewComment;
  votes: { up: number; down: number };
}

/** What is wrong with a store. */
export interface Examination {
  /** What the database reports about damage; where there is any, the rest is not looked at. */
  damage: string[];
  /** Tables and indexes that this version has and the store has not. */
  missing: string[];
  /** Counts, tallies and heats that do not follow from what is stored. */
  wrongCounts: number;
  /** Rows that belong to something which is not there. */
  orphans: number;
}

/** What a deletion took away. */
export interface DeletedConversations {
  comments: number;
  /** Nothing was left in the thread, and it is gone too. */
  isThreadGone: boolean;
}

export interface MaintenanceStore {
  /**
   * Inserts comments that are not there yet (by id), parents in any order; no events. The same again: 0 new.
   * A batch that comes while another is under way is done after it.
   */
  importBatch(rows: ImportedComment[]): Promise<{ inserted: number; known: number }>;
  /**
   * Deletes the conversations of a thread that begin with these comments (null: all) for good, with all that hangs on
   * them: texts and what they are found by, votes, reports, cases, kept answers. The thread goes too when nothing is left
   * in it; else its counts are right. Of a thread that is not there nothing is deleted or announced. MongoDB may be stopped in
   * between: the same again deletes the rest.
   */
  deleteConversations(threadId: ThreadId, roots: CommentId[] | null, fx: Effects): Promise<DeletedConversations>;
  /**
   * Deletes kept answers and jobs of joins that ended before `answersBefore`, sessions, tokens, networks of sign-ins and one-time records that have ended, and
   * logged events older than `eventsBefore`. Of those the last of a channel stays, and what a subscription has not
   * read yet, unless it is older than `unreadBefore`. Events that were parked before that go too, and
   * deliveries of webhooks that were begun before `deliveriesBefore`.
   */
  cleanUp(q: { now: Ms; answersBefore: Ms; eventsBefore: Ms; unreadBefore: Ms; deliveriesBefore: Ms; limit: number }): Promise<number>;
  /** What the store takes on disk; may be a little old. */
  size(): Promise<{ bytes: number }>;
  /** A text that the program keeps of the store itself under a name; null without one. */
  fact(name: string): Promise<string | null>;
  setFact(name: string, value: string): Promise<void>;
  /**
   * Looks for damage, for what is missing, for wrong counts and for orphans; with `repair` it repairs all but damage, without
   * losing a text: a comment without its thread gets one, one without its parent becomes a top-level one. Gives what it found.
   */
  examine(q: { repair: boolean }): Promise<Examination>;
  /** Copies the store to a new file while it serves (SQLite); other stores refuse with an Error that names what to use. @throws StoreDamaged. */
  backup(toFile: string): Promise<void>;
}
