import { Problem } from '../domain/problem.ts';
import { Duplicate, LastAdministrator, NotFound, StaleRevision, StoreBusy, StoreFull } from './port.ts';

/** What errors of the store are in a place where they mean something else than everywhere. */
export interface SpecialProblems {
  Duplicate?: (cause: Error) => Problem;
  NotFound?: (cause: Error) => Problem;
}

/** The problem that an error of the store is; null for any other error. */
export function storeProblem(error: unknown, special: SpecialProblems = {}): Problem | null {
  if (error instanceof StoreBusy) return new Problem('store-unavailable', { pub: { retryAfter: 2 }, cause: error });
  if (error instanceof StoreFull) return new Problem('store-full', { pub: { retryAfter: 30 }, cause: error });
  if (error instanceof StaleRevision) return new Problem('stale-revision', { cause: error });
  if (error instanceof LastAdministrator) return new Problem('last-administrator', { cause: error });
  if (error instanceof NotFound) return special.NotFound?.(error) ?? new Problem('not-found', { cause: error });
  if (error instanceof Duplicate) return special.Duplicate?.(error) ?? new Problem('already-decided', { cause: error });
  return null;
}

/**
 * What a write gives, its errors as problems.
 * @throws Problem `store-unavailable`, `store-full`, `stale-revision`, `not-found`, `already-decided`, or what `special` makes.
 */
export async function orProblem<T>(write: Promise<T>, special?: SpecialProblems): Promise<T> {
  try {
    return await write;
  } catch (error) {
    throw storeProblem(error, special) ?? error;
  }
}
