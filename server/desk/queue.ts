import type { QueueAnswer, QueueItem, StatsView } from '../../contract/moderation.ts';
import { wireTime } from '../presenters/present-comment.ts';
import { MOST_COUNTED } from '../domain/queue-limits.ts';
import { may, type Permitted } from '../domain/permissions.ts';
import type { Comment, CommentId, Ms, ReaderId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { QueueFilter } from '../store/port-admin.ts';
import type { QueueSort } from '../domain/queue-lists.ts';
import type { ModerationDeps } from './deps.ts';
import { presentQueueItem, type ReaderHistory } from '../presenters/present-moderated.ts';
import { reportedTexts } from '../comments/reported-texts.ts';

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
    countOpen(deps, request.filter),
  ]);
  return { items: await withContext(deps, slice.items), nextCursor: slice.nextCursor, total };
}

/** How many open cases fit: exact up to 10,000; one more stands for all beyond. Every number of the queue comes from here. */
function countOpen(deps: ModerationDeps, filter: QueueFilter): Promise<number> {
  return deps.store.moderation.queueSize(filter, MOST_COUNTED + 1);
}

/** The open case of one comment alone, as a page of the queue; empty when it is not open or not the moderator's. */
export async function oneOfQueue(deps: ModerationDeps, moderator: Permitted, id: CommentId): Promise<QueueAnswer> {
  const item = await queueItem(deps, id);
  const items = item === null || !may(moderator, 'moderation.read', item.comment.siteId) ? [] : [item];
  return { items, nextCursor: null, total: items.length };
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
        history: histories.get(comment.author?.readerId ?? '') ?? { ...NO_HISTORY, since: null },
        now,
      }),
    );
  }
  return items;
}

/** How many cases of each cluster are open and not escalated: what one decision on the cluster decides. */
async function clustersOf(deps: ModerationDeps, comments: Comment[]): Promise<Map<CommentId, number>> {
  const ids = new Set(comments.flatMap(({ review }) => review?.clusterId ?? []));
  return new Map(
    await Promise.all(
      [...ids].map(async (cluster) => [cluster, await countOpen(deps, { siteIds: null, cluster, escalated: false })] as const),
    ),
  );
}

const NO_HISTORY = { published: 0, rejected: 0, spam: 0, penNames: null };

async function historiesOf(deps: ModerationDeps, comments: Comment[]): Promise<Map<ReaderId, ReaderHistory>> {
  const ids = [...new Set(comments.flatMap(({ author }) => (author === null ? [] : [author.readerId])))];
  const { readers: store } = deps.store;
  const [readers, outcomes, penNames] = await Promise.all([store.get(ids), store.outcomes(ids), store.penNames(ids)]);
  return new Map(
    ids.map((id) => [
      id,
      { ...NO_HISTORY, ...outcomes.get(id), since: readers.get(id)?.createdAt ?? null, penNames: penNames.get(id) ?? null },
    ]),
  );
}

/** How much waits of what fits, how much of it was escalated, and since when the oldest of what was not has been waiting. */
export async function queueStats(deps: ModerationDeps, filter: Omit<QueueFilter, 'escalated'>): Promise<StatsView> {
  const plain = { ...filter, escalated: false };
  const [open, escalated, oldest] = await Promise.all([
    countOpen(deps, plain),
    countOpen(deps, { ...filter, escalated: true }),
    deps.store.moderation.queue({ filter: plain, sort: 'oldest', limit: 1 }),
  ]);
  const since = oldest.items[0]?.review?.openedAt;
  return { open, escalated, oldestOpenAt: since === undefined ? null : wireTime(since) };
}

/** All open cases, escalated ones too, and since when the oldest has waited. */
export async function backlogOf({ moderation }: Pick<Store, 'moderation'>): Promise<{ open: number; oldest: Ms | null }> {
  const filter = { siteIds: null };
  const [open, oldest] = await Promise.all([moderation.queueSize(filter), moderation.queue({ filter, sort: 'oldest', limit: 1 })]);
  return { open, oldest: oldest.items[0]?.review?.openedAt ?? null };
}
