import { mongo, MongooseError } from 'mongoose';
import { Problem } from '../../domain/problem.ts';
import { Duplicate, NotFound, StaleRevision, StoreBusy, StoreFull } from '../port.ts';

const DUPLICATE_KEY = 11000;
const OUT_OF_DISK = 14031;
/** Answers of a server that is going, has no primary or is too slow: the same act may succeed later. */
const PASSING = new Set([6, 7, 43, 50, 64, 89, 91, 112, 134, 189, 202, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436]);
/** What mongoose throws when its connection is not, or no longer, there. */
const CONNECTION_LOST = new Set(['MongooseServerSelectionError', 'MissingConnectionError', 'DisconnectedError']);

/** Did the write hit a unique index? */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

function isPassing(error: unknown): boolean {
  if (error instanceof mongo.MongoNetworkError || error instanceof mongo.MongoServerSelectionError) return true;
  if (error instanceof mongo.MongoServerError) {
    return (typeof error.code === 'number' && PASSING.has(error.code)) || error.hasErrorLabel('RetryableWriteError');
  }
  if (error instanceof mongo.MongoBulkWriteError) return typeof error.code === 'number' && PASSING.has(error.code);
  // What is left of the driver's own errors is about connections and pools that are closed or full.
  if (error instanceof mongo.MongoAPIError || error instanceof mongo.MongoDriverError) {
    return /Closed|NotConnected|Expired|PoolCleared|WaitQueue|Topology/.test(error.name);
  }
  return error instanceof MongooseError && (CONNECTION_LOST.has(error.name) || /connection/i.test(error.message));
}

/** Turns what driver and mongoose throw into the errors of the port; what is none of them stays as it is. */
export function toStoreError(error: unknown): unknown {
  const known = [Problem, StaleRevision, NotFound, Duplicate, StoreBusy, StoreFull];
  if (known.some((kind) => error instanceof kind)) return error;
  if (isDuplicateKey(error)) return new Duplicate('the name is taken', { cause: error });
  if (error instanceof mongo.MongoServerError && error.code === OUT_OF_DISK) return new StoreFull('the disk is full', { cause: error });
  if (isPassing(error)) return new StoreBusy('the database does not answer', { cause: error });
  return error;
}

/**
 * A room whose methods throw the port's errors only, and StoreBusy once the store is closed.
 * @param enter is called when an act begins and gives what to call at its end; it throws when closed.
 */
export function guarded<T extends object>(room: T, enter: () => () => void): T {
  return new Proxy(room, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...parts: unknown[]): Promise<unknown> => {
        const leave = enter();
        try {
          return await Reflect.apply(method, target, parts);
        } catch (error) {
          throw toStoreError(error);
        } finally {
          leave();
        }
      };
    },
  });
}
