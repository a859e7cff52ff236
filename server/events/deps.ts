import type { Logger } from 'pino';
import type { Ms } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { RetryRule } from './retry.ts';

/** What following the log needs of the world. */
export interface SubscriptionDeps {
  store: Pick<Store, 'events' | 'subscriptions'>;
  log: Pick<Logger, 'warn' | 'error'>;
  /** The time of day. */
  now: () => Ms;
  /** Never steps. */
  steady: () => Ms;
  /** A number from 0 to 1. */
  chance: () => number;
  retry: RetryRule;
  /** Counts an attempt that failed. */
  onFailed?: (subscription: string) => void;
}
