import type { Id, Ms } from '../domain/types.ts';
import type { Actor } from '../domain/effects.ts';
import type { Store } from '../store/port.ts';

/** What the acts on sites, threads and bans need of the world. */
export interface SiteDeps {
  store: Pick<Store, 'sites' | 'threads' | 'readers' | 'jobs'>;
  now: () => Ms;
  newId: () => Id;
}

/** Who acts on a site. */
export type SiteActor = Actor;
