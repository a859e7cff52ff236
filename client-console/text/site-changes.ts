import type { ChangeSite, SiteFull } from '../../contract/site.ts';

/** What of a site can be changed. */
export type SiteDraft = Omit<SiteFull, 'id' | 'revision' | 'createdAt'>;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Only the settings that differ: a colleague's change to another one is not undone, and the audit log shows what was changed. */
export function changesOf(site: SiteFull, draft: SiteDraft): ChangeSite {
  return Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => !isSame(value, Object.entries(site).find(([one]) => one === name)?.[1])),
  );
}

/** The settings of a site, to be changed. */
export function draftOfSite({ id: _id, revision: _revision, createdAt: _createdAt, ...rest }: SiteFull): SiteDraft {
  return rest;
}
