import type { ImportStore } from '../port-imports.ts';
import type { FileAccess } from './file-access.ts';
import * as imports from './imports.ts';

/** @returns where comments came from. */
export function createImportStore({ read, writer }: FileAccess): ImportStore {
  return {
    create: (made, fx, job) => writer.write('createImport', made, fx, job),
    get: (id) => read((db) => imports.getImport(db, id)),
    list: (q) => read((db) => imports.listImports(db, q)),
    change: (id, patch, fx, from, job) => writer.write('changeImport', id, patch, fx, from, job),
    note: (batch) => writer.write('noteImported', batch),
    origins: (ids) => read((db) => imports.originsOf(db, ids)),
    changeOrigin: (id, change) => writer.write('changeOrigin', id, change),
    threads: (importId, q) => read((db) => imports.threadsOf(db, importId, q)),
    originsIn: (importId, threadId) => read((db) => imports.originsIn(db, importId, threadId)),
    deleteComments: (threadId, ids, fx) => writer.write('deleteComments', threadId, ids, fx),
    deleteReaders: (importId, limit) => writer.write('deleteImportedReaders', importId, limit),
  };
}
