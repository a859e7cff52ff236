import type { DeliveryView, WebhookView } from '../../contract/webhooks.ts';
import type { Delivery, Webhook } from '../domain/webhooks.ts';
import { wireTime } from './present-comment.ts';

/** A webhook for staff: of its secrets their number. */
export function presentWebhook({ id, url, name, types, enabled, secrets, failingSince, ended, createdAt }: Webhook): WebhookView {
  return {
    ...{ id, url, name, types, enabled, ended, secrets: secrets.length, createdAt: wireTime(createdAt) },
    failingSince: failingSince === null ? null : wireTime(failingSince),
  };
}

/** A delivery for staff. @param request the body as it would be sent now. */
export function presentDelivery({ id, webhookId, type, at, state, attempts, dueAt, last }: Delivery, request: unknown): DeliveryView {
  return {
    ...{ id, webhook: webhookId, type, at: wireTime(at), state, attempts, request },
    dueAt: state === 'waiting' ? wireTime(dueAt) : null,
    answer: last === null ? null : { ...last, at: wireTime(last.at) },
  };
}
