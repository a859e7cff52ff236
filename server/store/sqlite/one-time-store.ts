import type { OneTimeStore } from '../port-one-time.ts';
import type { FileAccess } from './file-access.ts';
import { lookOnce } from './one-time.ts';

/** @returns what is used once and soon. */
export function createOneTimeStore({ read, writer }: FileAccess): OneTimeStore {
  return {
    keep: (record) => writer.write('keepOnce', record),
    look: (key, now) => read((db) => lookOnce(db, key, now)),
    take: (key, now) => writer.write('takeOnce', key, now),
    attempt: (key, now, most) => writer.write('attemptOnce', key, now, most),
  };
}
