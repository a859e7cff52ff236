import type { Logger } from 'pino';
import type { Id, Ms, Site, SiteId } from '../domain/types.ts';
import type { Outbound } from '../outbound/fetch.ts';
import type { WebhookSecrets } from '../secrets/webhook-secrets.ts';
import type { Store } from '../store/port.ts';

/** What webhooks need of the world. */
export interface WebhookDeps {
  store: Pick<Store, 'webhooks' | 'comments' | 'threads' | 'readers'>;
  site: (id: SiteId) => Promise<Site | null>;
  secrets: WebhookSecrets;
  fetch: Outbound;
  log: Pick<Logger, 'warn'>;
  now: () => Ms;
  newId: () => Id;
  /** A number from 0 to 1. */
  chance: () => number;
}
