/** The storage port, what is used once and soon: sign-ins under way, their results, codes by mail. See port.ts for the promises. */
import type { Ms } from '../domain/types.ts';

export interface OneTimeRecord {
  /** A hash: what is stored gives away nothing that could be used. */
  key: string;
  /** Encrypted by its writer where it is secret. */
  value: string;
  expiresAt: Ms;
}

export interface OneTimeStore {
  /** Keeps it instead of the one that has its key; no try of it has been made. */
  keep(record: OneTimeRecord): Promise<void>;
  /** Gives its value and leaves it; writes nothing. null when there is none, or it has expired. */
  look(key: string, now: Ms): Promise<string | null>;
  /** Gives its value and deletes it: of many who ask at once one gets it. null when there is none, or it has expired. */
  take(key: string, now: Ms): Promise<string | null>;
  /** Counts a try and gives the value; null when there is none, when it has expired, or after `most` tries, however many try at once. */
  attempt(key: string, now: Ms, most: number): Promise<string | null>;
}
