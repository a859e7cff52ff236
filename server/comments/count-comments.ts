import type { Site, ThreadKey } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/** Public comments of threads by their keys; 0 where nobody has commented. */
export async function countComments(
  store: Pick<Store, 'comments'>,
  site: Site,
  keys: ThreadKey[],
): Promise<{ counts: Record<ThreadKey, number> }> {
  const counts = await store.comments.counts(site.id, keys);
  return { counts: Object.fromEntries(keys.map((key) => [key, counts.get(key) ?? 0])) };
}
