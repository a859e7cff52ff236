import { Problem } from '../domain/problem.ts';
import type { Reader, Site } from '../domain/types.ts';

/**
 * May there be guests on the site? Where it wants people verified, they are where its verifier can ask them.
 * @throws Problem `sign-in-required`.
 */
export function requireGuests({ settings: { guests, verified, verifier } }: Pick<Site, 'settings'>): void {
  if (!guests || (verified !== 'none' && verifier === null)) throw new Problem('sign-in-required');
}

/**
 * May this reader write on the site, by what it asks of writers?
 * @param reader null for a guest who is to be made.
 * @throws Problem `sign-in-required` for a guest where the site wants members; `verification-required` for who has not
 * shown who they are as the site wants it.
 */
export function requireWriter(site: Pick<Site, 'settings'>, reader: Reader | null): void {
  if (reader?.kind !== 'member') requireGuests(site);
  const { verified: wanted } = site.settings;
  const kind = reader?.verified?.kind;
  const isEnough = wanted === 'none' || (kind !== undefined && (wanted === 'any' || kind === wanted));
  if (!isEnough) throw new Problem('verification-required');
}
