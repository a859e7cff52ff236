import { isNativeError } from 'node:util/types';
import { Problem } from '../../domain/problem.ts';
import { Duplicate, LastAdministrator, NotFound, StaleRevision, StoreBusy, StoreDamaged, StoreFull } from '../port.ts';

/** An error as it crosses from one thread, or process, to another. */
export interface SerializedError {
  name: string;
  message: string;
  /** Of a Problem, all that its answer is made of. What is for the log alone stays behind: it may hold what cannot be copied. */
  problem?: Pick<Problem, 'code' | 'pub' | 'errors'>;
}

const KNOWN = { StaleRevision, NotFound, Duplicate, LastAdministrator, StoreBusy, StoreFull, StoreDamaged };

/** SQLite's own codes: https://www.sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const FULL = 13;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
const TAKEN: readonly number[] = [1_555, 2_067, 2_579];

/** Which of the port's errors it is; what is none of them keeps its name. */
export function serializeError(error: unknown): SerializedError {
  if (error instanceof Problem) {
    const { name, message, code, pub, errors } = error;
    return { name, message, problem: { code, pub, errors } };
  }
  if (!isNativeError(error)) return { name: 'Error', message: String(error) };
  const code = 'errcode' in error ? Number(error.errcode) : 0;
  const as = (name: keyof typeof KNOWN): SerializedError => ({ name, message: error.message });
  // The lower byte is the kind, the others give the exact case.
  if ((code & 0xff) === BUSY || (code & 0xff) === LOCKED) return as('StoreBusy');
  if ((code & 0xff) === FULL) return as('StoreFull');
  if ((code & 0xff) === CORRUPT || (code & 0xff) === NOT_A_DATABASE) return as('StoreDamaged');
  return TAKEN.includes(code) ? as('Duplicate') : { name: error.name, message: error.message };
}

/** The error again: a Problem with its code and facts, one of the port's errors, or an Error of the same name. */
export function rebuilt({ name, message, problem }: SerializedError, cause?: unknown): Error {
  if (problem !== undefined) return new Problem(problem.code, { pub: problem.pub, errors: problem.errors, cause });
  const known = Object.entries(KNOWN).find(([each]) => each === name)?.[1];
  return known === undefined ? Object.assign(new Error(message, { cause }), { name }) : new known(message, { cause });
}
