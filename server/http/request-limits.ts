import { secondsToWait } from '../domain/pace.ts';
import { Problem } from '../domain/problem.ts';
import { makeLimiter } from '../ops/limiter.ts';

/**
 * `member`: signing in by the site's own sign-on, changing a name, taking a guest along, pinning; `ownData`: export and erasure;
 * `compatible`: a call in the form of another comment system, or the question which site a page is of; `sign-in`: a step of one; `mail`: a
 * code is to be mailed; `claim`: has a sign-in a result yet? `verification`: a site's verifier is to be asked.
 */
export type LimitedAction =
  | 'post'
  | 'guest'
  | 'member'
  | 'vote'
  | 'report'
  | 'ownData'
  | 'compatible'
  | 'sign-in'
  | 'mail'
  | 'claim'
  | 'verification';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
/** Of one network (/24, /64) in a minute: many readers may sit behind one address. */
const POINTS_PER_MINUTE: Readonly<Record<LimitedAction, number>> = {
  post: 20,
  guest: 20,
  member: 120,
  vote: 120,
  report: 20,
  ownData: 6,
  compatible: 600,
  'sign-in': 40,
  mail: 5,
  verification: 10,
  // Thirty readers who wait, each asking every two seconds (docs/sign-in.md).
  claim: 900,
};
/** Beside that, of one network in an hour. */
const POINTS_PER_HOUR: Readonly<Partial<Record<LimitedAction, number>>> = { mail: 20, verification: 60 };

export interface RequestLimits {
  /** Counts one action of a network. @throws Problem `too-fast` with the seconds to wait. */
  spend(action: LimitedAction, network: string): Promise<void>;
}

/** Makes the limits; with `on` false nothing is ever refused. */
export function createRequestLimits(on: boolean): RequestLimits {
  const minutes = limitersOf(POINTS_PER_MINUTE, MINUTE_S, '');
  const hours = limitersOf(POINTS_PER_HOUR, HOUR_S, '-hour');
  return {
    async spend(action, network) {
      if (!on) return;
      await consume(minutes.get(action), network, MINUTE_S);
      await consume(hours.get(action), network, HOUR_S);
    },
  };
}

type Limiter = ReturnType<typeof makeLimiter>;

function limitersOf(points: Readonly<Partial<Record<LimitedAction, number>>>, seconds: number, suffix: string): Map<string, Limiter> {
  return new Map(
    Object.entries(points).map(([action, most]) => [
      action,
      makeLimiter({ points: most, duration: seconds, keyPrefix: `${action}${suffix}` }),
    ]),
  );
}

async function consume(limiter: Limiter | undefined, network: string, windowSeconds: number): Promise<void> {
  try {
    await limiter?.consume(network);
  } catch (cause) {
    const wait = cause !== null && typeof cause === 'object' && 'msBeforeNext' in cause ? Number(cause.msBeforeNext) : 1000;
    throw new Problem('too-fast', { pub: { retryAfter: secondsToWait(wait, windowSeconds) } });
  }
}
