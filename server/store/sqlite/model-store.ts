import type { ModelStore } from '../port-admin.ts';
import type { FileAccess } from './file-access.ts';
import * as models from './models.ts';

/** @returns what moderation has learnt. */
export function createModelStore({ read, writer }: FileAccess): ModelStore {
  return {
    get: (siteId, name) => read((db) => models.getModel(db, siteId, name)),
    save: (siteId, name, expected, bytes) => writer.write('saveModel', siteId, name, expected, bytes),
  };
}
