import type { Site } from '../domain/types.ts';
import { allowsOrigin, LOOPBACK } from './origins.ts';

/**
 * The one site that an origin may embed, for pages that do not name it. A site that names the origin itself comes before
 * one that allows it by a pattern; where several are as near, none is meant.
 */
export function siteOfOrigin(sites: readonly Site[], origin: string): Site | null {
  const allowing = sites.filter((site) => allowsOrigin(site.origins, origin));
  const naming = allowing.filter((site) => site.origins.includes(origin));
  const onThisMachine = ({ origins }: Site): boolean => origins.every((one) => one === LOOPBACK);
  for (const nearest of [naming, allowing.filter((site) => !onThisMachine(site)), allowing]) {
    const [only = null, ...others] = nearest;
    if (only !== null) return others.length === 0 ? only : null;
  }
  return null;
}
