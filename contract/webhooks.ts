import { z } from 'zod';
import { DELIVERY_STATES, WEBHOOK_ENDS, WEBHOOK_TYPES } from '../server/domain/enumerations.ts';
import { MOST_SECRETS, TEST_TYPE } from '../server/domain/webhooks.ts';
import { Cursor, Id, Limit, NextCursor, SiteIdField, Time } from './comment.ts';

const Url = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine((text) => URL.canParse(text) && new URL(text).username === '' && new URL(text).password === '')
  .meta({ description: 'Where messages are sent by POST; https, and an address of the public internet or one that OUTBOUND_HOSTS names.' });
const Name = z.string().max(100).meta({ description: 'What it is for.' });
export const WebhookTypeField = z.enum(WEBHOOK_TYPES).meta({ description: 'A kind of event: docs/webhooks.md.' });
const Types = z
  .array(WebhookTypeField)
  .min(1)
  .max(WEBHOOK_TYPES.length)
  .transform((types) => [...new Set(types)])
  .meta({ description: 'What it is sent.' });
const Enabled = z.boolean().meta({ description: 'false: it is sent nothing, and what happens meanwhile is not sent later.' });

export const WebhookView = z
  .object({
    id: Id,
    url: z.string().meta({ description: 'Where messages are sent.' }),
    name: Name,
    types: z.array(WebhookTypeField).meta({ description: 'What it is sent.' }),
    enabled: Enabled,
    secrets: z.int().min(1).max(MOST_SECRETS).meta({ description: 'How many secrets sign: two while one takes the place of the other.' }),
    failingSince: Time.nullable().meta({ description: 'Since when nothing was taken; null while it works.' }),
    ended: z.enum(WEBHOOK_ENDS).nullable().meta({ description: 'Why it was switched off by the service; null: it was not.' }),
    createdAt: Time,
  })
  .meta({ id: 'Webhook' });
export type WebhookView = z.infer<typeof WebhookView>;
export const WebhookList = z.object({ webhooks: z.array(WebhookView).meta({ description: 'In the order in which they were made.' }) });
export const WebhookAnswer = z.object({
  webhook: WebhookView,
  secret: z
    .string()
    .nullable()
    .meta({ description: 'The secret that was made, `whsec_…`; it is in this answer only. null: none was made.' }),
});

export const MakeWebhook = z.strictObject({ url: Url, name: Name.default(''), types: Types.default([...WEBHOOK_TYPES]) });
export type MakeWebhook = z.infer<typeof MakeWebhook>;
export const ChangeWebhook = z.strictObject({
  url: Url.optional(),
  name: Name.optional(),
  types: Types.optional(),
  enabled: Enabled.optional(),
  secret: z
    .enum(['add', 'drop'])
    .optional()
    .meta({ description: '`add`: a new secret signs beside the latest one; `drop`: only the latest signs from now on.' }),
});
export type ChangeWebhook = z.infer<typeof ChangeWebhook>;
export const ByWebhook = z.strictObject({ id: SiteIdField, webhook: Id });

export const DeliveryView = z
  .object({
    id: z.string().meta({ description: 'The `webhook-id`: the same at each attempt.' }),
    webhook: Id,
    type: z.enum([...WEBHOOK_TYPES, TEST_TYPE]).meta({ description: 'What happened.' }),
    at: Time,
    state: z.enum(DELIVERY_STATES).meta({ description: 'It waits or is tried again, was taken, or is not tried any more.' }),
    attempts: z.int().meta({ description: 'How often it was sent.' }),
    dueAt: Time.nullable().meta({ description: 'When it is tried next; null where it is not.' }),
    request: z.unknown().meta({ description: 'The body as it would be sent now; null when its site is gone.' }),
    answer: z
      .object({
        at: Time,
        took: z.int().meta({ description: 'How long it took, ms.' }),
        status: z.int().nullable().meta({ description: 'The HTTP status; null where none came.' }),
        failure: z.string().nullable().meta({ description: 'Why none came, a stable word; null where one came.' }),
        text: z.string().meta({ description: 'The first 1,024 bytes of the answer.' }),
      })
      .nullable()
      .meta({ description: 'What the latest attempt was answered; null before the first.' }),
  })
  .meta({ id: 'Delivery' });
export type DeliveryView = z.infer<typeof DeliveryView>;
export const DeliveriesQuery = z.strictObject({
  webhook: Id.optional().meta({ description: 'Only those to this one.' }),
  state: z.enum(DELIVERY_STATES).optional().meta({ description: 'Only those in this state.' }),
  limit: Limit,
  cursor: Cursor.optional(),
});
export const DeliveryList = z.object({
  deliveries: z.array(DeliveryView).meta({ description: 'The page, newest first.' }),
  nextCursor: NextCursor,
});
export const DeliveryAnswer = z.object({ delivery: DeliveryView });
export const ByDelivery = z.strictObject({ id: SiteIdField, delivery: Id });
export const ResendParked = z.strictObject({ webhook: Id });
export const ResentAnswer = z.object({ resent: z.int().meta({ description: 'How many are sent again.' }) });
