import { signal } from '@preact/signals';
import type { SiteFull } from '../contract/site.ts';
import { getSites } from './site-calls.ts';

/** The moderator's sites; null until they are read. */
export const sites = signal<readonly SiteFull[] | null>(null);
/** Did reading them fail, and nothing is there from before? */
export const isSitesFailed = signal(false);

/** Reads the moderator's sites. */
export async function readSites(): Promise<void> {
  isSitesFailed.value = false;
  try {
    ({ sites: sites.value } = await getSites());
  } catch {
    isSitesFailed.value = sites.value === null;
  }
}

/** Adds a new site, or replaces a changed one. */
export function rememberSite(site: SiteFull): void {
  const others = sites.value ?? [];
  const isKnown = others.some(({ id }) => id === site.id);
  sites.value = isKnown ? others.map((one) => (one.id === site.id ? site : one)) : [...others, site];
}

/** What a site is called; its id while that is not known. */
export const siteName = (id: string): string => siteOf(id)?.name ?? id;

/** A site by its id, where it is one of the moderator's. */
export const siteOf = (id: string): SiteFull | undefined => sites.value?.find((site) => site.id === id);
