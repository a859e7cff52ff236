/** The documents as they lie in MongoDB, where they differ from the domain's things. */
import type { mongo, Types } from 'mongoose';
import type { LoggedEvent, NewEvent, PlacedEvent } from '../../domain/events.ts';
import type { Ban } from '../../domain/bans.ts';
import type {
  AuditEntry,
  Comment,
  CommentId,
  Content,
  Id,
  Ms,
  Reader,
  ReaderId,
  Report,
  Site,
  SiteId,
  Tally,
  Thread,
  ThreadId,
} from '../../domain/types.ts';
import { endsOf } from '../../domain/depth.ts';
import { changedSettings, DEFAULT_SETTINGS } from '../../domain/changed-settings.ts';
import type { Import, ImportedReader, ImportOrigin } from '../../domain/imports.ts';
import type { Erasure } from '../../domain/own-data.ts';
import type { Job } from '../../domain/jobs.ts';
import type { ApiToken, Staff, StaffSession } from '../../domain/accounts.ts';
import type { ReaderToken } from '../../domain/members.ts';
import type { WordsSaving } from '../../domain/words.ts';
import type { WordsFields } from './packed-words.ts';
import type { StoredAnswer } from '../port-comments.ts';

/** What one write adds to the public comments of a thread, a root and a parent. */
export interface CountChange {
  threadId: ThreadId;
  rootId: CommentId | null;
  /** Only where it is not the root. */
  parentId: CommentId | null;
  by: number;
}

/** The log's lines; names in `data` may hold `$` and `.`, so that they are kept as values. */
export type AuditDocument = Omit<AuditEntry, 'id' | 'data'> & {
  _id: Id;
  /** Its position in the chain; absent while it waits on the document of its write. */
  seq?: number;
  hash?: string;
  data: { name: string; value: string | number | boolean | null }[];
};

/** What a write leaves to be moved to where it belongs, on the document that it changed. */
export interface OutboxItem {
  id: Id;
  /** When the write was made, by the clock of its process. */
  at: Ms;
  event?: NewEvent;
  audit?: AuditDocument;
  count?: CountChange;
  job?: JobDocument;
}

/** A document that writes with effects change. */
export interface WithOutbox {
  _id: string;
  outbox: OutboxItem[];
}

export type CommentDocument = Omit<Comment, 'id' | 'published'> &
  WithOutbox & {
    /** `content` null: the same as the latest. */
    published: { content: Content | null; at: Ms } | null;
    /** Of the author, for the indexes. */
    readerId: ReaderId | null;
    /** `published` is not null. */
    public: boolean;
    listed: boolean;
    /** Which revision brought the latest text, and when. */
    textRevision: number;
    textAt: Ms;
    /** The texts before the latest. */
    revisions: PastText[];
    /** Votes that came with an import; the others are in their collection. */
    imported: Tally;
    /** The latest text folded. */
    folded: string;
    /** Texts before it that were reported, folded; absent without any. */
    reported?: string;
    /** The pieces of the text of an open case, by which the queue is searched; empty without one. */
    grams: string[];
    /** Where its pieces stand (search-blocks.ts). */
    position: number;
    /** Where pieces of a former text still stand; absent when they are taken out. */
    backlog?: number[];
    /** Where its links lead; absent without any. */
    hosts?: string[];
    /** What an open case is found by (queue-tags.ts); empty without one. */
    queueTags: string[];
    answer?: StoredAnswer;
    /** What no other comment of its author may have (post-guards.ts); absent when they are of no use any more. */
    guards?: string[];
  };

/** A text that a comment has had; `text` is the plain one. */
export interface PastText {
  revision: number;
  body: string;
  text: string;
  at: Ms;
}

export interface VoteDocument {
  commentId: CommentId;
  threadId: ThreadId;
  readerId: ReaderId;
  value: -1 | 0 | 1;
  at: Ms;
  /** The comment and the network for which it is counted: one vote may have it. Absent without a network, or when not counted. */
  seat?: string;
  /** Another vote of its network is counted. */
  uncounted?: boolean;
  /** Changes that the comment's tally may not have yet. */
  pending: { id: Id; at: Ms }[];
}

export type ReportDocument = Report & { _id: Types.ObjectId; weight: number; network?: string };
export type ThreadDocument = Omit<Thread, 'id'> & WithOutbox;
export type SiteDocument = Omit<Site, 'id'> & WithOutbox;
export interface WordsVersionDocument extends WordsFields {
  siteId: SiteId;
  version: number;
  size: number;
  at: Ms;
  by: WordsSaving['by'];
}
export interface ModelDocument {
  _id: string;
  revision: number;
  bytes: Buffer;
}
/** The part of a block whose pieces begin with some of the characters. */
export interface SearchBlockDocument {
  _id: string;
  siteId: SiteId;
  bucket: number;
  block: number;
  newest: Ms;
  oldest: Ms;
  /** By the first character, entries of the pieces that begin with it. */
  pieces: Record<string, mongo.Binary>;
}

/** Facts are kept as JSON: their names may hold anything. */
export type JobDocument = Omit<Job, 'id' | 'input' | 'result'> &
  WithOutbox & { input: string; result: string | null; isOpen: boolean; worker: string | null; leasedUntil: Ms };
export type WordsDocument = WithOutbox & WordsFields & { version: number };
export type ReaderDocument = Omit<Reader, 'id'> & {
  _id: ReaderId;
  tokens: ReaderToken[];
  /** The hash of a member's address that somebody vouches for: one member's of a site. Absent without one. */
  verifiedAddress?: string;
  /** To which member the guest has gone; absent of others. */
  joined?: { into: ReaderId; at: Ms };
  /** When the sign-on stated what the member has of it; absent where it never did. */
  factsAt?: Ms | null;
  /** Absent unless an import brought the reader. */
  importId?: Id;
  source?: ImportedReader['source'];
};
export type ErasureDocument = Omit<Erasure, 'mark'> & { _id: string };
export type ImportDocument = Omit<Import, 'id'> & WithOutbox;
export type OriginDocument = Omit<ImportOrigin, 'commentId'> & { _id: CommentId };
/** `gone`: lifted, and kept only until its effects are moved. */
export type BanDocument = Omit<Ban, 'id'> & WithOutbox & { gone: boolean };
/**
 * `first`: the one that was made when there was none. `gone`: removed, and kept only until its effects are moved. `leaving`: who is
 * about to stop keeping the accounts (keepers.ts).
 */
export type StaffDocument = Omit<Staff, 'id'> & WithOutbox & { first: boolean; gone: boolean; leaving?: { mark: string; at: Ms } };
/** `_id` is the hash of the token. */
export type SessionDocument = Omit<StaffSession, 'tokenHash'> & WithOutbox;
/** `_id` is both hashes. */
export interface SignInNetworkDocument {
  _id: string;
  account: string;
  until: Ms;
}
export type TokenDocument = Omit<ApiToken, 'id'> & WithOutbox & { gone: boolean };

export interface EventDocument {
  _id: Id;
  type: NewEvent['type'];
  channel: NewEvent['channel'];
  siteId: SiteId;
  at: Ms;
  data: NewEvent['data'];
  seq: number;
  /** Its position in the whole log. */
  position: number;
  /** Not found to be the last of its channel, which stays. */
  deletable: boolean;
}

/** An event of a channel. */
export function toEvent({ _id, position, deletable, ...event }: EventDocument): LoggedEvent {
  // The parts of one event are stored together: type and data belong to each other.
  return { id: _id, ...event } as LoggedEvent;
}

/** The same with its position in the whole log. */
export function toPlacedEvent(document: EventDocument): PlacedEvent {
  return { ...toEvent(document), position: document.position };
}

/** How far a subscription has read, and the process that has it until then. */
export interface SubscriptionDocument {
  _id: string;
  position: number;
  holder: string | null;
  leasedUntil: Ms;
}

/** An event that a subscription tries again, or does not try any more. */
export interface DeferredDocument {
  _id: string;
  subscription: string;
  position: number;
  /** Its JSON text. */
  event: string;
  attempts: number;
  dueAt: Ms;
  error: string;
  parkedAt: Ms | null;
}

export function toAuditDocument({ id, data, ...entry }: AuditEntry): AuditDocument {
  return { _id: id, ...entry, data: Object.entries(data).map(([name, value]) => ({ name, value })) };
}

export function toAuditEntry({ _id, data, seq, hash, ...entry }: AuditDocument): AuditEntry {
  return { id: _id, ...entry, data: Object.fromEntries(data.map(({ name, value }) => [name, value])) };
}

/** The comment without what only the store needs. */
export function toComment(document: CommentDocument): Comment {
  const {
    _id,
    readerId,
    public: isPublic,
    listed,
    textRevision,
    textAt,
    revisions,
    imported,
    folded,
    reported,
    grams,
    position,
    backlog,
    hosts,
    queueTags,
    answer,
    outbox,
    published,
    ...comment
  } = document;
  const content = published?.content ?? comment.content;
  const isPublished = published !== null && content !== null;
  return {
    id: _id,
    ...comment,
    ancestors: endsOf(comment.ancestors),
    published: isPublished ? { content, at: published.at } : null,
  };
}

export function toThread({ _id, outbox, ...thread }: ThreadDocument): Thread {
  return { id: _id, ...thread };
}

export function toSite({ _id, outbox, ...site }: SiteDocument): Site {
  return { id: _id, ...site, settings: changedSettings(DEFAULT_SETTINGS, site.settings) };
}

export function toReader({ _id, tokens, importId, source, verifiedAddress, joined, factsAt, ...reader }: ReaderDocument): Reader {
  return { id: _id, ...reader };
}

export function toBan({ _id, outbox, gone, ...ban }: BanDocument): Ban {
  return { id: _id, ...ban };
}

export function toStaff({ _id, outbox, first, gone, leaving, ...staff }: StaffDocument): Staff {
  return { id: _id, ...staff };
}

export function toSession({ _id, outbox, ...session }: SessionDocument): StaffSession {
  return { tokenHash: _id, ...session };
}

export function toToken({ _id, outbox, gone, ...token }: TokenDocument): ApiToken {
  return { id: _id, ...token };
}
