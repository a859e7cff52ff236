import { LRUCache } from 'lru-cache';
import type { Ms, SiteId, Thread, ThreadId } from '../domain/types.ts';
import type { Change } from './bus.ts';
import type { LiveServices } from './deps.ts';
import type { JoinQueue } from './join-queue.ts';

/** Messages of other processes may be lost: the newest threads of sites that are waited for are looked through so often, … */
const LOOK_EVERY: Ms = 1_000;
/** … so many of each, of so many sites at a time. */
const NEWEST = 50;
const SITES_AT_ONCE = 10;
/** A thread that was looked up is not looked up again so soon, however much is written in it. */
const KNOWN_FOR: Ms = 10_000;
const MOST_KNOWN = 10_000;

/** Takes those who wait for a thread's first comment into it when there is one. */
export interface Admissions {
  /** A thread that is waited for may have been made: by one of these changes, or by any. */
  wake(changes?: readonly Change[]): void;
  stop(): void;
}

/**
 * Looks into the store when something changes on a site of which a thread is waited for, never because readers wait.
 * @param deps.admit lets a reader into a thread that exists now; when it fails they wait on.
 */
export function createAdmissions<Waiter>(
  deps: Pick<LiveServices, 'getThreads' | 'newestThreads'> & {
    waiting: JoinQueue<Waiter>;
    admit: (waiter: Waiter, thread: Thread) => Promise<void>;
    onError: (error: unknown) => void;
  },
): Admissions {
  const { waiting } = deps;
  const known = new LRUCache<ThreadId, true>({ max: MOST_KNOWN, ttl: KNOWN_FOR });
  let due = new Set<ThreadId>();
  let sitesDue: SiteId[] = [];
  let running: Promise<void> | null = null;
  const timer = setInterval(() => wake(), LOOK_EVERY);

  async function admitTo(thread: Thread): Promise<void> {
    const waiters = waiting.take(thread);
    for (const [i, waiter] of waiters.entries()) {
      try {
        await deps.admit(waiter, thread);
      } catch (error) {
        for (const left of waiters.slice(i)) waiting.enter(left, thread, null);
        known.delete(thread.id);
        due.add(thread.id);
        throw error;
      }
    }
  }

  async function look(): Promise<void> {
    while (due.size > 0) {
      const ids = [...due].slice(0, NEWEST);
      for (const id of ids) due.delete(id);
      for (const thread of (await deps.getThreads(ids)).values()) {
        known.set(thread.id, true);
        await admitTo(thread);
      }
    }
    for (const siteId of sitesDue.splice(0, SITES_AT_ONCE)) {
      if (!waiting.isAwaited(siteId)) continue;
      for (const thread of await deps.newestThreads(siteId, NEWEST)) await admitTo(thread);
    }
  }

  function wake(changes?: readonly Change[]): void {
    if (waiting.size() === 0) {
      due = new Set();
      return;
    }
    for (const { type, channel, siteId } of changes ?? []) {
      if (type !== 'comment.published' || !channel.startsWith('thread:') || !waiting.isAwaited(siteId)) continue;
      const id = channel.slice('thread:'.length);
      if (!known.has(id)) due.add(id);
    }
    if (changes === undefined && sitesDue.length === 0) sitesDue = waiting.sites();
    if (running !== null || (due.size === 0 && changes !== undefined)) return;
    running = look()
      .catch(deps.onError)
      .finally(() => {
        running = null;
      });
  }

  return {
    wake,
    stop: () => clearInterval(timer),
  };
}
