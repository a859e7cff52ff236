import { LRUCache } from 'lru-cache';
import type { Ms, ThreadId } from '../domain/types.ts';

const MINUTE: Ms = 60_000;
/** So many comments a minute are a conversation in any thread. */
const LEAST = 10;
/** So many deviations above its own mean are no conversation of this thread. */
const DEVIATIONS = 6;
/** Weight of the latest minute: of a day's minutes the older ones hardly count any more. */
const ALPHA = 1 / 720;
const MOST_THREADS = 20_000;

interface Rhythm {
  /** The minute that is being counted, since 1970. */
  minute: number;
  count: number;
  mean: number;
  variance: number;
}

/** What each thread is used to. */
export interface BurstWatch {
  /** Notes one comment and gives how many in this minute are more than the thread is used to. */
  note(threadId: ThreadId, now: Ms): number;
}

/** Takes up a minute's count (exponentially weighted mean and variance; West 1979). */
function taken({ mean, variance }: Rhythm, count: number): { mean: number; variance: number } {
  const difference = count - mean;
  const step = ALPHA * difference;
  return { mean: mean + step, variance: (1 - ALPHA) * (variance + difference * step) };
}

/** Silent minutes, any number at once: mean and variance fade. */
function faded({ mean, variance }: Rhythm, minutes: number): { mean: number; variance: number } {
  const kept = (1 - ALPHA) ** minutes;
  return { mean: mean * kept, variance: kept * (variance + mean * mean * (1 - kept)) };
}

/** Watches the rhythm of threads in this process; what is compared with it is counted by the store. */
export function createBurstWatch(): BurstWatch {
  const rhythms = new LRUCache<ThreadId, Rhythm>({ max: MOST_THREADS });
  return {
    note(threadId, now) {
      const minute = Math.floor(now / MINUTE);
      const known = rhythms.get(threadId) ?? { minute, count: 0, mean: 0, variance: 0 };
      if (minute !== known.minute) {
        Object.assign(known, taken(known, known.count));
        // The clock may have been set back: then another minute begins all the same.
        Object.assign(known, faded(known, Math.max(0, minute - known.minute - 1)), { minute, count: 0 });
      }
      known.count++;
      rhythms.set(threadId, known);
      return Math.max(LEAST, known.mean + DEVIATIONS * Math.sqrt(known.variance));
    },
  };
}
