import { type Subscription, subscriptionTo } from '../events/subscription.ts';
import { type SlowDownDeps, slowDown } from '../threads/slow-down.ts';
import type { Campaigns } from '../learning/campaigns.ts';

/** What follows a stored comment: the copies of its text come before the moderators together, a thread in a burst is slowed. */
export function followUp(deps: SlowDownDeps & { campaigns: Pick<Campaigns, 'gather'> }): Subscription {
  return subscriptionTo({
    name: 'follow-up',
    types: ['cluster.found', 'burst.found'],
    start: 'beginning',
    async handle(event) {
      if (event.type === 'burst.found') await slowDown(deps, event.data.threadId, { at: event.at, note: event.data.note });
      else await deps.campaigns.gather(event.data.clusterId, event.siteId, event.data.similar);
    },
  });
}
