import type { MaintenanceStore } from '../port-admin.ts';
import { examine } from './examine.ts';
import type { FileAccess } from './file-access.ts';
import * as maintenance from './maintenance.ts';
import { throttled } from './throttled.ts';

/** @returns imports, repairs, copies and clearing up. */
export function createMaintenanceStore({ read, writer, steady }: FileAccess): MaintenanceStore {
  return {
    importBatch: throttled((rows) => writer.write('importBatch', rows), steady),
    deleteConversations: (threadId, roots, fx) => writer.write('deleteConversations', threadId, roots, fx),
    cleanUp: (q) => writer.write('cleanUp', q),
    size: () => read(maintenance.storeSize),
    fact: (name) => read((db) => maintenance.fact(db, name)),
    setFact: (name, value) => writer.write('setFact', name, value),
    async examine({ repair }) {
      const found = await read(examine);
      if (!repair || found.damage.length > 0) return found;
      for (const threadId of await writer.write('repair')) await writer.write('recount', threadId);
      return found;
    },
    backup: (toFile) => writer.backup(toFile),
  };
}
