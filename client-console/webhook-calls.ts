import type { z } from 'zod';
import type {
  ChangeWebhook,
  DeliveryAnswer,
  DeliveryList,
  DeliveryView,
  MakeWebhook,
  ResentAnswer,
  WebhookAnswer,
  WebhookList,
  WebhookView,
} from '../contract/webhooks.ts';
import { call, queryOf } from './api.ts';
import type { Query } from './calls.ts';

export type Webhook = WebhookView;
export type Delivery = DeliveryView;
type Answer = z.infer<typeof WebhookAnswer>;

const at = (site: string, ...rest: readonly string[]): string => ['/sites', site, 'webhooks', ...rest].join('/');

export const getWebhooks = (site: string): Promise<z.infer<typeof WebhookList>> => call(at(site));
export const makeWebhook = (site: string, input: MakeWebhook): Promise<Answer> => call(at(site), { method: 'POST', body: input });
export const changeWebhook = (site: string, id: string, change: ChangeWebhook): Promise<Answer> =>
  call(at(site, id), { method: 'PATCH', body: change });
export const removeWebhook = (site: string, id: string): Promise<void> => call(at(site, id), { method: 'DELETE' });
export const testWebhook = (site: string, id: string): Promise<z.infer<typeof DeliveryAnswer>> =>
  call(at(site, id, 'test'), { method: 'POST' });
export const getDeliveries = (site: string, query: Query): Promise<z.infer<typeof DeliveryList>> =>
  call(at(site, 'deliveries') + queryOf(query));
export const resendDelivery = (site: string, id: string): Promise<z.infer<typeof ResentAnswer>> =>
  call(at(site, 'deliveries', id, 'resend'), { method: 'POST' });
export const resendParked = (site: string, webhook: string): Promise<z.infer<typeof ResentAnswer>> =>
  call(at(site, 'deliveries', 'resend'), { method: 'POST', body: { webhook } });
