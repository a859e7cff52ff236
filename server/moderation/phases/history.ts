import { isOnProbation, refusedShare } from '../../domain/trust.ts';
import type { Phase } from '../pipeline.ts';

/** An author of whom much was refused lately is looked at first, until enough was published since. */
export const history: Phase = {
  name: 'history',
  look({ history: author, now }) {
    if (!isOnProbation(author, now)) return null;
    const share = refusedShare(author, now);
    const note = share === null ? '' : `${share.refused}/${share.decided}`;
    return { phase: 'history', score: 0.5, verdict: 'review', active: true, evidence: [{ field: 'reader', start: 0, end: 0, note }] };
  },
  reasons: () => ['history'],
};
