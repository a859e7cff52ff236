import type { ChangeSite } from '../../contract/site.ts';
import { changedSettings, settingsFromWire } from '../domain/changed-settings.ts';
import type { Site } from '../domain/types.ts';
import { orProblem } from '../store/store-problem.ts';
import type { SiteActor, SiteDeps } from './deps.ts';
import { siteEffects } from './effects.ts';
import { defined } from './make-site.ts';
import { normaliseOrigins } from './origins.ts';

/**
 * Changes what the input names and leaves the rest. The log keeps which settings changed; lowering the
 * mode of a news site is marked there.
 * @throws Problem `not-found`, `stale-revision`, `invalid-request`.
 */
export async function changeSite(deps: SiteDeps, actor: SiteActor, site: Site, input: ChangeSite): Promise<Site> {
  const { name, type, origins, mode, ...change } = input;
  const settings = changedSettings(site.settings, settingsFromWire(change));
  const patch = {
    settings,
    ...defined({ name, type, mode }),
    ...(origins === undefined ? {} : { origins: normaliseOrigins(origins) }),
  };
  const lowered = site.type === 'news' && site.mode === 'pre' && mode !== undefined && mode !== 'pre';
  const data = { changed: Object.keys(input).join(','), mode: mode ?? site.mode, ...(lowered ? { lowered: true } : {}) };
  const effects = siteEffects(deps, actor, site.id, { action: 'site.change', what: 'settings', data });
  return orProblem(deps.store.sites.change(site.id, site.revision, patch, effects));
}
