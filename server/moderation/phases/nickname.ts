import type { Phase } from '../pipeline.ts';
import { resembledReserved } from '../reserved-by-site.ts';
import type { StaffNames } from '../staff-names.ts';

/** A name that is drawn like that of somebody who works for the site, or like one that the site has reserved: people look whether it is meant to pass for theirs. */
export function nickname(staffNames: StaffNames): Phase {
  return {
    name: 'nickname',
    async look({ site, author: { name, isStaff, hasStaffBadge } }) {
      if (isStaff || hasStaffBadge === true) return null;
      const ofStaff = await staffNames.resembledBy(site.id, name);
      const reserved = resembledReserved(site.settings.reservedNames, name);
      if (ofStaff.length + reserved.length === 0) return null;
      const evidenceOf = (note: string) => (word: string) => ({ field: 'name' as const, start: 0, end: name.length, word, note });
      const evidence = [...ofStaff.map(evidenceOf('staff-name')), ...reserved.map(evidenceOf('reserved-name'))];
      return { phase: 'nickname', score: 0.6, verdict: 'review', active: true, evidence };
    },
    reasons: () => ['nickname'],
  };
}
