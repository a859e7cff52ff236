import type { DeliveryState, WebhookEnd, WebhookType } from './enumerations.ts';
import type { Id, Ms, SiteId } from './types.ts';

/** A server of a site that is sent what happens. */
export interface Webhook {
  id: Id;
  siteId: SiteId;
  url: string;
  /** What it is for, in the words of who made it. */
  name: string;
  types: WebhookType[];
  /** Encrypted; one, or the new one and the one before it. */
  secrets: string[];
  enabled: boolean;
  /** Since when nothing was taken; null: the last was, or none was sent. */
  failingSince: Ms | null;
  /** Why it was switched off by the service; null while it was not. */
  ended: WebhookEnd | null;
  createdAt: Ms;
}

/** What the receiver answered to one attempt. */
export interface DeliveryAnswer {
  /** When it was sent, and how long the answer took. */
  at: Ms;
  took: Ms;
  /** The HTTP status; null where none came. */
  status: number | null;
  /** Why none came, or why the body could not be made; null where one came. */
  failure: string | null;
  /** The beginning of the answer. */
  text: string;
}

/** Ids and plain facts of an event: what is sent is presented from the store at each attempt. */
export type DeliveryFacts = Readonly<Record<string, string | number | boolean | null>>;

/** One message to one webhook. */
export interface Delivery {
  /** The `webhook-id`: the same at each attempt. */
  id: Id;
  siteId: SiteId;
  webhookId: Id;
  type: WebhookType | typeof TEST_TYPE;
  /** When it happened. */
  at: Ms;
  facts: DeliveryFacts;
  /** Deliveries of one sequence go one after the other, by position: a thread, or a reader. */
  sequence: string;
  position: number;
  state: DeliveryState;
  attempts: number;
  dueAt: Ms;
  createdAt: Ms;
  /** When the attempts that count began: when it was made, or sent again by hand. */
  startedAt: Ms;
  last: DeliveryAnswer | null;
}

/** How a secret begins, before its bytes in base64 (Standard Webhooks). */
export const WEBHOOK_SECRET_PREFIX = 'whsec_';

/** What a person sends from the console to see whether it arrives. */
export const TEST_TYPE = 'webhook.test';

/** What the console shows of it. */
export const ANSWER_KEPT = 1_024;
/** Secrets that a webhook has at once. */
export const MOST_SECRETS = 2;
/** Webhooks of a site. */
export const MOST_WEBHOOKS = 20;
/** A delivery is kept so long. */
export const DELIVERIES_KEPT: Ms = 7 * 24 * 3_600_000;
/** A webhook to which nothing could be delivered for so long is switched off. */
export const FAILING_LONGEST: Ms = 7 * 24 * 3_600_000;

/** How often, and after which pauses, a delivery is tried again: about a day in all (Standard Webhooks, with a shorter end). */
export const PAUSES: readonly Ms[] = [2_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 5 * 3_600_000, 8 * 3_600_000, 9 * 3_600_000];
/** What could not be delivered so long after it was first tried is parked, however often that was. */
export const TRIED_LONGEST: Ms = 25 * 3_600_000;

/**
 * The pause after so many attempts in vain, up to a fifth longer or shorter by chance; null: it is parked.
 * @param chance from 0 to 1.
 */
export function deliveryPause(attempts: number, waited: Ms, chance: number): Ms | null {
  const pause = PAUSES[attempts - 1];
  return pause === undefined || waited >= TRIED_LONGEST ? null : Math.round(pause * (0.8 + 0.4 * chance));
}
