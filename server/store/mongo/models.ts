import type { Connection, Model, SchemaDefinition } from 'mongoose';
import { Schema } from 'mongoose';
import type {
  AuditDocument,
  BanDocument,
  CommentDocument,
  DeferredDocument,
  EventDocument,
  ImportDocument,
  JobDocument,
  ModelDocument,
  OriginDocument,
  ReaderDocument,
  ReportDocument,
  SearchBlockDocument,
  SessionDocument,
  SignInNetworkDocument,
  SiteDocument,
  StaffDocument,
  SubscriptionDocument,
  ThreadDocument,
  TokenDocument,
  VoteDocument,
  WordsDocument,
  WordsVersionDocument,
} from './documents.ts';
import { SITE_SETTINGS } from '../../domain/site-settings.ts';
import { commentFields, part } from './comment-schema.ts';
import { settingTypes } from './setting-types.ts';

export interface Models {
  comments: Model<CommentDocument>;
  votes: Model<VoteDocument>;
  reports: Model<ReportDocument>;
  reasons: Model<{ _id: string }>;
  facts: Model<{ _id: string; value: string }>;
  wordVersions: Model<WordsVersionDocument>;
  models: Model<ModelDocument>;
  searchBlocks: Model<SearchBlockDocument>;
  jobs: Model<JobDocument>;
  imports: Model<ImportDocument>;
  importedComments: Model<OriginDocument>;
  threads: Model<ThreadDocument>;
  sites: Model<SiteDocument>;
  words: Model<WordsDocument>;
  readers: Model<ReaderDocument>;
  bans: Model<BanDocument>;
  staff: Model<StaffDocument>;
  sessions: Model<SessionDocument>;
  tokens: Model<TokenDocument>;
  signInNetworks: Model<SignInNetworkDocument>;
  audit: Model<AuditDocument>;
  events: Model<EventDocument>;
  subscriptions: Model<SubscriptionDocument>;
  deferredEvents: Model<DeferredDocument>;
}

const { Mixed } = Schema.Types;

const auditLine: SchemaDefinition = {
  _id: String,
  siteId: String,
  at: Number,
  by: String,
  byName: String,
  action: String,
  subject: String,
  reason: String,
  note: String,
  requestId: String,
  data: [part({ name: String, value: Mixed })],
};
const event: SchemaDefinition = { type: { type: String }, channel: String, siteId: String, at: Number, data: Mixed };
const count = part({ threadId: String, rootId: String, parentId: String, by: Number });
const outbox = {
  outbox: [part({ id: String, at: Number, event: part({ id: String, ...event }), audit: part(auditLine), count })],
};

const wordEntry = part({ word: String, level: String, category: String, options: [String] });
const wordComment = part({ after: Number, text: String });

/** A strict schema of whole documents: an unknown field is an error, and none is added. */
function documents(definition: SchemaDefinition): Schema {
  return new Schema(definition, {
    strict: 'throw',
    strictQuery: 'throw',
    versionKey: false,
    minimize: false,
    autoIndex: false,
    autoCreate: false,
    id: false,
  });
}

const packedWords = part({ entries: [Buffer], comments: [Buffer] });

const SCHEMAS = {
  comments: documents({ ...commentFields, ...outbox }),
  votes: documents({
    commentId: String,
    threadId: String,
    readerId: String,
    value: Number,
    at: Number,
    seat: String,
    uncounted: Boolean,
    pending: [part({ id: String, at: Number })],
  }),
  reports: documents({
    commentId: String,
    readerId: String,
    reason: String,
    note: String,
    at: Number,
    revision: Number,
    weight: Number,
    network: String,
  }),
  reasons: documents({ _id: String }),
  facts: documents({ _id: String, value: String }),
  threads: documents({
    _id: String,
    siteId: String,
    key: String,
    url: String,
    title: String,
    setByStaff: [String],
    closed: Boolean,
    mode: String,
    slowMode: Number,
    burstUntil: Number,
    commentCount: Number,
    revision: Number,
    createdAt: Number,
    ...outbox,
  }),
  sites: documents({
    _id: String,
    name: String,
    type: { type: String },
    origins: [String],
    mode: String,
    revision: Number,
    createdAt: Number,
    settings: part(settingTypes(SITE_SETTINGS)),
    ...outbox,
  }),
  words: documents({
    _id: String,
    version: Number,
    entries: [wordEntry],
    comments: [wordComment],
    packed: packedWords,
    ...outbox,
  }),
  readers: documents({
    _id: String,
    siteId: String,
    kind: String,
    name: String,
    emailHash: String,
    email: String,
    subject: String,
    createdAt: Number,
    tokens: [part({ hash: String, expiresAt: Number })],
    importId: String,
    source: part({ system: String, kind: String, name: String, url: String, avatar: String }),
  }),
  imports: documents({
    _id: String,
    siteId: String,
    state: String,
    format: String,
    files: [String],
    options: String,
    report: String,
    inserted: Number,
    updated: Number,
    known: Number,
    left: Number,
    failure: String,
    by: String,
    createdAt: Number,
    updatedAt: Number,
    ...outbox,
  }),
  importedComments: documents({
    _id: String,
    importId: String,
    threadId: String,
    fingerprint: String,
    revision: Number,
    status: String,
  }),
  bans: documents({
    _id: String,
    siteId: String,
    kind: String,
    value: String,
    mode: String,
    reason: String,
    note: String,
    by: String,
    createdAt: Number,
    until: Number,
    gone: Boolean,
    ...outbox,
  }),
  staff: documents({
    _id: String,
    email: String,
    name: String,
    grants: [{ _id: false, role: String, site: String }],
    passwordHash: String,
    disabled: Boolean,
    createdAt: Number,
    first: Boolean,
    ...outbox,
  }),
  sessions: documents({ _id: String, staffId: String, createdAt: Number, seenAt: Number, expiresAt: Number, ...outbox }),
  tokens: documents({
    _id: String,
    staffId: String,
    name: String,
    tokenHash: String,
    scopes: [String],
    createdAt: Number,
    usedAt: Number,
    gone: Boolean,
    ...outbox,
  }),
  wordVersions: documents({
    siteId: String,
    version: Number,
    size: Number,
    entries: [wordEntry],
    comments: [wordComment],
    packed: packedWords,
    at: Number,
    by: part({ id: String, name: String }),
  }),
  signInNetworks: documents({ _id: String, account: String, until: Number }),
  models: documents({ _id: String, revision: Number, bytes: Buffer }),
  searchBlocks: documents({ _id: String, siteId: String, bucket: Number, block: Number, newest: Number, oldest: Number, pieces: Mixed }),
  jobs: documents({
    _id: String,
    siteId: String,
    kind: String,
    state: String,
    isOpen: Boolean,
    input: String,
    progress: part({ done: Number, total: Number }),
    result: String,
    by: String,
    createdAt: Number,
    updatedAt: Number,
    worker: String,
    leasedUntil: Number,
    ...outbox,
  }),
  audit: documents({ ...auditLine, seq: Number, hash: String }),
  events: documents({ _id: String, ...event, seq: Number, position: Number, deletable: Boolean }),
  subscriptions: documents({ _id: String, position: Number, holder: String, leasedUntil: Number }),
  deferredEvents: documents({
    _id: String,
    subscription: String,
    position: Number,
    event: String,
    attempts: Number,
    dueAt: Number,
    error: String,
    parkedAt: Number,
  }),
};

/** The models of one connection; nothing is registered with mongoose itself. */
export function makeModels(connection: Connection): Models {
  return {
    comments: connection.model<CommentDocument>('Comment', SCHEMAS.comments, 'comments'),
    votes: connection.model<VoteDocument>('Vote', SCHEMAS.votes, 'votes'),
    reports: connection.model<ReportDocument>('Report', SCHEMAS.reports, 'reports'),
    reasons: connection.model<{ _id: string }>('Reason', SCHEMAS.reasons, 'reasons'),
    facts: connection.model<{ _id: string; value: string }>('Fact', SCHEMAS.facts, 'facts'),
    threads: connection.model<ThreadDocument>('Thread', SCHEMAS.threads, 'threads'),
    sites: connection.model<SiteDocument>('Site', SCHEMAS.sites, 'sites'),
    words: connection.model<WordsDocument>('Words', SCHEMAS.words, 'words'),
    readers: connection.model<ReaderDocument>('Reader', SCHEMAS.readers, 'readers'),
    bans: connection.model<BanDocument>('Ban', SCHEMAS.bans, 'bans'),
    staff: connection.model<StaffDocument>('Staff', SCHEMAS.staff, 'staff'),
    sessions: connection.model<SessionDocument>('Session', SCHEMAS.sessions, 'sessions'),
    tokens: connection.model<TokenDocument>('Token', SCHEMAS.tokens, 'tokens'),
    signInNetworks: connection.model<SignInNetworkDocument>('SignInNetwork', SCHEMAS.signInNetworks, 'signInNetworks'),
    wordVersions: connection.model<WordsVersionDocument>('WordsVersion', SCHEMAS.wordVersions, 'wordVersions'),
    models: connection.model<ModelDocument>('Model', SCHEMAS.models, 'models'),
    searchBlocks: connection.model<SearchBlockDocument>('SearchBlock', SCHEMAS.searchBlocks, 'searchBlocks'),
    jobs: connection.model<JobDocument>('Job', SCHEMAS.jobs, 'jobs'),
    imports: connection.model<ImportDocument>('Import', SCHEMAS.imports, 'imports'),
    importedComments: connection.model<OriginDocument>('ImportedComment', SCHEMAS.importedComments, 'imported_comments'),
    audit: connection.model<AuditDocument>('AuditLine', SCHEMAS.audit, 'audit'),
    events: connection.model<EventDocument>('Event', SCHEMAS.events, 'events'),
    subscriptions: connection.model<SubscriptionDocument>('Subscription', SCHEMAS.subscriptions, 'subscriptions'),
    deferredEvents: connection.model<DeferredDocument>('DeferredEvent', SCHEMAS.deferredEvents, 'deferred_events'),
  };
}
