import type { Site } from '../domain/types.ts';
import type { SizedWordBlocks } from '../domain/words.ts';
import { orProblem } from '../store/store-problem.ts';
import type { SiteActor, SiteDeps } from './deps.ts';
import { siteEffects } from './effects.ts';

/**
 * Replaces a site's word list.
 * @param expected the version that was read, or null to overwrite whatever is there.
 * @returns the new version.
 * @throws Problem `stale-revision`.
 */
export async function saveWords(
  deps: SiteDeps,
  actor: SiteActor,
  site: Site,
  expected: number | null,
  list: SizedWordBlocks,
): Promise<number> {
  const effects = siteEffects(deps, actor, site.id, { action: 'words.change', what: 'words', data: { entries: list.size } });
  const saved = { at: deps.now(), by: { id: actor.id, name: actor.name } };
  return orProblem(deps.store.sites.saveWords(site.id, expected, list, saved, effects));
}
