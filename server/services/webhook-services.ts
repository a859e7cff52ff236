import type { Id, Site, SiteId } from '../domain/types.ts';
import type { Delivery, Webhook } from '../domain/webhooks.ts';
import type { Subscription } from '../events/subscription.ts';
import { createOutbound, outboundRules } from '../outbound/fetch.ts';
import type { Encryption } from '../secrets/encryption.ts';
import { webhookSecrets } from '../secrets/webhook-secrets.ts';
import type { SiteDirectory } from '../sites/site-directory.ts';
import type { Store } from '../store/port.ts';
import { createDeliverer, type Deliverer } from '../webhooks/deliver.ts';
import type { WebhookDeps } from '../webhooks/deps.ts';
import { fanOut } from '../webhooks/fan-out.ts';
import { changeWebhook, findWebhook, makeWebhook, removeWebhook, testWebhook } from '../webhooks/manage.ts';
import { messageOf, type WebhookMessage } from '../webhooks/message.ts';
import type { Bound } from './bound.ts';
import type { Environment } from './environment.ts';

/** Webhooks of sites, for staff. The errors stand at each use case. */
export interface WebhookServices {
  list: (siteId: SiteId) => Promise<Webhook[]>;
  find: Bound<typeof findWebhook>;
  make: Bound<typeof makeWebhook>;
  change: Bound<typeof changeWebhook>;
  remove: Bound<typeof removeWebhook>;
  /** Stores a test message and begins to send it. */
  test: (webhook: Webhook) => Promise<Delivery>;
  deliveries: Store['webhooks']['deliveries'];
  /** The body of a delivery as it would be sent now. */
  message: (delivery: Delivery) => Promise<WebhookMessage | null>;
  /** Sends a delivery of the site again; gives 0 where it has none of this id. */
  resend: (site: Site, id: Id) => Promise<number>;
  resendParked: (webhook: Webhook) => Promise<number>;
}

/** The services, and what the process does beside its requests. */
export interface WebhookParts {
  services: WebhookServices;
  subscription: Subscription;
  deliverer: Deliverer;
}

export function createWebhookParts(
  { config, store, log, now, random, chance, newId }: Environment,
  { sites, encryption }: { sites: SiteDirectory; encryption: Encryption },
): WebhookParts {
  const deps: WebhookDeps = {
    ...{ store, log, now, chance, newId },
    site: sites.find,
    secrets: webhookSecrets(encryption, random),
    fetch: createOutbound(outboundRules(config.outboundHosts)),
  };
  const deliverer = createDeliverer(deps);
  return {
    deliverer,
    subscription: fanOut(deps, (ids) => deliverer.wake(ids)),
    services: {
      list: (siteId) => store.webhooks.list(siteId),
      find: (...rest) => findWebhook(deps, ...rest),
      make: (...rest) => makeWebhook(deps, ...rest),
      change: (...rest) => changeWebhook(deps, ...rest),
      remove: (...rest) => removeWebhook(deps, ...rest),
      async test(webhook) {
        const delivery = await testWebhook(deps, webhook);
        deliverer.wake([webhook.id], true);
        return delivery;
      },
      deliveries: (q) => store.webhooks.deliveries(q),
      message: (delivery) => messageOf(deps, delivery),
      async resend({ id: siteId }, id) {
        const resent = await store.webhooks.resend({ siteId, id }, now());
        const delivery = resent === 0 ? null : await store.webhooks.delivery(id);
        if (delivery !== null) deliverer.wake([delivery.webhookId], true);
        return resent;
      },
      async resendParked({ id: webhookId, siteId }) {
        const resent = await store.webhooks.resend({ siteId, webhookId }, now());
        deliverer.wake([webhookId], true);
        return resent;
      },
    },
  };
}
