import cluster from 'node:cluster';
import { type RateLimiterAbstract, RateLimiterCluster, RateLimiterMemory } from 'rate-limiter-flexible';

/**
 * A counter of actions: in the memory of this process or, of one of several workers, in that of the process that
 * watches over them, so that more workers allow no more.
 */
export function makeLimiter(options: { points: number; duration: number; keyPrefix: string }): RateLimiterAbstract {
  return cluster.isWorker ? new RateLimiterCluster(options) : new RateLimiterMemory(options);
}
