import { threadKeyOf } from '../domain/thread-key.ts';
import type { Site, ThreadKey } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/** Public comments of threads by the keys as they were asked for; 0 where nobody has commented. */
export async function countComments(
  store: Pick<Store, 'comments'>,
  site: Site,
  keys: ThreadKey[],
): Promise<{ counts: Record<ThreadKey, number> }> {
  const asked = keys.map((key) => ({ key, thread: threadKeyOf(key, site.settings.threadKeys) }));
  const counts = await store.comments.counts(site.id, [...new Set(asked.map(({ thread }) => thread))]);
  return { counts: Object.fromEntries(asked.map(({ key, thread }) => [key, counts.get(thread) ?? 0])) };
}
