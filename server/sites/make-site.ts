import type { MakeSite } from '../../contract/site.ts';
import { Problem } from '../domain/problem.ts';
import { changedSettings, DEFAULT_SETTINGS, settingsFromWire } from '../domain/changed-settings.ts';
import type { Ms, Site, SiteMode, SiteType } from '../domain/types.ts';
import { orProblem } from '../store/store-problem.ts';
import type { SiteActor, SiteDeps } from './deps.ts';
import { siteEffects } from './effects.ts';
import { normaliseOrigins } from './origins.ts';

/** On sites of the type `news` comments are reviewed before they are published; elsewhere trust grades them. */
const MODE_OF_TYPE: { readonly [T in SiteType]: SiteMode } = { news: 'pre', blog: 'graded', forum: 'graded' };

/** A new site as the input describes it; nothing is stored. @throws Problem `invalid-request` for an origin that is none. */
export function siteOf(input: MakeSite, createdAt: Ms): Site {
  const { id, name, type, origins, mode, ...settings } = input;
  return {
    id,
    name,
    type,
    origins: normaliseOrigins(origins),
    mode: mode ?? MODE_OF_TYPE[type],
    settings: changedSettings(DEFAULT_SETTINGS, settingsFromWire(settings)),
    revision: 1,
    createdAt,
  };
}

/**
 * Makes a site; what the input leaves out gets its default, the mode that of the site's type.
 * @throws Problem `duplicate-site`, `invalid-request` for an origin that is none.
 */
export async function makeSite(deps: SiteDeps, actor: SiteActor, input: MakeSite): Promise<Site> {
  const site = siteOf(input, deps.now());
  const { id, type } = site;
  const effects = siteEffects(deps, actor, id, { action: 'site.create', what: 'settings', data: { mode: site.mode, type } });
  return orProblem(deps.store.sites.create(site, effects), { Duplicate: (cause) => new Problem('duplicate-site', { cause }) });
}

/** The entries that are there: a key that was left out must not hide a default. */
export function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in given) {
    const value = given[key];
    if (value !== undefined) Object.assign(kept, { [key]: value });
  }
  return kept;
}
