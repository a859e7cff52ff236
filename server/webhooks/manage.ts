import type { ChangeWebhook, MakeWebhook } from '../../contract/webhooks.ts';
import { type Actor, type Effects, effectsOf } from '../domain/effects.ts';
import { Problem } from '../domain/problem.ts';
import type { AuditEntry, Id, Site } from '../domain/types.ts';
import { type Delivery, MOST_SECRETS, MOST_WEBHOOKS, TEST_TYPE, type Webhook } from '../domain/webhooks.ts';
import type { WebhookPatch } from '../store/port-webhooks.ts';
import type { WebhookDeps } from './deps.ts';

/** A webhook, and the secret that was just made: shown once. */
export interface WithSecret {
  webhook: Webhook;
  secret: string | null;
}

type ManageDeps = Pick<WebhookDeps, 'store' | 'secrets' | 'now' | 'newId'>;

function effects(
  { now, newId }: ManageDeps,
  actor: Actor,
  action: string,
  { siteId, id }: Pick<Webhook, 'siteId' | 'id'>,
  data: AuditEntry['data'] = {},
): Effects {
  return effectsOf({ at: now(), newId }, actor, { action, siteId, subject: id, data });
}

/** The webhook of the site. @throws Problem `not-found`. */
export async function findWebhook({ store }: Pick<WebhookDeps, 'store'>, site: Site, id: Id): Promise<Webhook> {
  const webhook = await store.webhooks.get(id);
  if (webhook === null || webhook.siteId !== site.id) throw new Problem('not-found');
  return webhook;
}

/** @throws Problem `invalid-request` when the site has as many as it may. */
export async function makeWebhook(deps: ManageDeps, actor: Actor, site: Site, input: MakeWebhook): Promise<WithSecret> {
  const there = await deps.store.webhooks.list(site.id);
  if (there.length >= MOST_WEBHOOKS) {
    throw new Problem('invalid-request', { errors: [{ path: 'url', message: `${there.length}`, code: 'too-many' }] });
  }
  const id = deps.newId();
  const secret = deps.secrets.make();
  const webhook: Webhook = {
    ...{ id, siteId: site.id, url: input.url, name: input.name, types: input.types, enabled: true },
    ...{ secrets: [deps.secrets.encrypt(id, secret)], failingSince: null, ended: null, createdAt: deps.now() },
  };
  await deps.store.webhooks.create(webhook, effects(deps, actor, 'webhook.create', webhook, { host: new URL(webhook.url).host }));
  return { webhook, secret };
}

/**
 * Changes what is named. `secret: 'add'` makes a new one beside the latest, both of which sign; `'drop'` leaves the latest alone.
 * @throws Problem `not-found`.
 */
export async function changeWebhook(deps: ManageDeps, actor: Actor, webhook: Webhook, input: ChangeWebhook): Promise<WithSecret> {
  const { secret: asked, enabled, ...rest } = input;
  const secret = asked === 'add' ? deps.secrets.make() : null;
  const patch: WebhookPatch = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  if (secret !== null) patch.secrets = [deps.secrets.encrypt(webhook.id, secret), ...webhook.secrets].slice(0, MOST_SECRETS);
  if (asked === 'drop') patch.secrets = webhook.secrets.slice(0, 1);
  if (enabled !== undefined) Object.assign(patch, { enabled, failingSince: null, ended: null });
  const data = { changed: Object.keys(input).join(',') };
  const changed = await deps.store.webhooks.change(webhook.id, patch, effects(deps, actor, 'webhook.change', webhook, data));
  return { webhook: changed, secret };
}

/** @throws Problem `not-found`. */
export async function removeWebhook(deps: ManageDeps, actor: Actor, webhook: Webhook): Promise<void> {
  const isThere = await deps.store.webhooks.remove(webhook.id, effects(deps, actor, 'webhook.remove', webhook));
  if (!isThere) throw new Problem('not-found');
}

/** Stores a message that says nothing, to see whether it arrives. */
export async function testWebhook({ store, now, newId }: ManageDeps, webhook: Webhook): Promise<Delivery> {
  const at = now();
  const id = `msg_${newId()}`;
  const delivery: Delivery = {
    ...{ id, siteId: webhook.siteId, webhookId: webhook.id, type: TEST_TYPE, at, facts: {}, sequence: id, position: 0 },
    ...{ state: 'waiting', attempts: 0, dueAt: at, createdAt: at, startedAt: at, last: null },
  };
  await store.webhooks.add([delivery]);
  return delivery;
}
