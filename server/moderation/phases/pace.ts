import { countGraphemes } from '../../domain/graphemes.ts';
import type { Phase } from '../pipeline.ts';

/** No person reads, thinks and types faster than this, in ms. */
const FASTEST = 3_000;
/** Nor so many characters a second. */
const FASTEST_TYPING = 10;

/** A newcomer who sends at once after seeing the box, or faster than one types. A sign, never enough by itself. */
export const pace: Phase = {
  name: 'pace',
  look({ elapsed, limitsOn, trust, body }) {
    if (!limitsOn || trust > 0 || elapsed === undefined) return null;
    const isPasted = countGraphemes(body) / (Math.max(1, elapsed) / 1000) > FASTEST_TYPING;
    if (elapsed >= FASTEST && !isPasted) return null;
    return { phase: 'pace', score: 0.3, active: true, evidence: [{ field: 'reader', start: 0, end: 0, note: `${elapsed} ms` }] };
  },
  reasons: () => ['pace'],
};
