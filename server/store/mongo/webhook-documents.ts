import type { Ms } from '../../domain/types.ts';
import type { Delivery, Webhook } from '../../domain/webhooks.ts';
import type { WithOutbox } from './documents.ts';

/** `gone`: removed, and kept only until its effects are moved. */
export type WebhookDocument = Omit<Webhook, 'id'> & WithOutbox & { gone: boolean; holder: string | null; leasedUntil: Ms };
export type DeliveryDocument = Omit<Delivery, 'id'> & { _id: string };

export function toWebhook({ _id, outbox, gone, holder, leasedUntil, ...webhook }: WebhookDocument): Webhook {
  return { id: _id, ...webhook };
}

export const toDelivery = ({ _id, ...delivery }: DeliveryDocument): Delivery => ({ id: _id, ...delivery });
