import { mongo, MongooseError } from 'mongoose';
import { Problem } from '../../domain/problem.ts';
import { Duplicate, LastAdministrator, NotFound, StaleRevision, StoreBusy, StoreFull } from '../port.ts';

const DUPLICATE_KEY = 11000;
const OUT_OF_DISK = 14031;
/** Answers of a server that is going, has no primary or is too slow: the same operation may succeed later. */
const PASSING = new Set([6, 7, 43, 50, 64, 89, 91, 112, 134, 189, 202, 262, 9001, 10058, 10107, 11600, 11602, 13435, 13436]);
/** What mongoose throws when its connection is not, or no longer, there. */
const CONNECTION_LOST = new Set(['MongooseServerSelectionError', 'MissingConnectionError', 'DisconnectedError']);

/** Did the write hit a unique index? */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

function isPassing(error: unknown): boolean {
  if (error instanceof mongo.MongoNetworkError || error instanceof mongo.MongoServerSelectionError) return true;
  // A bulk write whose command could not be sent or answered has no errors of writes, and no code of the server.
  if (error instanceof mongo.MongoBulkWriteError && error.code === undefined) return [error.writeErrors].flat().length === 0;
  if (error instanceof mongo.MongoServerError) {
    return (typeof error.code === 'number' && PASSING.has(error.code)) || error.hasErrorLabel('RetryableWriteError');
  }
  // What is left of the driver's own errors is about connections and pools that are closed or full.
  if (error instanceof mongo.MongoAPIError || error instanceof mongo.MongoDriverError) {
    return /Closed|NotConnected|Expired|PoolCleared|WaitQueue|Topology/.test(error.name);
  }
  return error instanceof MongooseError && (CONNECTION_LOST.has(error.name) || /connection/i.test(error.message));
}

/** Turns what driver and mongoose throw into the errors of the port; what is none of them stays as it is. */
export function toStoreError(error: unknown): unknown {
  const known = [Problem, StaleRevision, NotFound, Duplicate, LastAdministrator, StoreBusy, StoreFull];
  if (known.some((kind) => error instanceof kind)) return error;
  if (isDuplicateKey(error)) return new Duplicate('the name is taken', { cause: error });
  if (error instanceof mongo.MongoServerError && error.code === OUT_OF_DISK) return new StoreFull('the disk is full', { cause: error });
  if (isPassing(error)) return new StoreBusy('the database does not answer', { cause: error });
  return error;
}

/** A client that waits for a request is answered within five seconds: so long an operation may take of them, in ms. */
export const DEADLINE = 4_500;

/** The operation's outcome, or StoreBusy when it takes longer: the database may hang without closing a connection. */
function within(operation: Promise<unknown>, ms: number): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreBusy('the database takes too long')), ms);
  });
  return Promise.race([operation, late]).finally(() => clearTimeout(timer));
}

/**
 * A part of the store whose methods throw the port's errors only, and StoreBusy once the store is closed.
 * @param begin is called when an operation begins and gives what to call at its end; it throws when closed.
 * @param deadline ms until an operation is given up; left out for what nobody waits for.
 */
export function guarded<T extends object>(part: T, begin: () => () => void, deadline?: number): T {
  return new Proxy(part, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...parts: unknown[]): Promise<unknown> => {
        const leave = begin();
        try {
          const operation: Promise<unknown> = Reflect.apply(method, target, parts);
          return await (deadline === undefined ? operation : within(operation, deadline));
        } catch (error) {
          throw toStoreError(error);
        } finally {
          leave();
        }
      };
    },
  });
}
