import type { QueueAnswer, QueueItem, StatsView } from '../contract/moderation.ts';
import { wireTime } from '../presenters/present-comment.ts';
import type { Comment, CommentId, ReaderId } from '../domain/types.ts';
import type { QueueFilter, QueueSort } from '../store/port-admin.ts';
import type { ModerationDeps, Moderator } from './deps.ts';
import { presentQueueItem, type ReaderHistory } from '../presenters/present-moderated.ts';
import { reportedTexts } from './reported-texts.ts';

export interface QueueRequest {
  filter: QueueFilter;
  sort: QueueSort;
  limit: number;
  cursor?: string | undefined;
}

/** A page of open cases with all that a moderator needs to decide them. @throws Problem `invalid-cursor`. */
export async function listQueue(deps: ModerationDeps, request: QueueRequest): Promise<QueueAnswer> {
  const [slice, total] = await Promise.all([
    deps.store.moderation.queue({ filter: request.filter, sort: request.sort, limit: request.limit, cursor: request.cursor }),
    deps.store.moderation.queueSize(request.filter),
  ]);
  return { items: await withContext(deps, slice.items), nextCursor: slice.nextCursor, total };
}

/** The queue item of one comment, or null when its case is not open. */
export async function queueItem(deps: ModerationDeps, id: CommentId): Promise<QueueItem | null> {
  const comment = (await deps.store.comments.get([id])).get(id);
  if (comment?.review?.state !== 'open') return null;
  return (await withContext(deps, [comment]))[0] ?? null;
}

/** Reads what stands around the comments: parents, threads, reports, their authors' past. */
async function withContext(deps: ModerationDeps, comments: Comment[]): Promise<QueueItem[]> {
  const now = deps.now();
  const parentIds = comments.flatMap(({ parentId }) => (parentId === null ? [] : [parentId]));
  const [parents, threads, reports, histories, clusters] = await Promise.all([
    deps.store.comments.get([...new Set(parentIds)]),
    deps.store.threads.get([...new Set(comments.map(({ threadId }) => threadId))]),
    deps.store.comments.reports(comments.map(({ id }) => id)),
    historiesOf(deps, comments),
    clustersOf(deps, comments),
  ]);
  const reported = await reportedTexts(deps.store, comments, reports);
  const items: QueueItem[] = [];
  for (const comment of comments) {
    const site = await deps.site(comment.siteId);
    if (site === null) continue;
    items.push(
      presentQueueItem(site, comment, {
        cluster: clusters.get(comment.review?.clusterId ?? '') ?? 0,
        parent: comment.parentId === null ? null : (parents.get(comment.parentId) ?? null),
        thread: threads.get(comment.threadId) ?? null,
        reports: reports.get(comment.id) ?? [],
        reported: reported.get(comment.id) ?? [],
        history: histories.get(comment.author?.readerId ?? '') ?? { published: 0, rejected: 0, spam: 0, since: null },
        now,
      }),
    );
  }
  return items;
}

/** How many cases of each cluster are open. */
async function clustersOf(deps: ModerationDeps, comments: Comment[]): Promise<Map<CommentId, number>> {
  const ids = new Set(comments.flatMap(({ review }) => review?.clusterId ?? []));
  return new Map(
    await Promise.all(
      [...ids].map(async (cluster) => [cluster, await deps.store.moderation.queueSize({ siteIds: null, cluster })] as const),
    ),
  );
}

async function historiesOf(deps: ModerationDeps, comments: Comment[]): Promise<Map<ReaderId, ReaderHistory>> {
  const ids = [...new Set(comments.flatMap(({ author }) => (author === null ? [] : [author.readerId])))];
  const [readers, outcomes] = await Promise.all([deps.store.readers.get(ids), deps.store.readers.outcomes(ids)]);
  return new Map(
    ids.map((id) => [id, { published: 0, rejected: 0, spam: 0, ...outcomes.get(id), since: readers.get(id)?.createdAt ?? null }]),
  );
}

/** How much waits, and since when. */
export async function queueStats(deps: ModerationDeps, moderator: Pick<Moderator, 'siteIds'>): Promise<StatsView> {
  const { open, oldest } = await deps.store.moderation.backlog(moderator.siteIds);
  return { open, oldestOpenAt: oldest === null ? null : wireTime(oldest) };
}
