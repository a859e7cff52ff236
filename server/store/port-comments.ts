/** The storage port, comments: with their votes and reports. See port.ts for the promises. */
import type { Effects } from '../domain/effects.ts';
import type { PostGuard } from '../domain/pace.ts';
import type { Comment, CommentId, CommentStatus, Ms, ReaderId, Report, SiteId, Sort, Tally, ThreadId, ThreadKey } from '../domain/types.ts';
import type { Cut, NewComment, Slice } from './port-types.ts';

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
  | { created: false; refused: 'same-text' }
  /** The author was erased while the comment was on its way: nothing was stored. */
  | { created: false; refused: 'erased' };

/** What became of a reader's reports, of the latest 50 on comments that were decided after them. */
export interface ReporterRecord {
  /** The comment was taken down. */
  upheld: number;
  /** The comment was left as it was. */
  dismissed: number;
}

/** A report; with the keyed hash of the network that it came from where that was asked for and is kept still. */
export type ReportOnComment = Report & { network?: string };

export interface CommentStore {
  /**
   * Stores a screened comment with its effects, its findings and, when given, the answer under its
   * idempotency key. Counts (thread, root, parent) and heat are right when it answers. The same key of the
   * same site again, however concurrently: `created: false` with the first answer, and no effects.
   * @param guard of comments of one author that are stored within five seconds, only one is; of the same text too. A
   * store with transactions looks at all rules. The first answer under the key comes before a refusal.
   * A comment of an author who has been erased is refused, however long it was on its way.
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
   * All comments of a site in any state, oldest first: those of a thread of it where one is named. `from` is still in the span,
   * `to` no more. A walk with cursors gives each comment once.
   */
  walk(q: { siteId: SiteId; threadId?: ThreadId | undefined; from?: Ms | undefined; to?: Ms | undefined } & Cut): Promise<Slice<Comment>>;
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
  /** The reports on these comments, oldest first. @param withNetworks with the hashes of their networks, for evidence alone. */
  reports(ids: CommentId[], withNetworks?: boolean): Promise<Map<CommentId, ReportOnComment[]>>;
  /**
   * The threads of a site with the most public comments among those that were made at `from` or later, of which the newest
   * `most` are looked at: most first. A thread that was merged may still be named by its old id.
   */
  busiest(q: { siteId: SiteId; from: Ms; most: number; limit: number }): Promise<{ threadId: ThreadId; count: number }[]>;
  /** Public comments by thread key; unknown keys count 0. */
  counts(siteId: SiteId, keys: ThreadKey[]): Promise<Map<ThreadKey, number>>;
}
