import type { Phase } from '../pipeline.ts';

/** Of so many decided comments the share of refused ones says something. */
const ENOUGH = 5;
const TOO_MANY = 0.3;

/** An author of whom much has been refused is looked at first. */
export const history: Phase = {
  name: 'history',
  look({ standing: { published, rejected, spam } }) {
    const decided = published + rejected + spam;
    const refused = rejected + spam;
    if (decided < ENOUGH || refused / decided < TOO_MANY) return null;
    const note = `${refused}/${decided}`;
    return { phase: 'history', score: 0.5, verdict: 'review', active: true, evidence: [{ field: 'reader', start: 0, end: 0, note }] };
  },
  reasons: () => ['history'],
};
