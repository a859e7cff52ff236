import type { BurstWatch } from '../burst.ts';
import type { Campaigns } from '../../learning/campaigns.ts';
import type { Learning } from '../../learning/learning.ts';
import type { Phase } from '../pipeline.ts';
import type { StaffNames } from '../staff-names.ts';
import { ban } from './ban.ts';
import { brigade } from './brigade.ts';
import { burst } from './burst.ts';
import { contact } from './contact.ts';
import { duplicate } from './duplicate.ts';
import { history } from './history.ts';
import { honeypot } from './honeypot.ts';
import { learnerPhase } from './learner.ts';
import { links } from './links.ts';
import { nearDuplicate } from './near-duplicate.ts';
import { nickname } from './nickname.ts';
import { pace } from './pace.ts';
import { puzzle } from './puzzle.ts';
import { words } from './words.ts';

export interface PhaseDeps {
  bursts: BurstWatch;
  campaigns: Campaigns;
  learning: Pick<Learning, 'modelOf'>;
  staffNames: StaffNames;
}

/**
 * The order in which a text is looked at. All findings are kept, so that the order is for reading, not for
 * skipping; only outside reviewers, who come after these, are asked last because they are slow and cost.
 */
export function phasesOf({ bursts, campaigns, learning, staffNames }: PhaseDeps): readonly Phase[] {
  return [
    // Who it is, and whom it is made to look like: that needs no text.
    ban,
    nickname(staffNames),
    // How it came: robots give themselves away before they are read.
    honeypot,
    pace,
    puzzle,
    // Whether it was posted before: the very same, or a changed copy.
    duplicate,
    nearDuplicate(campaigns),
    // What it says, in all its places: text, name, links.
    words,
    contact,
    links,
    // What people decided about texts like it.
    learnerPhase('spam', (siteId) => learning.modelOf(siteId, 'spam')),
    learnerPhase('abuse', (siteId) => learning.modelOf(siteId, 'abuse')),
    // What goes on around it.
    burst(bursts),
    brigade,
    // What is known of the author, last: it colours the rest.
    history,
  ];
}
