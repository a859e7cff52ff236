import type { Connection, Model } from 'mongoose';
import type {
  AuditDocument,
  BanDocument,
  CommentDocument,
  DeferredDocument,
  ErasureDocument,
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
import type { IdentityDocument, RefusedTokensDocument } from './member-documents.ts';
import type { MailFollowerDocument } from './mail-document.ts';
import type { MovedKeyDocument, ThreadMoveDocument } from './move-documents.ts';
import type { OneTimeDocument } from './one-time-document.ts';
import type { DeliveryDocument, WebhookDocument } from './webhook-documents.ts';
import { SCHEMAS } from './schemas.ts';

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
  movedKeys: Model<MovedKeyDocument>;
  threadMoves: Model<ThreadMoveDocument>;
  sites: Model<SiteDocument>;
  words: Model<WordsDocument>;
  readers: Model<ReaderDocument>;
  identities: Model<IdentityDocument>;
  refusedTokens: Model<RefusedTokensDocument>;
  erasures: Model<ErasureDocument>;
  bans: Model<BanDocument>;
  staff: Model<StaffDocument>;
  sessions: Model<SessionDocument>;
  tokens: Model<TokenDocument>;
  signInNetworks: Model<SignInNetworkDocument>;
  oneTime: Model<OneTimeDocument>;
  mailFollowers: Model<MailFollowerDocument>;
  audit: Model<AuditDocument>;
  events: Model<EventDocument>;
  subscriptions: Model<SubscriptionDocument>;
  deferredEvents: Model<DeferredDocument>;
  webhooks: Model<WebhookDocument>;
  webhookDeliveries: Model<DeliveryDocument>;
}

/** The models of one connection; nothing is registered with mongoose itself. */
export function makeModels(connection: Connection): Models {
  return {
    comments: connection.model<CommentDocument>('Comment', SCHEMAS.comments, 'comments'),
    votes: connection.model<VoteDocument>('Vote', SCHEMAS.votes, 'votes'),
    reports: connection.model<ReportDocument>('Report', SCHEMAS.reports, 'reports'),
    reasons: connection.model<{ _id: string }>('Reason', SCHEMAS.reasons, 'reasons'),
    facts: connection.model<{ _id: string; value: string }>('Fact', SCHEMAS.facts, 'facts'),
    threads: connection.model<ThreadDocument>('Thread', SCHEMAS.threads, 'threads'),
    movedKeys: connection.model<MovedKeyDocument>('MovedKey', SCHEMAS.movedKeys, 'moved_keys'),
    threadMoves: connection.model<ThreadMoveDocument>('ThreadMove', SCHEMAS.threadMoves, 'thread_moves'),
    sites: connection.model<SiteDocument>('Site', SCHEMAS.sites, 'sites'),
    words: connection.model<WordsDocument>('Words', SCHEMAS.words, 'words'),
    readers: connection.model<ReaderDocument>('Reader', SCHEMAS.readers, 'readers'),
    identities: connection.model<IdentityDocument>('Identity', SCHEMAS.identities, 'identities'),
    refusedTokens: connection.model<RefusedTokensDocument>('RefusedTokens', SCHEMAS.refusedTokens, 'refused_tokens'),
    erasures: connection.model<ErasureDocument>('Erasure', SCHEMAS.erasures, 'erasures'),
    bans: connection.model<BanDocument>('Ban', SCHEMAS.bans, 'bans'),
    staff: connection.model<StaffDocument>('Staff', SCHEMAS.staff, 'staff'),
    sessions: connection.model<SessionDocument>('Session', SCHEMAS.sessions, 'sessions'),
    tokens: connection.model<TokenDocument>('Token', SCHEMAS.tokens, 'tokens'),
    signInNetworks: connection.model<SignInNetworkDocument>('SignInNetwork', SCHEMAS.signInNetworks, 'signInNetworks'),
    oneTime: connection.model<OneTimeDocument>('OneTime', SCHEMAS.oneTime, 'oneTime'),
    mailFollowers: connection.model<MailFollowerDocument>('MailFollower', SCHEMAS.mailFollowers, 'mail_followers'),
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
    webhooks: connection.model<WebhookDocument>('Webhook', SCHEMAS.webhooks, 'webhooks'),
    webhookDeliveries: connection.model<DeliveryDocument>('WebhookDelivery', SCHEMAS.webhookDeliveries, 'webhook_deliveries'),
  };
}
