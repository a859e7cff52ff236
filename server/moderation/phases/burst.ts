import { isSlowed } from '../../domain/pace.ts';
import type { BurstWatch } from '../burst.ts';
import type { Phase } from '../pipeline.ts';

const MINUTE = 60_000;

/**
 * Many more comments in a minute than the thread is used to: whoever is not a regular has to wait, the
 * thread is slowed down (slow-down.ts) and the moderators are told.
 */
export function burst(watch: BurstWatch): Phase {
  return {
    name: 'burst',
    look({ thread, history: standing, now, limitsOn, trust, isRehearsal }) {
      if (thread === null || !limitsOn || isRehearsal) return null;
      const most = watch.note(thread.id, now);
      const count = standing.threadRecent.filter(({ at }) => now - at < MINUTE).length + 1;
      const isBurst = count > most;
      if (!isBurst && !isSlowed(thread, now)) return null;
      const note = isBurst ? `${count}/min > ${Math.round(most)}` : 'slowed';
      const verdict = trust < 2 ? { verdict: 'review' as const } : {};
      return {
        phase: 'burst',
        score: trust < 2 ? 0.5 : 0.1,
        ...verdict,
        active: true,
        evidence: [{ field: 'thread', start: 0, end: 0, note }],
      };
    },
    reasons: () => ['burst'],
  };
}
