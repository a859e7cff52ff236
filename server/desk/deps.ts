import type { Id, Ms, Site, SiteId } from '../domain/types.ts';
import type { Staff } from '../domain/accounts.ts';
import type { Store } from '../store/port.ts';

/** What the moderators' use cases need of the world. */
export interface ModerationDeps {
  store: Pick<Store, 'comments' | 'threads' | 'readers' | 'moderation' | 'audit' | 'accounts'>;
  /** The site, or null. */
  site: (id: SiteId) => Promise<Site | null>;
  now: () => Ms;
  newId: () => Id;
}

/** Who moderates: the person and the sites it may work on (null = all). */
export interface Moderator {
  staff: Pick<Staff, 'id' | 'name' | 'role'>;
  siteIds: SiteId[] | null;
  requestId: string | null;
}

/** May this moderator work on the site? */
export function worksOn(moderator: Pick<Moderator, 'siteIds'>, siteId: SiteId): boolean {
  return moderator.siteIds === null || moderator.siteIds.includes(siteId);
}

/** The sites to look at: all of the moderator's, or the one asked for; empty when it is not theirs. */
export function sitesFor(moderator: Moderator, siteId: SiteId | undefined): SiteId[] | null {
  if (siteId === undefined) return moderator.siteIds;
  return worksOn(moderator, siteId) ? [siteId] : [];
}
