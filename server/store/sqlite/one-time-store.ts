import type { OneTimeStore } from '../port-one-time.ts';
import type { FileAccess } from './file-access.ts';

/** @returns what is used once and soon. */
export function createOneTimeStore({ writer }: FileAccess): OneTimeStore {
  return {
    keep: (record) => writer.write('keepOnce', record),
    take: (key, now) => writer.write('takeOnce', key, now),
    attempt: (key, now, most) => writer.write('attemptOnce', key, now, most),
  };
}
