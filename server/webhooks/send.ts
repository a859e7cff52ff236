import { ANSWER_KEPT, type Delivery, type DeliveryAnswer, deliveryPause, type Webhook } from '../domain/webhooks.ts';
import type { Ms } from '../domain/types.ts';
import { OutboundFailure } from '../outbound/failure.ts';
import { sign } from '../outbound/standard-webhooks.ts';
import type { DeliveryOutcome } from '../store/port-webhooks.ts';
import type { WebhookDeps } from './deps.ts';
import { messageOf } from './message.ts';

/** For everything: connecting, sending and the whole answer. */
export const TIMEOUT: Ms = 10_000;
/** What a receiver may ask for with Retry-After at most. */
const LONGEST_ASKED: Ms = 3_600_000;

/** What became of an attempt. */
export interface Attempt {
  outcome: DeliveryOutcome;
  /** The receiver answered that it is gone (410). */
  isGone: boolean;
}

interface Answered extends DeliveryAnswer {
  /** When it may be tried again at the earliest, by the receiver's word; null without one. */
  retryAfter: Ms | null;
}

/** The beginning of a text, in bytes, not cut through a character. */
function beginning(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= ANSWER_KEPT
    ? text
    : bytes
        .subarray(0, ANSWER_KEPT)
        .toString('utf8')
        .replace(/\uFFFD+$/, '');
}

function retryAfterOf(answer: Response): Ms | null {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(LONGEST_ASKED, seconds * 1_000) : null;
}

async function ask(deps: WebhookDeps, webhook: Webhook, delivery: Delivery): Promise<Answered> {
  const at = deps.now();
  const failed = (failure: string): Answered => ({ at, took: deps.now() - at, status: null, failure, text: '', retryAfter: null });
  const secrets = deps.secrets.usable(webhook);
  if (secrets.length === 0) return failed('no-secret');
  const message = await messageOf(deps, delivery);
  if (message === null) return failed('no-site');
  const body = JSON.stringify(message);
  const timestamp = Math.floor(at / 1_000);
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Liangju-Webhooks/1',
    'webhook-id': delivery.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': sign(secrets, delivery.id, timestamp, body),
  };
  try {
    const answer = await deps.fetch(webhook.url, { method: 'POST', headers, body, timeoutMs: TIMEOUT });
    const text = beginning(await answer.text());
    return { at, took: deps.now() - at, status: answer.status, failure: null, text, retryAfter: retryAfterOf(answer) };
  } catch (error) {
    if (error instanceof OutboundFailure) return failed(error.code);
    throw error;
  }
}

/** Sends a delivery once and says what becomes of it. */
export async function attempt(deps: WebhookDeps, webhook: Webhook, delivery: Delivery): Promise<Attempt> {
  const { retryAfter, ...last } = await ask(deps, webhook, delivery);
  const attempts = delivery.attempts + 1;
  const now = deps.now();
  const isTaken = last.status !== null && last.status >= 200 && last.status < 300;
  if (isTaken) return { outcome: { id: delivery.id, state: 'delivered', attempts, dueAt: now, last }, isGone: false };
  const pause = deliveryPause(attempts, now - delivery.startedAt, deps.chance());
  const state = pause === null ? 'parked' : 'waiting';
  const dueAt = now + Math.max(pause ?? 0, retryAfter ?? 0);
  return { outcome: { id: delivery.id, state, attempts, dueAt, last }, isGone: last.status === 410 };
}
