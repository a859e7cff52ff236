import type { Rendered } from '../markup/rendered.ts';
import type { ReviewAction, ReviewSubject } from '../reviewers/subject.ts';
import type { AuthorHistory } from '../store/port-readers.ts';
import type { Comment, CommentId, CommentStatus, Finding, Id, Ms, Site, Thread, Verdict } from '../domain/types.ts';

/** What reviewers may learn beyond what the local phases look at. */
export interface ReviewFacts {
  action: ReviewAction;
  /** The comment's id is made before it is screened: a later answer names it. */
  comment: { id: Id; revision: number };
  page: { url: string | null; title: string | null };
  reader: { emailHash: string | null; since: Ms | null };
  client: ReviewSubject['client'];
}

/** Earlier texts that are like one, newest first, and what that means. */
export interface SimilarTexts {
  verdict: 'duplicate' | 'cluster' | null;
  similar: CommentId[];
}

/** The text that the moderation pipeline screens, and what is known of it. */
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
  /** Null: similar texts were not looked for. */
  similarTexts: SimilarTexts | null;
  /** What is sent to external reviewers, as far as the site allows; null: they are not asked. */
  facts: ReviewFacts | null;
  body: string;
  rendered: Rendered;
  history: AuthorHistory & { since: Ms | null };
  /** Ms from showing the box to sending; undefined when the client did not send it. */
  elapsed?: number | undefined;
  /** Work was due and the browser reported that it cannot do it. */
  isPuzzleMissing?: boolean | undefined;
  /** What stood in the field that people do not see. */
  honeypot?: string | undefined;
}

/** What is to follow once the screened comment is stored. A text that is not stored has no consequences. */
export type Consequence =
  /** The comment and these earlier ones are changed copies of one text: they come before the moderators together. */
  | { kind: 'gather-cluster'; clusterId: CommentId; similar: readonly CommentId[] }
  /** The comment's thread gets many more comments than it is used to. */
  | { kind: 'slow-thread'; note: string };

/** What the pipeline and the site's mode make of a text. */
export interface ScreeningResult {
  status: CommentStatus;
  verdict: Verdict;
  score: number;
  findings: Finding[];
  consequences: Consequence[];
  /** Why people have to look at it; empty when they need not. */
  reasons: string[];
}

/** The cluster that a comment belongs to by its consequences; undefined without one. */
export function clusterIn(consequences: readonly Consequence[]): CommentId | undefined {
  return consequences.find((one) => one.kind === 'gather-cluster')?.clusterId;
}
