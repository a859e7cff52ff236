/** The storage port, what servers of sites are sent. See port.ts for the promises. */
import type { Effects } from '../domain/effects.ts';
import type { DeliveryState } from '../domain/enumerations.ts';
import type { Id, Ms, SiteId } from '../domain/types.ts';
import type { Delivery, Webhook } from '../domain/webhooks.ts';
import type { Cut, Slice } from './port-types.ts';

/** What may be changed of a webhook. */
export type WebhookPatch = Partial<Omit<Webhook, 'id' | 'siteId' | 'createdAt'>>;
/** What becomes of a delivery at an attempt. */
export type DeliveryOutcome = Pick<Delivery, 'id' | 'state' | 'attempts' | 'dueAt' | 'last'>;

export interface WebhookStore {
  /** Of a site, or of all (null), in the order in which they were made. */
  list(siteId: SiteId | null): Promise<Webhook[]>;
  get(id: Id): Promise<Webhook | null>;
  create(webhook: Webhook, fx: Effects): Promise<void>;
  /** @throws NotFound. */
  change(id: Id, patch: WebhookPatch, fx: Effects): Promise<Webhook>;
  /** Deletes it with its deliveries; false: there is none. */
  remove(id: Id, fx: Effects): Promise<boolean>;
  /** Stores deliveries; those whose id is there already stay as they are. */
  add(deliveries: readonly Delivery[]): Promise<void>;
  /**
   * Takes a webhook until then, or prolongs it: one process sends to it at a time. false: another has it. An end that was set
   * by a clock that stood wrong does not count (domain/stepped-clock.ts).
   */
  claim(q: { id: Id; holder: string; now: Ms; until: Ms }): Promise<boolean>;
  release(id: Id, holder: string): Promise<void>;
  /** Of each sequence of a webhook the first delivery that waits, those first that are due first. */
  heads(webhookId: Id, limit: number): Promise<Delivery[]>;
  /** Stores what became of a delivery that waits. */
  record(outcome: DeliveryOutcome): Promise<void>;
  /** Newest first. */
  deliveries(q: { siteId: SiteId; webhookId?: Id | undefined; state?: DeliveryState | undefined } & Cut): Promise<Slice<Delivery>>;
  delivery(id: Id): Promise<Delivery | null>;
  /** Has deliveries sent again from now on: this one in whatever state it is, or all parked ones of a webhook. Gives how many. */
  resend(q: { siteId: SiteId; id: Id } | { siteId: SiteId; webhookId: Id }, now: Ms): Promise<number>;
  /** How many wait and how many are parked, of all sites. */
  counts(): Promise<{ waiting: number; parked: number }>;
}
