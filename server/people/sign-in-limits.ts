import { createHash } from 'node:crypto';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { secondsToWait } from '../domain/pace.ts';
import { Problem } from '../domain/problem.ts';

const TRIES = 10;
const WINDOW_S = 15 * 60;

/** Counts tries to sign in: ten in a quarter of an hour for an account and for a network. */
export interface SignInLimits {
  /**
   * Counts a try, before the password is looked at: tries at the same time count too.
   * @throws Problem `too-fast` with `retryAfter` (s).
   */
  count(account: string, network: string): Promise<void>;
  /** The password was right: the account starts anew, the network gets its try back. */
  forgive(account: string, network: string): Promise<void>;
}

type MakeCounter = (options: { points: number; duration: number; keyPrefix: string }) => RateLimiterAbstract;

/**
 * Makes the counters.
 * @param make says where they live: in the memory of this process unless told.
 */
export function createSignInLimits(make: MakeCounter = (options) => new RateLimiterMemory(options)): SignInLimits {
  const accounts = make({ points: TRIES, duration: WINDOW_S, keyPrefix: 'account' });
  const networks = make({ points: TRIES, duration: WINDOW_S, keyPrefix: 'network' });
  /** Addresses of any length and in any case are one short key. */
  const keyOf = (account: string): string => createHash('sha256').update(account.trim().toLowerCase()).digest('base64url');
  return {
    async count(account, network) {
      await take(networks, network);
      await take(accounts, keyOf(account));
    },
    async forgive(account, network) {
      await accounts.delete(keyOf(account));
      await networks.reward(network);
    },
  };
}

async function take(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new Problem('too-fast', { pub: { retryAfter: secondsToWait(refusal.msBeforeNext, WINDOW_S) } });
  }
}
