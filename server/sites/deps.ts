import type { Id, Ms } from '../domain/types.ts';
import type { Staff } from '../domain/accounts.ts';
import type { Store } from '../store/port.ts';

/** What the acts on sites, threads and bans need of the world. */
export interface SiteDeps {
  store: Pick<Store, 'sites' | 'threads' | 'readers' | 'jobs'>;
  now: () => Ms;
  newId: () => Id;
  /** Tells the relay that an act has left events. */
  wake: () => void;
}

/** Who acts: a member of staff, or the system (set-up, command line). */
export interface SiteActor {
  id: Staff['id'] | 'system';
  name: string;
  requestId: string | null;
}
