import type { LatestAnswer, TopAnswer, TopQuery } from '../../contract/feeds.ts';
import type { BriefCache } from '../cache/brief-cache.ts';
import { latestComments } from '../comments/latest-comments.ts';
import { serializeByReader } from '../comments/serialize-by-reader.ts';
import { byteBudget, bytesOf, MOST_COMMENTS_BYTES } from '../domain/page-size.ts';
import { articleAddress, permalinkOf } from '../domain/permalink.ts';
import type { Site, Thread, ThreadId } from '../domain/types.ts';
import { presentPublic } from '../presenters/present-comment.ts';
import type { Store } from '../store/port.ts';
import { shownTitle } from './read-feed.ts';

type ThreadBrief = LatestAnswer['comments'][number]['thread'];

const briefOf = (thread: Thread): ThreadBrief => ({
  key: thread.key,
  url: articleAddress(thread)?.href ?? null,
  title: shownTitle(thread),
});

/** The newest public comments of a site with their threads, as many as fit into a public answer. @param limit 1 to 100 */
export async function latestOfSite(store: Pick<Store, 'comments' | 'threads'>, site: Site, limit: number): Promise<LatestAnswer> {
  await serializeByReader();
  const space = byteBudget(MOST_COMMENTS_BYTES);
  const comments: LatestAnswer['comments'] = [];
  for (const { comment, thread } of await latestComments(store, site, limit)) {
    const { replies: _r, ancestors: _a, body: _b, revision: _v, moderation: _m, ...view } = presentPublic(comment);
    const item = { ...view, thread: briefOf(thread), permalink: permalinkOf(thread, comment.id) };
    if (!space.take(bytesOf(item) + 1)) break;
    comments.push(item);
  }
  return { comments };
}

/** How many comments threads have had of late. */
export type RecentCounts = readonly { threadId: ThreadId; count: number }[];

/** The name under which counts are kept: sites are named by small letters, digits and hyphens. */
export const recentKey = (siteId: string, days: number): string => `${days} ${siteId}`;

/** The most discussed threads of a site. @param recent counts by `recentKey`, most first */
export async function topOfSite(
  store: Pick<Store, 'threads'>,
  recent: Pick<BriefCache<RecentCounts>, 'get'>,
  site: Site,
  { days, limit }: Pick<TopQuery, 'days' | 'limit'>,
): Promise<TopAnswer> {
  const counts = await recent.get(recentKey(site.id, days));
  const threads = await store.threads.get(counts.map(({ threadId }) => threadId));
  const byId = new Map<ThreadId, TopAnswer['threads'][number]>();
  for (const { threadId, count } of counts) {
    const thread = threads.get(threadId);
    if (thread === undefined || thread.commentCount === 0) continue;
    // Two may have become one meanwhile.
    const before = byId.get(thread.id)?.recentCount ?? 0;
    byId.set(thread.id, { ...briefOf(thread), commentCount: thread.commentCount, recentCount: before + count });
  }
  return { threads: [...byId.values()].sort((one, other) => other.recentCount - one.recentCount).slice(0, limit) };
}
