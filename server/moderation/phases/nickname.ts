import type { Phase } from '../pipeline.ts';
import type { StaffNames } from '../staff-names.ts';

/** A name that is drawn like that of somebody who works for the site: people look whether it is meant to pass for theirs. */
export function nickname(staffNames: StaffNames): Phase {
  return {
    name: 'nickname',
    async look({ site, author: { name, isStaff, hasStaffBadge } }) {
      if (isStaff || hasStaffBadge === true) return null;
      const resembled = await staffNames.resembledBy(site.id, name);
      if (resembled.length === 0) return null;
      const evidence = resembled.map((word) => ({ field: 'name' as const, start: 0, end: name.length, word, note: 'staff-name' }));
      return { phase: 'nickname', score: 0.6, verdict: 'review', active: true, evidence };
    },
    reasons: () => ['nickname'],
  };
}
