import type { Phase } from '../pipeline.ts';

/** Nobody reads, thinks and types faster than this, in ms. */
const FASTEST = 3_000;

/** A newcomer who sends at once after seeing the box. A sign, never enough by itself. */
export const pace: Phase = {
  name: 'pace',
  look({ elapsed, limitsOn, trust }) {
    if (!limitsOn || trust > 0 || elapsed === undefined || elapsed >= FASTEST) return null;
    return { phase: 'pace', score: 0.3, active: true, evidence: [{ field: 'reader', start: 0, end: 0, note: `${elapsed} ms` }] };
  },
  reasons: () => ['pace'],
};
