import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChangeNote } from '../domain/events.ts';
import type { Ms } from '../domain/types.ts';
import type { SubscriptionLag } from '../store/port-subscriptions.ts';
import { followLog } from './follow-log.ts';
import type { SubscriptionDeps } from './deps.ts';
import { RETRY, type RetryRule } from './retry.ts';
import type { Subscription } from './subscription.ts';

export interface Subscriptions {
  /** Makes those that are new, so that nothing that is stored from here on passes them by; then begins to work. */
  start(): Promise<void>;
  /** These were written: the subscriptions to their types look at once. */
  wake(changes: readonly ChangeNote[]): void;
  /** How far each is behind, by name. */
  lag(): Promise<Map<string, SubscriptionLag>>;
  /** Finishes what is under way, if it does not take long. */
  stop(): Promise<void>;
}

/** What other processes have left is looked for within this time, ms. */
const POLL: Ms = 1_000;
/** A handler that takes longer when the process ends is not waited for: its event comes again. */
const PATIENCE: Ms = 3_000;

/** Works on these subscriptions, side by side with other processes of the service. */
export function createSubscriptions(
  given: Omit<SubscriptionDeps, 'retry'> & { retry?: RetryRule },
  subscriptions: readonly Subscription[],
): Subscriptions {
  const deps: SubscriptionDeps = { ...given, retry: given.retry ?? RETRY };
  const holder = randomUUID();
  const followers = subscriptions.map((subscription) => ({ subscription, follower: followLog(deps, holder, subscription) }));
  let timer: NodeJS.Timeout | undefined;
  let isStarted = false;
  const wakeAll = (): void => {
    for (const { follower } of followers) follower.wake();
  };

  return {
    async start() {
      for (const { name, start } of subscriptions) await deps.store.subscriptions.open(name, start);
      isStarted = true;
      timer = setInterval(wakeAll, POLL);
      wakeAll();
    },
    wake(changes) {
      if (!isStarted) return;
      for (const { subscription, follower } of followers) {
        if (changes.some(({ type }) => subscription.types.includes(type))) follower.wake();
      }
    },
    async lag() {
      const lags = subscriptions.map(async ({ name, types }) => [name, await deps.store.subscriptions.lag(name, types)] as const);
      return new Map(await Promise.all(lags));
    },
    async stop() {
      clearInterval(timer);
      const ended = Promise.all(followers.map(({ follower }) => follower.stop()));
      await Promise.race([ended, delay(PATIENCE, undefined, { ref: false })]);
    },
  };
}
