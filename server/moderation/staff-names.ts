import type { Staff } from '../domain/accounts.ts';
import { createBriefCache } from '../cache/brief-cache.ts';
import type { Ms, SiteId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { nameSkeletons, withoutNumber } from '../wordlists/text/name-skeleton.ts';
import { BESIDE, RESERVED } from '../wordlists/text/name-words.ts';

/** The names of those who work for a site. */
export interface StaffNames {
  /** The names of the site's staff, as they are shown, that this one is drawn like; at most a second old. */
  resembledBy(siteId: SiteId, name: string): Promise<string[]>;
}

interface KnownName extends Pick<Staff, 'name' | 'siteIds'> {
  skeletons: ReadonlySet<string>;
}

/** A title, an office, a number: what is nothing but these makes no other name of the one it stands beside. */
const ONLY_BESIDE = new RegExp(`^(?:${RESERVED}|${BESIDE})*$`);
/** A single sign with something beside it is a name of its own. */
const SHORTEST_WITH_TITLE = 2;

/** Is it the very name, or the name with titles before and behind? */
function carries(skeleton: string, staffName: string): boolean {
  if (skeleton === staffName) return true;
  if ([...staffName].length < SHORTEST_WITH_TITLE) return false;
  for (let at = skeleton.indexOf(staffName); at >= 0; at = skeleton.indexOf(staffName, at + 1)) {
    if (ONLY_BESIDE.test(skeleton.slice(0, at)) && ONLY_BESIDE.test(skeleton.slice(at + staffName.length))) return true;
  }
  return false;
}

/** Is a name drawn like another one? Both are given by their skeletons. */
export function isDrawnLike(name: ReadonlySet<string>, staffName: ReadonlySet<string>): boolean {
  return [...name].some((one) => [...staffName].some((other) => carries(one, other)));
}

/** The skeletons of a name by which it is compared with the staff's: with and without the number at its end. */
export function comparedSkeletons(name: string): ReadonlySet<string> {
  return new Set([...nameSkeletons(name), ...nameSkeletons(withoutNumber(name))]);
}

/**
 * Reads the staff once a second at most, since other processes and the command line add to them. Disabled accounts do not count.
 * @param now a clock that never steps.
 */
export function createStaffNames(store: { accounts: Pick<Store['accounts'], 'listStaff'> }, now: () => Ms): StaffNames {
  const names = createBriefCache(async (_: string): Promise<KnownName[]> => {
    const staff = (await store.accounts.listStaff()).filter(({ disabled }) => !disabled);
    return staff.map(({ name, siteIds }) => ({ name, siteIds, skeletons: nameSkeletons(name) }));
  }, now);
  return {
    async resembledBy(siteId, name) {
      const skeletons = comparedSkeletons(name);
      if (skeletons.size === 0) return [];
      const ofSite = (await names.get('')).filter(({ siteIds }) => siteIds === null || siteIds.includes(siteId));
      return [...new Set(ofSite.filter((one) => isDrawnLike(skeletons, one.skeletons)).map((one) => one.name))];
    },
  };
}
