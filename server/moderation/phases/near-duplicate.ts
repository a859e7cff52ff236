import type { Campaigns } from '../../learning/campaigns.ts';
import type { Phase } from '../pipeline.ts';

/** The name of the finding, and of what in its evidence names the cluster and its members. */
export const NEAR_DUPLICATE = 'near-duplicate';
export const CLUSTER_NOTE = 'cluster';
export const SIMILAR_NOTE = 'similar';

/** Changed copies of what others said: many of them within an hour are a campaign and are decided together. */
export function nearDuplicate(campaigns: Pick<Campaigns, 'clusterOf'>): Phase {
  return {
    name: NEAR_DUPLICATE,
    async look({ similarTexts: lookalikes, commentId }) {
      if (lookalikes === null) return null;
      const { verdict } = lookalikes;
      const similar = lookalikes.similar.filter((id) => id !== commentId);
      if (similar.length === 0) return null;
      const place = { field: 'body' as const, start: 0, end: 0 };
      const told = similar.map((id) => ({ ...place, word: id, note: SIMILAR_NOTE }));
      if (verdict !== 'cluster') {
        return { phase: NEAR_DUPLICATE, score: Math.min(0.3, 0.1 * similar.length), active: true, evidence: told };
      }
      const clusterId = await campaigns.clusterOf(similar);
      const evidence = clusterId === null ? told : [{ ...place, word: clusterId, note: CLUSTER_NOTE }, ...told];
      return { phase: NEAR_DUPLICATE, score: 0.6, verdict: 'review', active: true, evidence };
    },
    reasons: ({ verdict }) => (verdict === undefined ? [] : ['cluster']),
  };
}
