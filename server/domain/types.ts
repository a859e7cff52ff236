/**
 * The things the service is about, as the server thinks of them: not the rows of a store and not the
 * shapes on the wire. Times are milliseconds since 1970 UTC.
 */

import type { SiteSettings } from './site-settings.ts';
import type { DecisionAction, ReasonCode } from './decision-words.ts';
import type { CaseKind } from './queue-lists.ts';
import type { CommentStatus, EvidenceField, ReaderKind, SiteMode, SiteType, Sort, Verdict, VerifiedKind } from './enumerations.ts';

export type { CaseKind, CommentStatus, DecisionAction, ReasonCode, SiteMode, SiteType, Sort, Verdict };

/** Milliseconds: a point in time since 1970 UTC, or a length of time. */
export type Ms = number;
/** An opaque, time-sortable text made by `newId` or `importId`. */
export type Id = string;
export type SiteId = string;
export type ThreadId = Id;
/** Names a thread inside its site: the canonical URL, or the id the site gave. */
export type ThreadKey = string;
export type CommentId = Id;
export type ReaderId = Id;
export type StaffId = Id;

/** An embedding website. */
export interface Site {
  id: SiteId;
  name: string;
  type: SiteType;
  /** Origins that may embed the site; `*loopback*` stands for any http(s) origin on this machine. */
  origins: string[];
  mode: SiteMode;
  settings: SiteSettings;
  /** Counts the changes, 1 for the first; a change names the revision that it read. */
  revision: number;
  createdAt: Ms;
}

/** The comments of one article. */
export interface Thread {
  id: ThreadId;
  siteId: SiteId;
  key: ThreadKey;
  /** Where the article is; empty while no address of the site is known. */
  url: string;
  title: string;
  /** What of the two staff have set: pages do not change it any more. */
  setByStaff: readonly ('url' | 'title')[];
  closed: boolean;
  /** Overrides the site's mode; null = the site's. */
  mode: SiteMode | null;
  /** Least time between two comments of one reader, ms; 0 = off. */
  slowMode: Ms;
  /** A burst of comments was seen: until then the thread is slowed down and newcomers wait; 0 = none. */
  burstUntil: Ms;
  /** Public comments in the thread. */
  commentCount: number;
  revision: number;
  createdAt: Ms;
}

/** A comment's text in its three forms. */
export interface Content {
  /** The Markdown as it was typed. */
  body: string;
  /** Sanitised, safe to insert. */
  html: string;
  /** Plain text, for matching, search and notices. */
  text: string;
}

/** Who wrote a comment, as it stood when it was written. */
export interface Author {
  readerId: ReaderId;
  name: string;
  /** One of BADGES, or a text of the site's own `badges`. */
  badge: string | null;
  region: string | null;
  /** Address of the picture; absent without one. */
  avatar?: string;
  /** The site had verified who it is; absent otherwise. */
  isVerified?: true;
}

export interface Tally {
  up: number;
  down: number;
}

export interface Comment {
  id: CommentId;
  siteId: SiteId;
  threadId: ThreadId;
  threadKey: ThreadKey;
  parentId: CommentId | null;
  /** The top-level comment of the conversation; its own id for a top-level one. */
  rootId: CommentId;
  /** From the top-level comment down to the parent; empty for a top-level one. Of a long chain only its ends (depth.ts). */
  ancestors: CommentId[];
  /** Whom it answers, where that one stands too deep to be its parent. */
  answersId?: CommentId;
  /** 0 for a top-level comment. */
  depth: number;
  /** null once purged. */
  author: Author | null;
  status: CommentStatus;
  /** Counts edits and decisions, 1 for the first: a change names the revision that was read. */
  revision: number;
  /** The latest text, public or not; null once purged. */
  content: Content | null;
  /** What the public sees: the last published text; null = not public. */
  published: { content: Content; at: Ms } | null;
  /** When the author last changed the text. */
  editedAt: Ms | null;
  /** What removed comments return to. */
  removedFrom: CommentStatus | null;
  /** Why it was not published; its author is sent this. */
  reason: ReasonCode | null;
  /** Hash of the normalised text, for duplicates. */
  textHash: string;
  votes: Tally;
  /** Public answers: at any depth for a top-level comment, direct ones for a reply. */
  replyCount: number;
  /** Grows with time, votes and replies (heat.ts): the order of `hot`. */
  heat: number;
  pinned: boolean;
  featured: boolean;
  /** The moderators' work on it; null when there never was any. */
  review: ReviewCase | null;
  /** Findings of the moderation pipeline on the latest text. */
  findings: Finding[];
  /** The last decision by staff or system, for "already decided by …" and for undo. */
  lastDecision: DecisionRecord | null;
  createdAt: Ms;
}

/** The review of one comment by people: at most one open case a comment, which gathers its kinds. */
export interface ReviewCase {
  state: 'open' | 'decided' | 'void';
  escalated: boolean;
  kinds: CaseKind[];
  /** Stable words: `mode`, `words:ad`, `links`, `repeat`, `pace`, `reported:ABUSE`, `phase-failed:…`. */
  reasons: string[];
  /** 0–1, how bad the pipeline thinks it is. */
  score: number;
  /** Higher is sooner. */
  priority: number;
  openedAt: Ms;
  claim: Claim | null;
  /** The first of the texts that it is like, when there is a campaign: its cases can be decided at once. */
  clusterId?: CommentId;
  /** Who passed it on, and why; absent of what is not escalated. */
  escalation?: Escalation;
  /** What its author wrote to have it looked at again; absent without an appeal. */
  appeal?: Appeal;
}

/** An author's appeal: kept with the case and not in the audit log, which nothing can be taken out of. */
export interface Appeal {
  at: Ms;
  /** May be empty. */
  note: string;
}

/** A case was passed on by a moderator who would rather not decide it alone. */
export interface Escalation {
  by: StaffId | 'system';
  byName: string;
  at: Ms;
  /** Why; may be empty. */
  note: string;
}

/** A moderator works on it until then; only a hint to colleagues, the revision decides. */
export interface Claim {
  staffId: StaffId;
  staffName: string;
  until: Ms;
}

/** One person's or the system's decision on a comment, with what undo needs. */
export interface DecisionRecord {
  action: DecisionAction;
  /** `system` for reports and rules. */
  by: StaffId | 'system';
  byName: string;
  at: Ms;
  reason: ReasonCode | null;
  note: string;
  /** The comment as it stood before, for undo; null when it cannot be undone. */
  before: DecisionBefore | null;
  /** First revision of an unbroken run of decisions by the same person. */
  since: number;
}

export interface DecisionBefore {
  status: CommentStatus;
  published: { content: Content; at: Ms } | null;
  reason: ReasonCode | null;
  review: ReviewCase | null;
  pinned: boolean;
  featured: boolean;
}

/** What one phase of the pipeline found. */
export interface Finding {
  /** `words`, `contact`, `links`, `duplicate`, `learner.spam`, `history`, … */
  phase: string;
  /** 0–1. */
  score: number;
  verdict?: Verdict;
  /** May the phase act, or does it only watch? */
  active: boolean;
  evidence: Evidence[];
}

export interface Evidence {
  field: EvidenceField;
  /** UTF-16 offsets into the text as sent; 0, 0 where there is no place. */
  start: number;
  end: number;
  word?: string;
  category?: string;
  level?: string;
  note?: string;
}

/** That and when it was verified who a reader is; never the number itself. */
export interface Verified {
  kind: VerifiedKind;
  at: Ms;
  /** Keyed hash, the same for one person; null where the verifier gives nothing to recognise one by. */
  person: string | null;
  /** By the site's verifier, not its sign-on; absent otherwise. */
  isByVerifier?: true;
}

/** That a reader accepted the site's terms in one version. */
export interface AcceptedTerms {
  version: string;
  at: Ms;
}

/** Who comments: a guest of one browser, or a member who signed in. */
export interface Reader {
  id: ReaderId;
  siteId: SiteId;
  kind: ReaderKind;
  name: string;
  /** Keyed hash, for bans and duplicates; the address itself only with consent, in `email`. */
  emailHash: string | null;
  email: string | null;
  /** Did somebody who can know vouch that the address of `emailHash` is this person's? Only then accounts are joined by it. */
  emailVerified: boolean;
  /** Address of the picture (https), of a host that the site allows. */
  avatar: string | null;
  /** The person's own page. */
  url: string | null;
  /** One of BADGES, or a text of the site's own `badges`. */
  badge: string | null;
  verified: Verified | null;
  /** Does the site say that the person is a minor? */
  isMinor: boolean;
  /** Which versions of the site's terms the person accepted, and when; the latest last. */
  acceptedTerms: readonly AcceptedTerms[];
  createdAt: Ms;
}

export type ReportReason = ReasonCode;

export interface Report {
  commentId: CommentId;
  readerId: ReaderId;
  reason: ReportReason;
  note: string;
  at: Ms;
  /** The revision of the comment whose text the reader saw. */
  revision: number;
}

/** One line of the log of what staff and system did. */
export interface AuditEntry {
  id: Id;
  siteId: SiteId | null;
  at: Ms;
  by: StaffId | 'system';
  byName: string;
  /** `comment.approve`, `site.change`, `staff.sign-in`, … */
  action: string;
  /** What it was done to: a comment, site, thread or reader id. */
  subject: string;
  reason: ReasonCode | null;
  note: string;
  requestId: string | null;
  /** Facts worth keeping: statuses before and after, names of changed settings. Never secrets or addresses. */
  data: { [name: string]: string | number | boolean | null };
}
