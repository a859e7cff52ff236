import { LRUCache } from 'lru-cache';
import { nameSkeletons } from '../wordlists/text/name-skeleton.ts';
import { comparedSkeletons, isDrawnLike } from './staff-names.ts';

/** Skeletons of the names that sites have reserved: they change seldom and are compared with every name. */
const skeletons = new LRUCache<string, ReadonlySet<string>>({ max: 5_000 });

function skeletonsOf(reserved: string): ReadonlySet<string> {
  const known = skeletons.get(reserved);
  if (known !== undefined) return known;
  const made = nameSkeletons(reserved);
  skeletons.set(reserved, made);
  return made;
}

/** Of the names that a site has reserved those that this one is drawn like. */
export function resembledReserved(reserved: readonly string[], name: string): string[] {
  if (reserved.length === 0) return [];
  const compared = comparedSkeletons(name);
  return reserved.filter((one) => isDrawnLike(compared, skeletonsOf(one)));
}
