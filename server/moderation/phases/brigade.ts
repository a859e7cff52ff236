import { timeOfId } from '../../domain/ids.ts';
import type { Phase } from '../pipeline.ts';

const WINDOW = 15 * 60_000;
const DAY = 86_400_000;
/** Fewer authors are a conversation among newcomers. */
const ENOUGH = 20;
/** From this share on that was first seen within a day, they were sent. */
const TOO_MANY = 0.4;

/** Many authors of one thread, all of them new: newcomers have to wait. */
export const brigade: Phase = {
  name: 'brigade',
  look({ history: { threadRecent }, now, limitsOn, trust }) {
    if (!limitsOn || trust > 0) return null;
    const authors = new Set(threadRecent.filter(({ at }) => now - at <= WINDOW).map(({ readerId }) => readerId));
    if (authors.size < ENOUGH) return null;
    const young = [...authors].filter((id) => now - timeOfId(id) < DAY).length;
    if (young / authors.size < TOO_MANY) return null;
    const note = `${young}/${authors.size} < 24 h`;
    return { phase: 'brigade', score: 0.5, verdict: 'review', active: true, evidence: [{ field: 'thread', start: 0, end: 0, note }] };
  },
  reasons: () => ['brigade'],
};
