/**
 * The storage port, readers' part: what every store guarantees. Each method is one transaction: it stores all of
 * it or nothing, is on disk when it answers, and may be called again after a lost answer where its comment
 * allows it. Adapters throw only the errors below; anything else is a bug.
 *
 * Words: a comment is **public** when `published` is not null, and **listed** when it is public or has
 * public answers (`replyCount > 0`): then it is shown as a placeholder. Lists give listed comments only.
 */
import type { ChangeNote, Channel, EventType, LoggedEvent, NewEvent, PlacedEvent } from '../domain/events.ts';
import type { Effects } from '../domain/effects.ts';
import type { PostGuard } from '../domain/pace.ts';
import type {
  Comment,
  CommentId,
  CommentStatus,
  Ms,
  ReaderId,
  Report,
  Site,
  SiteId,
  Sort,
  Tally,
  Thread,
  ThreadId,
  ThreadKey,
} from '../domain/types.ts';
import type { SizedWordBlocks, WordBlocks, WordList, WordsSaving, WordVersion } from '../domain/words.ts';
import type { BackupStore } from './port-backup.ts';
import type { ReaderStore } from './port-readers.ts';
import type { AccountStore, AuditStore, JobStore, ModelStore, ModerationStore, MaintenanceStore } from './port-admin.ts';
import type { SubscriptionStore } from './port-subscriptions.ts';
import type { Cut, NewComment, Slice } from './port-types.ts';

/** The row was changed since it was read. */
export class StaleRevision extends Error {
  override readonly name = 'StaleRevision';
}
/** What the write is about is not there. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}
/** A unique name or address is taken. */
export class Duplicate extends Error {
  override readonly name = 'Duplicate';
}
/** The store cannot serve now (closed, locked, no primary): try again later. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
}
/** The disk is full. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
}

/** What is stored is damaged, and cannot be distinguished from what is right. */
export class StoreDamaged extends Error {
  override readonly name = 'StoreDamaged';
}

export type { Cut, Effects, NewComment, Slice };

/** A page of comments that may be long. */
export interface CommentCut extends Cut {
  /**
   * Is there room for this one? Asked for each in order; the page ends before the first for which there is none, and
   * nothing after it is read. The first comment of a page is in it all the same. Left out: there is room for all.
   */
  fits?: ((comment: Comment) => boolean) | undefined;
}

/** A top-level comment with its first answers, oldest first. */
export interface Conversation {
  comment: Comment;
  replies: Slice<Comment>;
}

/** A change of a comment by edit or decision; what is left out stays. Raises `revision` by one. */
export type CommentPatch = Partial<
  Pick<
    Comment,
    | 'status'
    | 'content'
    | 'published'
    | 'editedAt'
    | 'removedFrom'
    | 'reason'
    | 'textHash'
    | 'pinned'
    | 'featured'
    | 'review'
    | 'findings'
    | 'lastDecision'
    | 'author'
  >
>;

/** The first answer to a post, kept so that the same key gives it again. */
export interface StoredAnswer {
  key: string;
  /** Hash of the request: the same key with another one is a mistake. */
  fingerprint: string;
  status: number;
  /** The answer's JSON text. */
  body: string;
  at: Ms;
}

export type Created =
  | { created: true }
  /** The key was used before: nothing was stored. */
  | { created: false; answer: StoredAnswer }
  /** The guard refused it: nothing was stored. `wait` in ms. */
  | { created: false; refused: 'too-fast'; wait: Ms }
  | { created: false; refused: 'same-text' };

/** What became of a reader's reports, of the latest 50 on comments that were decided after them. */
export interface ReporterRecord {
  /** The comment was taken down. */
  upheld: number;
  /** The comment was left as it was. */
  dismissed: number;
}

export interface CommentStore {
  /**
   * Stores a screened comment with its effects, its findings and, when given, the answer under its
   * idempotency key. Counts (thread, root, parent) and heat are right when it answers. The same key of the
   * same site again, however concurrently: `created: false` with the first answer, and no effects.
   * @param guard of comments of one author that are stored within five seconds, only one is; of the same text too. A
   * store with transactions looks at all rules. The first answer under the key comes before a refusal.
   * @throws NotFound when the thread or the parent is not there.
   */
  create(comment: NewComment, fx: Effects, answer?: StoredAnswer, guard?: PostGuard): Promise<Created>;
  /** The answer kept under a key, or null. */
  answer(siteId: SiteId, key: string): Promise<StoredAnswer | null>;
  /**
   * Compare and set: applies the patch when the comment still has the revision `expected`, keeps the text
   * it had as a past revision when `content` changes, sets revision to `expected + 1`, keeps counts and
   * heat right when it becomes public or stops being so, and ends the claim when the review is no longer open.
   * @throws StaleRevision, NotFound; then nothing is changed.
   */
  change(id: CommentId, expected: number, patch: CommentPatch, fx: Effects): Promise<Comment>;
  /** The comments that are there, in any state. Of a long chain only the ends are given (domain/depth.ts), here and in lists. */
  get(ids: CommentId[]): Promise<Map<CommentId, Comment>>;
  /** The texts a comment has had, oldest first, the latest included. */
  revisions(id: CommentId): Promise<{ revision: number; body: string; at: Ms }[]>;
  /**
   * Listed top-level comments, pinned ones first, each with its first `replies` listed answers (any depth,
   * flat, oldest first). One call, the same for every reader. A walk with cursors gives each comment once
   * while nothing moves; `hot` may repeat one that moved. `fits` is asked for the top-level ones first, then for
   * their answers, of which there may be none with a cursor.
   * @throws Problem `invalid-cursor`.
   */
  conversations(q: { threadId: ThreadId; sort: Sort; replies: number } & CommentCut): Promise<Slice<Conversation>>;
  /** All listed comments of the thread in one list (盖楼), in the order of the sort, pinned ones first. */
  tower(q: { threadId: ThreadId; sort: Sort } & CommentCut): Promise<Slice<Comment>>;
  /** Listed answers below a comment: all depths for a top-level one, direct ones for a reply; oldest first. */
  replies(q: { commentId: CommentId } & CommentCut): Promise<Slice<Comment>>;
  /** A reader's comments in a thread whose latest text is not public (pending, rejected, spam), newest first. */
  ownHeld(threadId: ThreadId, readerId: ReaderId, limit: number): Promise<Comment[]>;
  /** All comments of a reader, newest first. */
  byReader(q: { readerId: ReaderId } & Cut): Promise<Slice<Comment>>;
  /**
   * Comments of these sites (null = all) that hold the text (folded, substring), newest first; without
   * text all. Texts that were reported and then replaced are searched too. `from` is still in the span, `to` no more.
   */
  search(
    q: {
      siteIds: SiteId[] | null;
      text?: string;
      status?: CommentStatus;
      readerId?: ReaderId;
      threadId?: ThreadId;
      from?: Ms;
      to?: Ms;
    } & Cut,
  ): Promise<Slice<Comment>>;
  /**
   * Sets a reader's vote; 0 takes it back. One vote a reader however often or concurrently it is sent: the
   * tally is the sum of the counted votes after any race. Heat follows. `changed`: the tally is another.
   * @param network of the votes that count on a comment of one network, the first is counted. When it is taken back none
   * takes its place until somebody votes again. null: the vote is counted by itself.
   * @throws NotFound.
   */
  vote(id: CommentId, readerId: ReaderId, value: -1 | 0 | 1, at: Ms, network?: string | null): Promise<{ votes: Tally; changed: boolean }>;
  /** A reader's votes on the comments of a thread, the latest `limit` of them. */
  votesIn(threadId: ThreadId, readerId: ReaderId, limit: number): Promise<Map<CommentId, -1 | 1>>;
  /**
   * Stores a report; a second of the same reader changes nothing. `count` is the reports since the last
   * decision, `weight` the sum of their weights, of each network the heaviest. The text it was made on can be searched for even when it is replaced.
   * @param weight how much this one counts.
   * @param network null: it is weighed by itself.
   */
  report(report: Report, weight?: number, network?: string | null): Promise<{ first: boolean; count: number; weight: number }>;
  /** What became of a reader's reports. */
  reporterRecord(readerId: ReaderId): Promise<ReporterRecord>;
  /** The reports on these comments, oldest first. */
  reports(ids: CommentId[]): Promise<Map<CommentId, Report[]>>;
  /** Public comments by thread key; unknown keys count 0. */
  counts(siteId: SiteId, keys: ThreadKey[]): Promise<Map<ThreadKey, number>>;
}

export interface ThreadStore {
  /** The thread of this key, made at first sight (then `seen` names it); the first sight wins. */
  open(siteId: SiteId, key: ThreadKey, seen: { id: ThreadId; url: string; title: string; now: Ms }): Promise<Thread>;
  find(siteId: SiteId, key: ThreadKey): Promise<Thread | null>;
  get(ids: ThreadId[]): Promise<Map<ThreadId, Thread>>;
  /** @throws StaleRevision, NotFound. */
  change(
    id: ThreadId,
    expected: number,
    patch: Partial<Pick<Thread, 'closed' | 'mode' | 'slowMode' | 'burstUntil' | 'url' | 'title' | 'setByStaff'>>,
    fx: Effects,
  ): Promise<Thread>;
  /** Newest first. */
  list(q: { siteId: SiteId } & Cut): Promise<Slice<Thread>>;
}

export interface SiteStore {
  get(id: SiteId): Promise<Site | null>;
  /** By id. */
  list(): Promise<Site[]>;
  /** @throws Duplicate when the id is taken. */
  create(site: Site, fx: Effects): Promise<Site>;
  /** Sets revision to `expected + 1`. @throws StaleRevision, NotFound. */
  change(
    id: SiteId,
    expected: number,
    patch: Partial<Pick<Site, 'name' | 'type' | 'origins' | 'mode' | 'settings'>>,
    fx: Effects,
  ): Promise<Site>;
  /** The site's word list; version 0 with nothing in it when there is none. */
  words(id: SiteId): Promise<WordList>;
  /** The version of the site's word list alone: cheap, to see whether it has changed. */
  wordsVersion(id: SiteId): Promise<number>;
  /** Replaces the list; `expected` null overwrites whatever is there. Gives the new version. @throws StaleRevision. */
  saveWords(id: SiteId, expected: number | null, list: SizedWordBlocks, saved: WordsSaving, fx: Effects): Promise<number>;
  /** The list as it stood at a version; null when it is not kept (the latest 50 are). */
  wordsAt(id: SiteId, version: number): Promise<WordBlocks | null>;
  /** The kept versions of the list, newest first. */
  wordVersions(id: SiteId): Promise<WordVersion[]>;
}

export interface EventStore {
  /** Appends events that belong to no stored change (tallies). */
  append(events: NewEvent[]): Promise<void>;
  /**
   * Events of these types in all channels after a position, in order; none becomes visible below one that was. Moves
   * what dead processes left behind into the log first. `upTo`: there is none of these types up to there that was not given.
   */
  after(q: { position: number; types: readonly EventType[]; limit: number }): Promise<{ events: PlacedEvent[]; upTo: number }>;
  /** Events of a channel after `seq`, in order; a number is never visible before the one below it. */
  since(q: { channel: Channel; seq: number; limit: number }): Promise<LoggedEvent[]>;
  /** The same for many channels at once, each from its own number; at most `limit` in all. */
  sinceMany(heads: Map<Channel, number>, limit: number): Promise<LoggedEvent[]>;
  /** The number of the channel's last event, 0 without any. */
  head(channel: Channel): Promise<number>;
  /** Resolves when the log has what the writes that have answered here left for it: then every process finds it. */
  flushed(): Promise<void>;
}

/**
 * Called by a store with what its own writes have changed, once for each: where the write is committed, before its answer
 * goes out, so that a reader who has just written reads what was written. Not called for writes of other processes. Must
 * not throw.
 */
export type OnWritten = (changes: readonly ChangeNote[]) => void;

/** What one process receives from the others through the store. */
export interface SignalHandler {
  /** Events that any process, this one too, has brought into the log. */
  logged: (events: LoggedEvent[]) => void;
  /** A message that any process has published. */
  onSignal: (text: string) => void;
  /** Something may have been missed. */
  lost: () => void;
}

export interface SignalChannel {
  /** Publishes to all processes; rejects when it could not. */
  publish(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Messages from process to process through the store: soon but not surely, so that nothing may rest on it. */
export interface SignalStore {
  /** Subscribes from now on; null where the store has no such channel. */
  open(subscribe: SignalHandler): Promise<SignalChannel | null>;
}

export interface Store {
  readonly comments: CommentStore;
  readonly threads: ThreadStore;
  readonly sites: SiteStore;
  readonly readers: ReaderStore;
  readonly moderation: ModerationStore;
  readonly accounts: AccountStore;
  readonly audit: AuditStore;
  readonly events: EventStore;
  readonly subscriptions: SubscriptionStore;
  readonly signals: SignalStore;
  readonly models: ModelStore;
  readonly jobs: JobStore;
  readonly maintenance: MaintenanceStore;
  readonly backup: BackupStore;
  /** Rejects with StoreBusy when the store does not answer. */
  health(): Promise<void>;
  /** Finishes what is in flight; any later call is StoreBusy. A second call does nothing. */
  close(): Promise<void>;
}
