import { Problem } from '../domain/problem.ts';
import type { Site } from '../domain/types.ts';
import type { SizedWordBlocks } from '../domain/words.ts';
import { StaleRevision } from '../store/port.ts';
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
  try {
    const effects = siteEffects(deps, actor, site.id, { action: 'words.change', what: 'words', data: { entries: list.size } });
    const saved = { at: deps.now(), by: { id: actor.id, name: actor.name } };
    const version = await deps.store.sites.saveWords(site.id, expected, list, saved, effects);
    deps.wake();
    return version;
  } catch (cause) {
    if (cause instanceof StaleRevision) throw new Problem('stale-revision', { cause });
    throw cause;
  }
}
