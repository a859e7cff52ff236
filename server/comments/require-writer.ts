import { Problem } from '../domain/problem.ts';
import type { Reader, Site } from '../domain/types.ts';

/**
 * May this reader write on the site, by what it asks of writers?
 * @param reader null for a guest who is to be made.
 * @throws Problem `sign-in-required` for a guest where the site wants members; `verification-required` for a member who has not
 * shown who they are as the site wants it.
 */
export function requireWriter({ settings }: Pick<Site, 'settings'>, reader: Reader | null): void {
  const { guests, verified: wanted } = settings;
  if (reader?.kind !== 'member') {
    if (!guests || wanted !== 'none') throw new Problem('sign-in-required');
    return;
  }
  const isEnough = wanted === 'none' || (reader.verified !== null && (wanted === 'any' || reader.verified.kind === wanted));
  if (!isEnough) throw new Problem('verification-required');
}
