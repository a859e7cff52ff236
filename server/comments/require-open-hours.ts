import { endOfHours } from '../domain/closed-hours.ts';
import { Problem } from '../domain/problem.ts';
import type { Ms, Reader, Site } from '../domain/types.ts';

/**
 * May the reader post or edit at this time of day, by the hours of the site's setting `minors`?
 * @throws Problem `posting-closed-now`, which says when it is open again.
 */
export function requireOpenHours({ settings: { minors } }: Pick<Site, 'settings'>, { isMinor }: Pick<Reader, 'isMinor'>, now: Ms): void {
  if (minors.who === 'minors' && !isMinor) return;
  const end = endOfHours(minors, now);
  if (end !== null) throw new Problem('posting-closed-now', { pub: { opensAt: new Date(end).toISOString(), timeZone: minors.timeZone } });
}
