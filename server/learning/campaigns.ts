import { newEvent } from '../domain/effects.ts';
import type { Comment, CommentId, Id, Ms } from '../domain/types.ts';
import { NotFound, type Store } from '../store/port.ts';
import { assessSimilarTexts, type SimilarityVerdict } from './near-duplicates/assess-similar-texts.ts';
import { createNearDuplicates } from './near-duplicates/near-duplicates.ts';

/** Where a text is about to be posted, and by whom. */
export type TextOrigin = Pick<Comment, 'siteId' | 'threadId'> & { readerId: Id | null };

/** What is remembered of the last day's texts, to see when many post the same text. */
export interface Campaigns {
  /** The earlier texts that are like it, newest first, and what that means. */
  look(text: string, origin: TextOrigin): { verdict: SimilarityVerdict; similar: CommentId[] };
  /** The cluster that the copies belong to: the one that they are in, or a new one named after the oldest. */
  clusterOf(similar: readonly CommentId[]): Promise<CommentId | null>;
  /** Remembers a comment's text as it is now; one that is removed is forgotten. */
  remember(comment: Pick<Comment, 'id' | 'siteId' | 'threadId' | 'status' | 'content' | 'author'>): void;
  /** Opens a case on each of the copies, so that all of the cluster are decided together; none is taken down. Again: nothing new. */
  gather(clusterId: CommentId, siteId: string, similar: readonly CommentId[]): Promise<void>;
}

interface CampaignDeps {
  store: Pick<Store, 'comments' | 'moderation'>;
  seed: string;
  now: () => Ms;
  /** Never steps. */
  steady: () => Ms;
  newId: () => Id;
}

/** A copy comes before ordinary cases: one decision takes many off the queue. */
const CLUSTERED = { kind: 'cluster' as const, reason: 'cluster', score: 0.6, priority: 4 };

/** Watches for campaigns in what this process has seen. */
export function createCampaigns(deps: CampaignDeps): Campaigns {
  const memory = createNearDuplicates({ now: deps.steady, seed: deps.seed });

  async function gatherOne(clusterId: CommentId, id: CommentId, siteId: string): Promise<void> {
    const now = deps.now();
    const comment = (await deps.store.comments.get([id])).get(id);
    if (comment === undefined || comment.review?.clusterId === clusterId) return;
    if (comment.status !== 'published' && comment.status !== 'pending') return;
    const facts = { type: 'queue.added' as const, channel: `staff:${siteId}` as const, siteId, data: { commentId: id } };
    const events = [newEvent({ at: now, newId: deps.newId }, facts)];
    try {
      await deps.store.moderation.openCase(id, { ...CLUSTERED, now, clusterId }, { events, audit: [] });
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
  }

  return {
    look(text, origin) {
      const found = memory.look(text, origin);
      return { verdict: assessSimilarTexts(found), similar: found.similar.map(({ id }) => id) };
    },
    async clusterOf(similar) {
      const oldest = similar.at(-1);
      if (oldest === undefined) return null;
      const comments = await deps.store.comments.get([...similar]);
      const known = [...comments.values()].find(({ review }) => review?.clusterId !== undefined);
      return known?.review?.clusterId ?? oldest;
    },
    remember({ id, status, content, author, siteId, threadId }) {
      if (content === null || status === 'removed' || status === 'purged') memory.remove(id);
      else memory.add(id, content.text, { siteId, threadId, readerId: author?.readerId ?? null });
    },
    async gather(clusterId, siteId, similar) {
      await Promise.all(similar.map((id) => gatherOne(clusterId, id, siteId)));
    },
  };
}
