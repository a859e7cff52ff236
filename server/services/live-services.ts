import type { ModerationDeps } from '../desk/deps.ts';
import { queueItem, queueStats } from '../desk/queue.ts';
import type { LiveServices } from '../live/deps.ts';
import type { Store } from '../store/port.ts';

/** What live connections ask for, with what it needs already given. */
export function createLiveServices(
  { comments, threads, sites, events }: Pick<Store, 'comments' | 'threads' | 'sites' | 'events'>,
  moderation: ModerationDeps,
): LiveServices {
  return {
    events,
    getComments: (ids) => comments.get(ids),
    getThreads: (ids) => threads.get(ids),
    findThread: (siteId, key) => threads.find(siteId, key),
    newestThreads: async (siteId, limit) => (await threads.list({ siteId, limit })).items,
    siteIds: async () => (await sites.list()).map(({ id }) => id),
    queueItem: (id) => queueItem(moderation, id),
    queueStats: (siteIds) => queueStats(moderation, { siteIds }),
  };
}
