import { createHmac } from 'node:crypto';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { secondsToWait } from '../domain/pace.ts';
import { Problem } from '../domain/problem.ts';
import type { Ms } from '../domain/types.ts';

const TRIES = 10;
/** Many colleagues may share one network, and not every challenge is answered. */
const CHALLENGES = 100;
const WINDOW_S = 15 * 60;

/** So long a network counts as known after the last sign-in from it. */
export const KNOWN_NETWORK_FOR: Ms = 90 * 24 * 3_600_000;

/** Who tries to sign in, and from where, as hashes: what is kept gives away neither. */
export interface SignInOrigin {
  account: string;
  network: string;
}

/**
 * Account and network of a try, as they are counted and kept: keyed hashes.
 * @param email in any case, with or without an account.
 */
export function signInOrigin(secret: string, email: string, network: string): SignInOrigin {
  const hash = (what: string, text: string): string => createHmac('sha256', secret).update(`sign-in ${what}\n${text}`).digest('base64url');
  return { account: hash('account', email.trim().toLowerCase()), network: hash('network', network) };
}

/**
 * Counts tries to sign in, ten in a quarter of an hour. From networks that are not known to the account: for the
 * account, however many networks they come from, and for each network, whatever the accounts. From a network from which
 * somebody has signed in to the account before: for the two alone, so that what others guess elsewhere keeps nobody out.
 */
export interface SignInLimits {
  /**
   * Counts a try, before the password is looked at: tries at the same time count too.
   * @param isKnown has somebody signed in to the account from the network before?
   * @throws Problem `too-many-sign-ins` with `retryAfter` (s) and `minutes`.
   */
  count(origin: SignInOrigin, isKnown: boolean): Promise<void>;
  /** The password was right: where it was counted it starts anew; a network that was not known gets its try back. */
  forgive(origin: SignInOrigin, isKnown: boolean): Promise<void>;
  /** Counts a challenge that is given to somebody who is not signed in: each is kept. @throws Problem `too-many-sign-ins`. */
  countChallenge(network: string): Promise<void>;
}

type MakeCounter = (options: { points: number; duration: number; keyPrefix: string }) => RateLimiterAbstract;

/**
 * Makes the counters.
 * @param make says where they live: in the memory of this process by default.
 */
export function createSignInLimits(make: MakeCounter = (options) => new RateLimiterMemory(options)): SignInLimits {
  const counter = (keyPrefix: string, points = TRIES): RateLimiterAbstract => make({ points, duration: WINDOW_S, keyPrefix });
  const [accounts, networks, known] = [counter('account'), counter('network'), counter('known')];
  const challenges = counter('challenge', CHALLENGES);
  const both = ({ account, network }: SignInOrigin): string => `${account} ${network}`;
  return {
    async count(origin, isKnown) {
      if (isKnown) return take(known, both(origin));
      await take(networks, origin.network);
      await take(accounts, origin.account);
    },
    async forgive(origin, isKnown) {
      if (isKnown) {
        await known.delete(both(origin));
        return;
      }
      await accounts.delete(origin.account);
      await networks.reward(origin.network);
    },
    countChallenge: (network) => take(challenges, network),
  };
}

async function take(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw tooManySignIns(secondsToWait(refusal.msBeforeNext, WINDOW_S));
  }
}

/** @param seconds until it may be tried again. */
export function tooManySignIns(seconds: number): Problem {
  const retryAfter = Math.max(1, seconds);
  return new Problem('too-many-sign-ins', { pub: { retryAfter, minutes: Math.ceil(retryAfter / 60) } });
}
