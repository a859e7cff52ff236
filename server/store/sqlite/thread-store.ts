import type { ThreadStore } from '../port-sites.ts';
import type { FileAccess } from './file-access.ts';
import * as threads from './threads.ts';

/** @returns the threads. */
export function createThreadStore({ read, writer }: FileAccess): ThreadStore {
  return {
    open: (siteId, key, seen) => writer.write('openThread', siteId, key, seen),
    find: (siteId, key) => read((db) => threads.findThread(db, siteId, key)),
    get: (ids) => read((db) => threads.getThreads(db, ids)),
    change: (id, expected, patch, fx) => writer.write('changeThread', id, expected, patch, fx),
    list: (q) => read((db) => threads.listThreads(db, q)),
  };
}
