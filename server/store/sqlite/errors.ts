import { isNativeError } from 'node:util/types';
import { Problem } from '../../domain/problem.ts';
import { Duplicate, NotFound, StaleRevision, StoreBusy, StoreDamaged, StoreFull } from '../port.ts';

/** An error as it crosses from one thread to another. */
export interface SerializedError {
  name: string;
  message: string;
}

const KNOWN = { StaleRevision, NotFound, Duplicate, StoreBusy, StoreFull, StoreDamaged };

/** SQLite's own codes: https://www.sqlite.org/rescode.html */
const BUSY = 5;
const LOCKED = 6;
const FULL = 13;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
const TAKEN: readonly number[] = [1_555, 2_067, 2_579];

/** Which of the port's errors it is; what is none of them keeps its name. */
export function serializeError(error: unknown): SerializedError {
  if (!isNativeError(error)) return { name: 'Error', message: String(error) };
  const code = 'errcode' in error ? Number(error.errcode) : 0;
  const told = (name: keyof typeof KNOWN): SerializedError => ({ name, message: error.message });
  // The lower byte is the kind, the others say more exactly what happened.
  if ((code & 0xff) === BUSY || (code & 0xff) === LOCKED) return told('StoreBusy');
  if ((code & 0xff) === FULL) return told('StoreFull');
  if ((code & 0xff) === CORRUPT || (code & 0xff) === NOT_A_DATABASE) return told('StoreDamaged');
  return TAKEN.includes(code) ? told('Duplicate') : { name: error.name, message: error.message };
}

/** The error again, as one of the port's where it is one. */
export function rebuilt({ name, message }: SerializedError, cause?: unknown): Error {
  if (name === 'Problem') return new Problem('invalid-cursor');
  const known = Object.entries(KNOWN).find(([each]) => each === name)?.[1];
  return known === undefined ? new Error(message, { cause }) : new known(message, { cause });
}
