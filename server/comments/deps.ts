import type { Comment, Finding, Id, Ms, Reader, Site, CommentStatus, Thread, Verdict } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { AuthorHistory } from '../store/port-readers.ts';
import type { NameField } from '../people/clean-name.ts';
import type { ComposedGuest } from '../people/guest.ts';
import type { ReviewFacts } from '../moderation/phases/reviewers.ts';
import type { Rendered } from '../markup/render-body.ts';

/** What the moderation pipeline is told of a text. */
export interface ScreeningInput {
  site: Site;
  thread: Pick<Thread, 'id' | 'mode' | 'key' | 'burstUntil'> | null;
  parent: Comment | null;
  author: {
    readerId: Id | null;
    name: string;
    isStaff: boolean;
    /** An edit of what was posted by a member of staff, under whatever name that was. */
    hasStaffBadge?: boolean;
  };
  /** The comment whose text it is; null for one that nobody sent. */
  commentId: Id | null;
  /** What was said like it before; null: not looked for. */
  similarTexts: { verdict: 'duplicate' | 'cluster' | null; similar: Id[] } | null;
  /** What reviewers outside may be told, as far as the site allows; null: they are not asked. */
  facts: ReviewFacts | null;
  body: string;
  rendered: Rendered;
  history: AuthorHistory & { since: Ms | null };
  /** Ms from showing the box to sending; undefined when not told. */
  elapsed?: number | undefined;
  /** Work was due and the browser said that it cannot do it. */
  isPuzzleMissing?: boolean | undefined;
  /** What stood in the field that people do not see. */
  honeypot?: string | undefined;
}

/** What the pipeline and the site's mode make of it. */
export interface ScreeningResult {
  status: CommentStatus;
  verdict: Verdict;
  score: number;
  findings: Finding[];
  /** Why people have to look at it; empty when they need not. */
  reasons: string[];
  /** The first of the texts that it is like, when there is a campaign. */
  clusterId?: Id;
  /** Those texts. */
  similar?: Id[];
}

/** What the readers' use cases need of the world. */
export interface CommentDeps {
  store: Pick<Store, 'comments' | 'threads' | 'readers'>;
  /** The thread of a key as it was at most a second ago; null where there is none yet. */
  findThread: (siteId: string, key: string) => Promise<Thread | null>;
  screen: (text: ScreeningInput) => Promise<ScreeningResult>;
  /** A guest with a token; nothing is stored. */
  composeGuest: (guest: {
    siteId: string;
    name: string;
    nameField?: NameField;
    email?: string | undefined;
    seed?: string | undefined;
  }) => Promise<ComposedGuest>;
  /** Stores the guest. */
  keepGuest: (guest: ComposedGuest) => Promise<Reader>;
  cleanName: (name: string, field?: NameField) => string;
  /** Keyed hash of a normalised text, for duplicates. */
  hashText: (text: string) => string;
  now: () => Ms;
  newId: () => Id;
  /** Rate limits, time trap: off only for load tests on the loopback. */
  limitsOn: boolean;
  /** How much work this comment costs; 0: none. */
  puzzleBits: (risk: { site: Site; thread: Thread; standing: ScreeningInput['history'] }) => number;
  puzzles: {
    issue: (siteId: string, bits: number) => string;
    accepts: (siteId: string, bits: number, answer: { challenge: string; nonce: string }) => boolean;
  };
  /** What was said before, by whom and where: copies are refused to one, and gathered of many. */
  campaigns: {
    look: (text: string, saying: { siteId: string; threadId: Id; readerId: Id | null }) => NonNullable<ScreeningInput['similarTexts']>;
    remember: (comment: Pick<Comment, 'id' | 'siteId' | 'threadId' | 'status' | 'content' | 'author'>) => void;
  };
  /** Logs what failed beside a comment that is stored. */
  onError: (error: unknown) => void;
}
