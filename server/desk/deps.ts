import type { Id, Ms, Site, SiteId } from '../domain/types.ts';
import type { Staff } from '../domain/accounts.ts';
import { may, type Permitted, type StaffAction, sitesWhere } from '../domain/permissions.ts';
import type { Store } from '../store/port.ts';

/** What the moderators' use cases need of the world. */
export interface ModerationDeps {
  store: Pick<Store, 'comments' | 'threads' | 'readers' | 'moderation' | 'audit' | 'accounts'>;
  /** The site, or null. */
  site: (id: SiteId) => Promise<Site | null>;
  now: () => Ms;
  newId: () => Id;
}

/** Who moderates, and what they may do where. */
export interface Moderator extends Permitted {
  staff: Pick<Staff, 'id' | 'name' | 'grants' | 'disabled'>;
  requestId: string | null;
}

/** The sites that are meant: all on which the moderator may do it (null = every site), or the one that is named; empty when they may not do it there. */
export function sitesFor(moderator: Permitted, action: StaffAction, siteId: SiteId | undefined): SiteId[] | null {
  if (siteId === undefined) return sitesWhere(moderator, action);
  return may(moderator, action, siteId) ? [siteId] : [];
}
