import type { ChangeNote } from '../domain/events.ts';

/** Whose write it was: this process's or another's. */
export type WrittenBy = 'here' | 'elsewhere';

/**
 * Follows what changes, in every process. It is called before a write of this process is answered, so it must be cheap;
 * what other processes write may come late or never, so nothing may rest on it. What must not be lost is a subscription
 * (subscriptions.ts).
 */
export interface Notice {
  name: string;
  changed(changes: readonly ChangeNote[], by: WrittenBy): void;
}

export interface Notices {
  /** Calls all followers in order; one that throws does not keep the others from it. Never throws. */
  publish(changes: readonly ChangeNote[], by: WrittenBy): void;
}

/** @param onError is called for each follower that threw. */
export function createNotices(followers: readonly Notice[], onError: (error: unknown, follower: string) => void): Notices {
  return {
    publish(changes, by) {
      for (const { name, changed } of followers) {
        try {
          changed(changes, by);
        } catch (error) {
          onError(error, name);
        }
      }
    },
  };
}
