import type { Id, Ms } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/** What the use cases about one's own data need of the world. */
export interface OwnDataDeps {
  store: Pick<Store, 'personal' | 'comments' | 'threads' | 'readers' | 'imports' | 'jobs' | 'audit' | 'events'>;
  now: () => Ms;
  newId: () => Id;
}
