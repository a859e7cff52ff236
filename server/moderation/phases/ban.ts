import type { Phase } from '../pipeline.ts';

/** Bans: an open one refuses, a quiet one lets the author believe that the text waits. */
export const ban: Phase = {
  name: 'ban',
  look({ history: { bans } }) {
    const [gravest] = bans.toSorted((one, other) => Number(other.mode === 'block') - Number(one.mode === 'block'));
    if (gravest === undefined) return null;
    return {
      phase: 'ban',
      score: 1,
      verdict: gravest.mode === 'block' ? 'block' : 'spam',
      active: true,
      evidence: [{ field: 'reader', start: 0, end: 0, note: `${gravest.kind}:${gravest.id}` }],
    };
  },
  reasons: () => ['ban'],
};
