import type { Campaigns } from '../../learning/campaigns.ts';
import type { Evidence } from '../../domain/types.ts';
import type { Phase } from '../pipeline.ts';

const PHASE = 'near-duplicate';
/** Where the evidence stands: the copies are like the whole text. */
const PLACE = { field: 'body' as const, start: 0, end: 0 };

/** Changed copies of what others wrote: many of them within an hour are a campaign and are decided together. */
export function nearDuplicate(campaigns: Pick<Campaigns, 'clusterOf'>): Phase {
  return {
    name: PHASE,
    async look({ similarTexts, commentId }) {
      if (similarTexts === null) return null;
      const similar = similarTexts.similar.filter((id) => id !== commentId);
      if (similar.length === 0) return null;
      const copies: Evidence[] = similar.map((id) => ({ ...PLACE, word: id, note: 'similar' }));
      if (similarTexts.verdict !== 'cluster') {
        return { phase: PHASE, score: Math.min(0.3, 0.1 * similar.length), active: true, evidence: copies };
      }
      const found = { phase: PHASE, score: 0.6, verdict: 'review' as const, active: true };
      const clusterId = await campaigns.clusterOf(similar);
      if (clusterId === null) return { ...found, evidence: copies };
      return {
        ...found,
        evidence: [{ ...PLACE, word: clusterId, note: 'cluster' }, ...copies],
        consequences: [{ kind: 'gather-cluster', clusterId, similar }],
      };
    },
    reasons: ({ verdict }) => (verdict === undefined ? [] : ['cluster']),
  };
}
