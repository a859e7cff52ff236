/**
 * The storage port: what every store guarantees. Each method is one transaction: it stores all of
 * it or nothing, is on disk when it answers, and may be called again after a lost answer where its comment
 * allows it. Adapters throw only the errors below; anything else is a bug.
 *
 * Words: a comment is **public** when `published` is not null, and **listed** when it is public or has
 * public answers (`replyCount > 0`): then it is shown as a placeholder. Lists give listed comments only.
 */
import type { AccountStore, AuditStore, JobStore, MaintenanceStore, ModelStore, ModerationStore } from './port-admin.ts';
import type { BackupStore } from './port-backup.ts';
import type { CommentStore } from './port-comments.ts';
import type { EventStore, SignalStore } from './port-events.ts';
import type { ImportStore } from './port-imports.ts';
import type { MailFollowerStore } from './port-mail.ts';
import type { OneTimeStore } from './port-one-time.ts';
import type { PersonalStore, RetentionStore } from './port-personal.ts';
import type { ReaderStore } from './port-readers.ts';
import type { SiteStore, ThreadStore } from './port-sites.ts';
import type { SubscriptionStore } from './port-subscriptions.ts';
import type { WebhookStore } from './port-webhooks.ts';

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
/** Nobody would be left who keeps the accounts. */
export class LastAdministrator extends Error {
  override readonly name = 'LastAdministrator';
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
  readonly imports: ImportStore;
  readonly oneTime: OneTimeStore;
  readonly webhooks: WebhookStore;
  readonly mail: MailFollowerStore;
  readonly personal: PersonalStore;
  readonly retention: RetentionStore;
  readonly maintenance: MaintenanceStore;
  readonly backup: BackupStore;
  /** Rejects with StoreBusy when the store does not answer. */
  health(): Promise<void>;
  /** Finishes what is in flight; any later call is StoreBusy. A second call does nothing. */
  close(): Promise<void>;
}
