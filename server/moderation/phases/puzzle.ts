import type { Phase } from '../pipeline.ts';

/** Work was due and the browser could not do it (no JavaScript, an old program): people look instead. */
export const puzzle: Phase = {
  name: 'puzzle',
  look({ isPuzzleMissing }) {
    if (isPuzzleMissing !== true) return null;
    return {
      phase: 'puzzle',
      score: 0.5,
      verdict: 'review',
      active: true,
      evidence: [{ field: 'reader', start: 0, end: 0, note: 'no-work' }],
    };
  },
  reasons: () => ['puzzle'],
};
