import { isSlowed } from '../../domain/pace.ts';
import type { BurstWatch } from '../burst.ts';
import type { Phase } from '../pipeline.ts';

const MINUTE = 60_000;

/**
 * Many more comments in a minute than the thread is used to: comments of readers who are no regulars wait, and the
 * thread is slowed down, of which the moderators are notified (threads/slow-down.ts).
 */
export function burst(watch: BurstWatch): Phase {
  return {
    name: 'burst',
    look({ thread, history, now, limitsOn, trust, isRehearsal }) {
      if (thread === null || !limitsOn || isRehearsal) return null;
      const most = watch.note(thread.id, now);
      const count = history.threadRecent.filter(({ at }) => now - at < MINUTE).length + 1;
      const isBurst = count > most;
      if (!isBurst && !isSlowed(thread, now)) return null;
      const note = isBurst ? `${count}/min > ${Math.round(most)}` : 'slowed';
      const evidence = [{ field: 'thread' as const, start: 0, end: 0, note }];
      if (trust >= 2) return { phase: 'burst', score: 0.1, active: true, evidence };
      return {
        phase: 'burst',
        score: 0.5,
        verdict: 'review',
        active: true,
        evidence,
        consequences: isSlowed(thread, now) ? [] : [{ kind: 'slow-thread', note }],
      };
    },
    reasons: () => ['burst'],
  };
}
